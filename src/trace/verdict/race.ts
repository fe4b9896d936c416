// In: a query that was lost on its way. Out: whether another one beside it passes where it was lost, and what that is like.
import type { TransactionView } from '../path/describe-transaction.ts';
import type { Question } from '../path/questions.ts';
import type { Case } from './case.ts';

/** Two questions sent within this time are sent at once. */
const AT_ONCE_NS = 1e6;

/**
 * What to say of the question `first`, not answered by `again` (event time), where one was asked beside it from the same
 * socket: if that one was translated and this one was seen before the translation only. Connection tracking drops one of
 * two packets that begin the same connection (__nf_conntrack_confirm in net/netfilter/nf_conntrack_core.c).
 */
export function raced(
  { traces, naming, store }: Case,
  first: TransactionView,
  questions: readonly Question[],
  again: number,
): string {
  const start = traces.timeOf(first.path.rows[0]);
  const wasTranslated = (view: TransactionView, until: number) => {
    const { src_addr, src_port, dst_addr, dst_port } = store.columns;
    const rows = view.path.queries.filter((row) => traces.timeOf(row) < until);
    return [src_addr, src_port, dst_addr, dst_port].some(
      (column) => new Set(rows.map((row) => column[row % store.capacity])).size > 1,
    );
  };
  if (wasTranslated(first, again)) return '';
  const twin = questions.find(
    (other) =>
      other.first !== first &&
      other.first.client === first.client &&
      Math.abs(traces.timeOf(other.first.path.rows[0]) - start) < AT_ONCE_NS &&
      wasTranslated(other.first, again),
  );
  if (twin === undefined) return '';
  return `, where the one for ${naming.type(twin.first.qtype)} from the same socket went on, as when two at once race in connection tracking (single-request-reopen avoids it)`;
}
