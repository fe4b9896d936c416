// In: what a row is, and the columns for events. Out: the fields shown where the user chose none.
import type { Field } from './field.ts';
import { FIELDS } from './table.ts';
import { OUTCOME_NAMES } from './trace-fields.ts';

/** What a row, or a line of JSON, is. */
export type RowKind = 'events' | 'transactions' | 'traces';

/** Every field that may be asked for in JSON and YAML. */
export const JSON_FIELDS: readonly Field[] = FIELDS.filter((field) => field.json);

const ENDS = ['state', 'latency_ns', 'attempts', 'hops'];

/** What is not said of a lookup, or said of its end. */
const OF_EVENTS: ReadonlySet<string> = new Set(['qr', 'latency_ns', 'addresses']);

/** Names of the columns of text: `events` are those for events, behind the time, which lines in a pipe or a file need. */
export function columnsFor(rows: RowKind, events: readonly string[]): readonly string[] {
  if (rows === 'events') return ['timestamp', ...events];
  const kept = events.filter((name) => !OF_EVENTS.has(name));
  return ['timestamp', ...kept, ...ENDS, rows === 'traces' ? 'verdict' : 'addresses'];
}

/** Fields of JSON and YAML: of an event, of a transaction, of each event of a trace. */
export function jsonFieldsFor(rows: RowKind): readonly Field[] {
  return rows === 'transactions' ? JSON_FIELDS : JSON_FIELDS.filter(({ name }) => !OUTCOME_NAMES.has(name));
}
