// In: a row and what it stands for. Out: the event, transaction or trace as one line of JSON.
import type { FieldContext } from '../fields/context.ts';
import { jsonFieldsFor, type RowKind } from '../fields/row-fields.ts';
import { traceText, transactionText } from './ended-text.ts';
import { recordText } from './record.ts';

/** For rows of the store; a row of transactions or traces is an event of theirs. '' where that is gone. */
export function rowJson(context: FieldContext): (row: number, rows: RowKind) => string {
  const event = recordText(jsonFieldsFor('events'), 'json');
  return (row, rows) => {
    const { traces } = context;
    if (rows === 'events' || traces === undefined) return event(context, row).trimEnd();
    const number = rows === 'traces' ? traces.traceOf(row) : traces.transactionOf(row);
    const textOf = rows === 'traces' ? traceText : transactionText;
    const fields = jsonFieldsFor(rows);
    const columns = { fields, width: Number.POSITIVE_INFINITY, color: false };
    const text = textOf({ context, traces, predicate: undefined, fields, format: 'json', columns });
    return traces.transactions.alive(number) ? text(number).trimEnd() : '';
  };
}
