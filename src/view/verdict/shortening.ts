// In: a sentence and a table of sentences with shorter ones. Out: the shorter ones, filled with its words.

/**
 * A sentence, and what it becomes, longer ones first. `{time}` stands for words without comma and semicolon, `{why*}` for any
 * words, `{more}` for any or none, `{clauses}` for any number of clauses, `{rest}` for all that follows the end of one. A shorter one has the same
 * words in `{time}` and `{why}`.
 */
export type Shortening = readonly [sentence: string, ...shorter: string[]];

const CLAUSES = '(?:[,;:] .*?)?';
const REST = '(?:[,;:] .*| \\(.*)?';
const PLACE = /\{(\w+)(\*?)\}/g;

/** The shorter ones of the first of `table` that the sentence is like, [] where it is like none. */
export function shortened(sentence: string, table: readonly Shortening[]): readonly string[] {
  for (const shortening of table) {
    const words = patternOf(shortening[0]).exec(sentence)?.groups;
    if (words !== undefined) return shortening.slice(1).map((shorter) => filled(shorter, words));
  }
  return [];
}

/** What stands between the places of a sentence of the table. */
export function fixedParts([sentence]: Shortening): readonly string[] {
  return sentence.split(/\{\w+\*?\}/);
}

const filled = (shorter: string, words: Readonly<Record<string, string>>) =>
  shorter.replace(PLACE, (_, name) => words[name]);

const patterns = new Map<string, RegExp>();

function patternOf(sentence: string): RegExp {
  let pattern = patterns.get(sentence);
  if (pattern === undefined) {
    const escaped = sentence.replace(/[.()]/g, '\\$&');
    const source = escaped.replace(/\{(\w+)(\*?)\}/g, (_, name, any) => placeOf(name, any !== ''));
    pattern = new RegExp(`^${source}$`);
    patterns.set(sentence, pattern);
  }
  return pattern;
}

function placeOf(name: string, any: boolean): string {
  if (name === 'rest') return REST;
  if (name === 'clauses') return CLAUSES;
  if (name === 'more') return '.*?';
  return `(?<${name}>${any ? '.' : '[^,;]'}+?)`;
}
