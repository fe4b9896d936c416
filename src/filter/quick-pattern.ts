// In: a regular expression. Out: the same for the built-in engine, where that cannot be slow and understands it alike.

/**
 * The built-in engine backtracks: `(a*)*b` takes exponential time. It cannot where nothing repeats but a single character
 * (`x*`, `.+`, `[a-z]*`), and that only once, and where few ways lead through the alternatives. What is taken here means the
 * same in RE2 and in ECMAScript: literals of ASCII, `.`, classes, groups, `|`, `^`, `$`, `?`, and one `*` or `+`.
 */
const MOST_WAYS = 32;

/** Nothing between the two engines differs in these. */
const LITERAL = /[a-z0-9 _:/@%&=,;"'<>~!#`-]/i;
const IN_CLASS = /[a-z0-9 _:/@%=,;"'<>~!#`.*+?()|$]/i;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const ENDS_OF_RANGE = /^(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9])/;

/** RE2's classes: ASCII only, and its white space is less than that of ECMAScript. */
const PERL: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: '\\t\\n\\f\\r ' };

/** Part of an expression for the built-in engine, and how many ways through it there are, repetition apart. */
interface Part {
  readonly source: string;
  readonly ways: number;
}

class NotQuick extends Error {}

/** The expression as the built-in engine takes it, with flag u; undefined for one that is RE2's to judge and to run. */
export function quickSource(pattern: string): string | undefined {
  try {
    return new Reader(pattern).whole();
  } catch (error) {
    if (error instanceof NotQuick) return undefined;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #repeats = false;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): string {
    const { source } = this.#alternatives();
    if (this.#at < this.#text.length) throw new NotQuick();
    return source;
  }

  #alternatives(): Part {
    let { source, ways } = this.#sequence();
    while (this.#take('|')) {
      const next = this.#sequence();
      source += `|${next.source}`;
      ways += next.ways;
    }
    return { source, ways };
  }

  #sequence(): Part {
    let source = '';
    let ways = 1;
    while (this.#at < this.#text.length && !'|)'.includes(this.#next)) {
      const part = this.#piece();
      source += part.source;
      ways *= part.ways;
      if (ways > MOST_WAYS) throw new NotQuick();
    }
    return { source, ways };
  }

  /** An anchor, a group or a character, and how often. */
  #piece(): Part {
    if (this.#take('^')) return this.#unrepeated('^');
    if (this.#take('$')) return this.#unrepeated('$');
    const group = this.#take('(');
    const part = group ? this.#group() : { source: this.#character(), ways: 1 };
    if (this.#take('?')) return this.#unrepeated(`${part.source}?`, part.ways + 1);
    if (!/[*+]/.test(this.#next)) return part;
    if (group || this.#repeats) throw new NotQuick();
    this.#repeats = true;
    return this.#unrepeated(part.source + this.#any());
  }

  /** What no further sign of repetition may follow; `?` would be another one, or mean as few as possible. */
  #unrepeated(source: string, ways = 1): Part {
    if (/[*+?{]/.test(this.#next)) throw new NotQuick();
    return { source, ways };
  }

  #group(): Part {
    if (this.#take('?') && !this.#take(':')) throw new NotQuick();
    const { source, ways } = this.#alternatives();
    if (!this.#take(')')) throw new NotQuick();
    return { source: `(?:${source})`, ways };
  }

  #character(): string {
    if (this.#take('.')) return '[^\\n]';
    if (this.#take('[')) return this.#class();
    if (this.#take('\\')) return this.#escaped((set) => `[${set}]`);
    if (!LITERAL.test(this.#next)) throw new NotQuick();
    return this.#any();
  }

  /** `[` is taken. */
  #class(): string {
    let source = this.#take('^') ? '[^' : '[';
    const start = this.#at;
    while (this.#at === start || this.#next !== ']') source += this.#member(this.#at === start);
    this.#at++;
    return `${source}]`;
  }

  #member(first: boolean): string {
    const range = ENDS_OF_RANGE.exec(this.#text.slice(this.#at, this.#at + 3))?.[0];
    if (range) return this.#range(range);
    if (this.#take('\\')) return this.#escaped((set) => set);
    // Elsewhere a hyphen may make a range of what stands beside it.
    if (this.#next === '-' && (first || this.#text[this.#at + 1] === ']')) return `\\${this.#any()}`;
    if (!IN_CLASS.test(this.#next)) throw new NotQuick();
    const character = this.#any();
    return '()|'.includes(character) ? `\\${character}` : character;
  }

  #range(range: string): string {
    if (range[0] > range[2]) throw new NotQuick();
    this.#at += range.length;
    return range;
  }

  /** `\` is taken. */
  #escaped(enclose: (set: string) => string): string {
    const character = this.#any();
    if (Object.hasOwn(PERL, character)) return enclose(PERL[character]);
    if (!PUNCTUATION.test(character)) throw new NotQuick();
    // Unneeded escapes are errors to ECMAScript with flag u.
    return `\\x${character.charCodeAt(0).toString(16)}`;
  }

  /** '' at the end. */
  get #next(): string {
    return this.#text[this.#at] ?? '';
  }

  #any(): string {
    const character = this.#next;
    this.#at++;
    return character;
  }

  #take(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at++;
    return true;
  }
}
