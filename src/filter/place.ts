// In: the text of a filter, finished or not, and a caret in it. Out: what is expected there, and the word begun there.
import type { Field } from '../fields/field.ts';
import { findField } from '../fields/find.ts';
import { FilterError } from './error.ts';
import { OPERATORS, type Operator, Scanner } from './token.ts';

/** Characters `from`..`to` are those that a completion replaces; `word` is what of them stands before the caret, unquoted. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly word: string;
}

export type Place =
  | (Span & { readonly what: 'field' })
  /** Behind `@`: the name of a saved filter. */
  | (Span & { readonly what: 'saved' })
  | (Span & { readonly what: 'operator'; readonly field: Field })
  | (Span & {
      readonly what: 'value';
      readonly field: Field;
      readonly operator: Operator;
      /** In the brackets of a list. */
      readonly list: boolean;
      /** Brackets that are open around the rule. */
      readonly depth: number;
    })
  /** Behind a rule, or in a list behind a value. */
  | (Span & { readonly what: 'join'; readonly list: boolean; readonly depth: number })
  /** Behind what is wrong already. */
  | { readonly what: 'nothing' };

const NOTHING: Place = { what: 'nothing' };
const ENDS_WORD = /[\s,)&|]/;
const HALF_JOIN = /\S\s+[&|]$/;

/** What is expected at the caret, which counts UTF-16 units. Never throws. */
export function placeIn(text: string, caret: number): Place {
  return new Walk(text, caret).place();
}

/** Walks over the rules before the caret, as the parser does, up to the one that the caret is in. */
class Walk {
  readonly #text: string;
  readonly #caret: number;
  readonly #scanner: Scanner;
  #depth = 0;

  constructor(text: string, caret: number) {
    this.#text = text;
    this.#caret = caret;
    this.#scanner = new Scanner(text.slice(0, caret));
  }

  place(): Place {
    for (;;) {
      const place = this.#rule() ?? this.#behindRule();
      if (place) return place;
    }
  }

  /** Undefined where the caret is further behind. */
  #rule(): Place | undefined {
    const scanner = this.#scanner;
    while (!scanner.ended) {
      if (scanner.take('(')) this.#depth++;
      else if (!scanner.take('!')) break;
    }
    const from = scanner.at;
    if (scanner.text[from] === '@') return this.#saved(from);
    const name = scanner.field();
    if (scanner.at === this.#caret)
      return { what: 'field', ...this.#span(from, name, (full) => full.field()) };
    const field = findField(name);
    return field ? this.#behindField(field) : NOTHING;
  }

  #saved(from: number): Place {
    const word = this.#scanner.text.slice(from + 1);
    return /^[\w.-]*$/.test(word) ? { what: 'saved', from, to: this.#caret, word } : NOTHING;
  }

  #behindField(field: Field): Place | undefined {
    const scanner = this.#scanner;
    scanner.skipSpace();
    const from = scanner.at;
    const signs = scanner.operator();
    const operator = OPERATORS.find((known) => known === signs);
    if (operator) return operator === 'in' ? this.#values(field) : this.#value(field, operator, false);
    const word = scanner.text.slice(from);
    const begun = word === '' || OPERATORS.some((known) => known.startsWith(word.toLowerCase()));
    return begun ? { what: 'operator', field, from, to: this.#caret, word } : NOTHING;
  }

  /** The list of `in`, or its one value without brackets. */
  #values(field: Field): Place | undefined {
    const scanner = this.#scanner;
    const opened = scanner.take('cidr(') || scanner.take('(');
    if (!opened) return this.#value(field, 'in', false);
    for (;;) {
      const place = this.#value(field, 'in', true);
      if (place || scanner.take(')')) return place;
      if (scanner.ended)
        return { what: 'join', list: true, depth: this.#depth, from: this.#caret, to: this.#caret, word: '' };
      if (!scanner.take(',')) return NOTHING;
    }
  }

  #value(field: Field, operator: Operator, list: boolean): Place | undefined {
    const scanner = this.#scanner;
    const pattern = operator === '~' || operator === '!~';
    scanner.skipSpace();
    const from = scanner.at;
    const word = this.#literal(pattern);
    // Half of `&&` or `||` belongs to the value, as far as the parser knows.
    if (HALF_JOIN.test(word)) {
      const at = this.#caret - 1;
      return { what: 'join', list, depth: this.#depth, from: at, to: this.#caret, word: word.slice(-1) };
    }
    if (scanner.at < this.#caret) return scanner.at === from ? NOTHING : undefined;
    const span = this.#span(from, word, (full) => full.value(pattern));
    return { what: 'value', field, operator, list, depth: this.#depth, ...span };
  }

  /** The text of a value; of an unfinished quoted one what there is of it. */
  #literal(pattern: boolean): string {
    const scanner = this.#scanner;
    const from = scanner.at;
    try {
      return scanner.value(pattern).text;
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      scanner.at = this.#caret;
      return scanner.text.slice(from + 1).replace(/\\(["\\])/g, '$1');
    }
  }

  #behindRule(): Place | undefined {
    const scanner = this.#scanner;
    while (scanner.take(')')) this.#depth--;
    if (scanner.take('&&') || scanner.take('||') || scanner.take(',')) return undefined;
    scanner.skipSpace();
    const word = scanner.text.slice(scanner.at);
    if (word !== '' && word !== '&' && word !== '|') return NOTHING;
    return { what: 'join', list: false, depth: this.#depth, from: scanner.at, to: this.#caret, word };
  }

  /** Up to the end of the word that the caret is in: what was begun before it goes with it. */
  #span(from: number, word: string, read: (full: Scanner) => unknown): Span {
    const next = this.#text[this.#caret] ?? ' ';
    const full = new Scanner(this.#text);
    full.at = from;
    try {
      if (!ENDS_WORD.test(next)) read(full);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
    }
    return { from, to: Math.max(this.#caret, full.at), word };
  }
}
