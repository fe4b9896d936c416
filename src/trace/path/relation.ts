// In: a transaction by number. Out: how it belongs to its parent, by all that is known now.
import type { Store } from '../../store/store.ts';
import type { Traces } from '../traces.ts';
import { RELATION } from '../words.ts';
import { plainNaming } from './naming.ts';
import { type Path, pathOf } from './path.ts';

/** As many of a trace are described. */
const MAX_TRANSACTIONS = 256;
const AGAIN: ReadonlySet<number> = new Set([RELATION.retried, RELATION.overTcp]);

/**
 * One of RELATION: as it was linked, but for a query that seemed to renew a cache, since it had no answer when its parent was
 * answered: where one that repeats it had an answer by then, it was waited for. For a transaction that is alive.
 */
export function relationOf(store: Store, traces: Traces, transaction: number): number {
  const t = traces.transactions;
  const relation = t.relation[t.at(transaction)];
  const parent = t.parent[t.at(transaction)];
  if (relation !== RELATION.prefetched || !t.alive(parent)) return relation;
  const { firstResponse } = pathIn(store, traces, parent);
  if (firstResponse < 0) return relation;
  const isWaitedFor = repetitionsOf(traces, transaction).some((other) => {
    const { answer } = pathIn(store, traces, other);
    return answer >= 0 && traces.timeOf(answer) <= traces.timeOf(firstResponse);
  });
  return isWaitedFor ? RELATION.forwarded : relation;
}

/** What its asker asked again in its place. */
function repetitionsOf({ transactions: t }: Traces, transaction: number): number[] {
  const again = new Set([transaction]);
  for (const member of t.members(t.trace[t.at(transaction)], MAX_TRANSACTIONS))
    if (again.has(t.parent[t.at(member)]) && AGAIN.has(t.relation[t.at(member)])) again.add(member);
  again.delete(transaction);
  return [...again];
}

function pathIn(store: Store, traces: Traces, transaction: number): Path {
  const rows = traces.transactions.rows(transaction);
  return pathOf(store, rows, (row) => traces.timeOf(row), plainNaming(store), traces.queryTimeoutNs);
}
