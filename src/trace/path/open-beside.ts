// In: a query at its receiver and a moment. Out: whether the receiver had other lookups open then.
import type { Store } from '../../store/store.ts';
import { DNS_FLAG, PKT } from '../sighting.ts';
import type { Traces } from '../traces.ts';
import { MARK } from '../transactions.ts';

/** A lookup that its receiver has had for longer is given up. */
const MAX_AGE_NS = 5e9;
const MAX_ROWS = 16_384;

/** `received`: the row by which the query of `transaction` arrived; `atNs`: event time. What was asked on readably is not counted. */
export function beside(
  store: Store,
  traces: Traces,
  transaction: number,
  received: number,
  atNs: number,
): boolean {
  const isOther = (row: number): boolean => {
    const other = traces.transactionOf(row);
    if (other === 0 || other === transaction || !sameReceiver(store, received, row)) return false;
    return isOpen(traces, store, other, atNs);
  };
  const oldest = Math.max(store.first, received - MAX_ROWS);
  for (let row = received - 1; row >= oldest && atNs - traces.timeOf(row) < MAX_AGE_NS; row--)
    if (isOther(row)) return true;
  const newest = Math.min(store.end, received + MAX_ROWS);
  for (let row = received + 1; row < newest && traces.timeOf(row) <= atNs; row++)
    if (isOther(row)) return true;
  return false;
}

/** Whether both rows are queries that arrived at the same process, or address where that is not known. */
function sameReceiver({ columns: c, capacity, processes }: Store, one: number, other: number): boolean {
  const [a, b] = [one % capacity, other % capacity];
  if ((c.flags[b] & DNS_FLAG.response) !== 0 || c.netns[a] !== c.netns[b]) return false;
  if (c.pkt_type[b] !== PKT.host && c.pkt_type[b] !== PKT.unknown) return false;
  const { pid } = processes.at(c.process[a]);
  return pid === 0 ? c.dst_addr[a] === c.dst_addr[b] : processes.at(c.process[b]).pid === pid;
}

/** Whether no response to it was seen yet, and nothing that it was asked on by. */
function isOpen(traces: Traces, { columns: c, capacity }: Store, other: number, atNs: number): boolean {
  const { transactions } = traces;
  if ((transactions.flags[transactions.at(other)] & MARK.hasChild) !== 0) return false;
  const answer = transactions
    .rows(other)
    .find((row) => (c.flags[row % capacity] & DNS_FLAG.response) !== 0 && traces.timeOf(row) <= atNs);
  return answer === undefined;
}
