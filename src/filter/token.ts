// In: the text of a filter and a position. Out: the token there.
import { FilterError } from './error.ts';

/** Longest first: `!~` before `~`. */
export const OPERATORS = ['==', '!=', '<=', '>=', '!~', '=', '<', '>', '~', 'in'] as const;
export type Operator = (typeof OPERATORS)[number];

/** A value as written, and where. `quoted` text is never a number, a list or a keyword. */
export interface Literal {
  readonly text: string;
  /** From 1. */
  readonly column: number;
  readonly quoted: boolean;
}

const FIELD = /[\p{L}\p{N}_.-]+/uy;
const SPACE = /\s*/y;
const OPERATOR_SIGNS = /[=!<>~]*/y;
const IN = /in(?=[\s("])/iy;
// White space and then `field op`: somebody forgot the `&&`.
const NEXT_RULE = /^\s+[!(\s]*[\w.]+\s*([=!<>~]|in[\s(])/;

/** Reads an expression from left to right; columns count from 1. */
export class Scanner {
  at = 0;

  constructor(readonly text: string) {}

  get column(): number {
    return this.at + 1;
  }

  skipSpace(): void {
    this.#match(SPACE);
  }

  get ended(): boolean {
    this.skipSpace();
    return this.at >= this.text.length;
  }

  /** Takes `symbol` if it is next. */
  take(symbol: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(symbol, this.at)) return false;
    this.at += symbol.length;
    return true;
  }

  /** The name of a field, or '' where there is none. */
  field(): string {
    this.skipSpace();
    return this.#match(FIELD);
  }

  /** The signs of an operator, or `in`; '' where neither is next. */
  operator(): string {
    this.skipSpace();
    return this.#match(OPERATOR_SIGNS) || this.#match(IN).toLowerCase();
  }

  /** A quoted or bare value. What brackets enclose belongs to a bare one: `(a b)`, in patterns `a{1,2}`. */
  value(pattern: boolean): Literal {
    this.skipSpace();
    return this.text[this.at] === '"' ? this.#quoted() : this.#bare(pattern);
  }

  /** `"` … `"`; a backslash before `"` or `\` takes it as it is, elsewhere it stays (`"\."`). */
  #quoted(): Literal {
    const column = this.column;
    let text = '';
    for (this.at++; this.text[this.at] !== '"'; this.at++) {
      if (this.at >= this.text.length) {
        throw new FilterError({
          message: 'unfinished quoted value',
          column,
          expected: 'a closing "',
          nearest: undefined,
        });
      }
      if (this.text[this.at] === '\\' && /["\\]/.test(this.text[this.at + 1] ?? '')) this.at++;
      text += this.text[this.at];
    }
    this.at++;
    return { text, column, quoted: true };
  }

  /** Up to a comma, `&&`, `||`, an unopened `)`, or white space before what looks like another rule. */
  #bare(pattern: boolean): Literal {
    const start = this.at;
    const brackets = new Brackets();
    while (this.at < this.text.length && (brackets.open || !this.#endsBare())) {
      if (this.text[this.at] === '\\') this.at++;
      else brackets.see(this.text[this.at], pattern);
      this.at++;
    }
    const text = this.text.slice(start, this.at).trimEnd();
    this.at = start + text.length;
    return {
      text: text.replace(/\\(.)/gs, (pair, next) => (next === ',' ? ',' : pair)),
      column: start + 1,
      quoted: false,
    };
  }

  #endsBare(): boolean {
    const rest = this.text.slice(this.at, this.at + 2);
    if (rest === '&&' || rest === '||' || rest[0] === ',' || rest[0] === ')') return true;
    return /\s/.test(rest[0]) && NEXT_RULE.test(this.text.slice(this.at));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

/** How deep in brackets a position is: `(…)`; in a pattern `{…}` too, and a class `[…]` in which only its end counts. */
class Brackets {
  #depth = 0;
  #inClass = false;

  get open(): boolean {
    return this.#depth > 0 || this.#inClass;
  }

  see(character: string, pattern: boolean): void {
    if (this.#inClass) this.#inClass = character !== ']';
    else if (pattern && character === '[') this.#inClass = true;
    else if (character === '(' || (pattern && character === '{')) this.#depth++;
    else if (this.#depth > 0 && (character === ')' || (pattern && character === '}'))) this.#depth--;
  }
}
