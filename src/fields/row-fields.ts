// In: what a row is, and the columns for events. Out: the fields shown where the user chose none.
import type { Field } from './field.ts';
import { FIELDS } from './table.ts';
import { OUTCOME_NAMES } from './trace-fields.ts';

/** What a row, or a line of JSON, is. */
export type RowKind = 'events' | 'transactions' | 'traces';

/** Every field that may be asked for in JSON and YAML. */
export const JSON_FIELDS: readonly Field[] = FIELDS.filter((field) => field.json);

const ENDS = ['state', 'latency_ns', 'attempts', 'hops'];

/** Names of the columns; `events` are those for events. */
export function columnsFor(rows: RowKind, events: readonly string[]): readonly string[] {
  if (rows === 'events') return events;
  const kept = events.filter((name) => name !== 'qr' && name !== 'addresses');
  return [...kept, ...ENDS, rows === 'traces' ? 'verdict' : 'addresses'];
}

/** Fields of JSON and YAML: of an event, of a transaction, of each event of a trace. */
export function jsonFieldsFor(rows: RowKind): readonly Field[] {
  return rows === 'transactions' ? JSON_FIELDS : JSON_FIELDS.filter(({ name }) => !OUTCOME_NAMES.has(name));
}
