// In: a place where a value is expected, and the values that were seen. Out: those it may become, most frequent first.
import Fuse from 'fuse.js';
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { formatDuration } from '../fields/format.ts';
import { plural } from '../fields/text.ts';
import type { Completion } from './completion.ts';
import { escapedPattern, literal } from './literal.ts';
import type { Place } from './place.ts';
import type { SeenValue, SeenValues } from './seen-values.ts';

export interface ValueSource {
  readonly context: FieldContext;
  /** Values of the field that were seen by now; undefined where none are counted. */
  values(field: Field): Pick<SeenValues, 'top' | 'all' | 'counted' | 'complete'> | undefined;
}

type ValuePlace = Extract<Place, { what: 'value' }>;

/** As many as anybody looks through. */
const MOST = 200;
/** Where no value holds the word, those among which similar ones are looked for: each costs microseconds. */
const MOST_COMPARED = 300;
const SHARES: readonly [number, string][] = [
  [0.5, 'half of the responses take longer'],
  [0.9, 'one in 10 takes longer'],
  [0.99, 'one in 100 takes longer'],
];

/** What is expected, and values that hold the word in any case, or else similar ones, then known ones never seen. */
export function completeValue(place: ValuePlace, source: ValueSource) {
  const { field, operator, word } = place;
  const seen = source.values(field);
  const expected = expectedText(field, seen);
  if (field.kind === 'duration') return { expected, items: durations(place, seen) };
  const pattern = operator === '~' || operator === '!~';
  const found = [...foundValues(word, seen), ...knownValues(field, source.context, word)];
  const names = new Set<string>();
  const items = found
    .filter(({ text }) => !names.has(text) && names.add(text))
    .map(({ text, count }) => completion(place, pattern ? escapedPattern(text) : text, text, count));
  return { expected, items };
}

/** Whether nothing needs to be added to the word. */
export function isFinished({ field, word }: ValuePlace, items: readonly Completion[]): boolean {
  if (field.kind === 'duration') return /^\d+(\.\d+)?(ns|us|ms|s)$/i.test(word);
  return items.some(({ label }) => label === word);
}

function completion(
  { from, to, operator }: ValuePlace,
  value: string,
  label: string,
  count: number,
): Completion {
  const insert = literal(value, operator === '~' || operator === '!~');
  return { from, to, insert, label, meaning: count === 0 ? 'not seen' : '', count };
}

function expectedText({ name, kind, description }: Field, seen: ReturnType<ValueSource['values']>): string {
  const what = `${name}: ${description}`;
  if (kind === 'time') return `${what}; such as 2025-02-17T10:22:33`;
  if (!seen || seen.counted === 0) return what;
  return `${what}; ${seen.complete ? 'of' : 'so far of'} ${plural(seen.counted, 'event')}`;
}

function foundValues(word: string, seen: ReturnType<ValueSource['values']>): SeenValue[] {
  if (!seen) return [];
  const wanted = word.toLowerCase();
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  const found = seen.top(MOST, holds);
  if (found.length > 0) return found;
  const frequent = seen.top(MOST_COMPARED, () => true);
  const fuse = new Fuse(frequent, { keys: ['text'], threshold: 0.4, ignoreLocation: true });
  return fuse.search(word, { limit: MOST }).map(({ item }) => item);
}

/** Names that the field may have, whether seen or not. */
function knownValues({ kind, operand }: Field, context: FieldContext, word: string): SeenValue[] {
  const wanted = word.toLowerCase();
  return namesOf()
    .filter((text) => text !== '' && text.toLowerCase().includes(wanted))
    .map((text) => ({ text, count: 0 }));

  function namesOf(): readonly string[] {
    if (kind === 'flag') return ['true', 'false'];
    if (operand.from === 'code') return operand.names.all(context);
    if (operand.from === 'bits') return operand.names(context);
    return (operand.from === 'row' && operand.words) || [];
  }
}

/** How long the slow ones take, by what was seen; numbers have no names to choose from. */
function durations(place: ValuePlace, seen: ReturnType<ValueSource['values']>): Completion[] {
  const { from, to, word } = place;
  const values = (seen?.all() ?? [])
    .filter(({ text }) => text !== '0')
    .map(({ text, count }) => ({ ns: Number(text), count }))
    .sort((a, b) => a.ns - b.ns);
  const total = values.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  return SHARES.map(([share, meaning]) => {
    const text = formatDuration(ranked(values, Math.floor(share * (total - 1))));
    return { from, to, insert: text, label: text, meaning };
  }).filter(({ label }) => label.startsWith(word));
}

/** The value at a place from 0 when each stands as often as it was seen. */
function ranked(values: readonly { ns: number; count: number }[], place: number): number {
  let seen = 0;
  for (const { ns, count } of values) {
    seen += count;
    if (seen > place) return ns;
  }
  return 0;
}
