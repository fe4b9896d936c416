// A row of a list -> the events it is about.
import type { FieldContext } from '../../fields/context.ts';
import type { RowKind } from '../../fields/row-fields.ts';

/** Numbers of the events that are kept, with that of the row itself. */
export function eventsOf({ traces }: FieldContext, listing: RowKind, row: number): readonly number[] {
  const transaction = listing === 'events' ? 0 : (traces?.transactionOf(row) ?? 0);
  if (!traces || transaction === 0) return [row];
  const { transactions } = traces;
  if (listing === 'transactions') return [...new Set([row, ...transactions.rows(transaction)])];
  const members = transactions.members(traces.traceOf(row));
  return [...new Set([row, ...members.flatMap((member) => transactions.rows(member))])];
}
