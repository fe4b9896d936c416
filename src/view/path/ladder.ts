// A described trace -> the rungs of its ladder, from top to bottom: transactions as they begin, hops in time order, ends.
import type { Hop, TraceView } from '../../trace/describe.ts';
import type { TransactionView } from '../../trace/describe-transaction.ts';
import type { EncryptedLeg } from '../../trace/encrypted.ts';

/** Deeper by one for each forwarder or resolver that asked on. */
export type Rung =
  | { kind: 'transaction'; depth: number; transaction: TransactionView }
  | { kind: 'hop'; depth: number; transaction: TransactionView; hop: Hop; costliest: boolean }
  /** A packet that nobody can read went to a server, or the last one came back. */
  | {
      kind: 'encrypted';
      depth: number;
      transaction: TransactionView;
      leg: EncryptedLeg;
      isSent: boolean;
      offsetNs: number;
    }
  /** Where a query is seen no more, and nothing came back (yet). */
  | { kind: 'end'; depth: number; transaction: TransactionView };

/** Who asks these is somewhere else than who asked their parent. */
const ASKED_ON: ReadonlySet<string> = new Set(['forwarded', 'resolving', 'prefetched']);

export function ladderOf(view: TraceView): Rung[] {
  const depths = depthsOf(view.transactions);
  const byNumber = new Map(view.transactions.map((transaction) => [transaction.transaction, transaction]));
  const begun = new Set<number>();
  const costliest = costliestOf(view.hops);
  const waiting = encryptedRungs(view, depths);
  const rungs = view.hops.flatMap((hop): Rung[] => {
    const transaction = byNumber.get(hop.transaction)!;
    const depth = depths.get(hop.transaction)!;
    const rungs: Rung[] = waiting.splice(0, waiting.filter(({ offsetNs }) => offsetNs < hop.offsetNs).length);
    if (!begun.has(hop.transaction)) rungs.push({ kind: 'transaction', depth, transaction });
    begun.add(hop.transaction);
    rungs.push({ kind: 'hop', depth, transaction, hop, costliest: hop === costliest });
    if (hop.row === endOf(transaction)) rungs.push({ kind: 'end', depth, transaction });
    return rungs;
  });
  return [...rungs, ...waiting];
}

/** In time order, below the transaction for which they were. */
function encryptedRungs({ transactions, hops }: TraceView, depths: ReadonlyMap<number, number>) {
  const rungs = transactions.flatMap((transaction) => {
    if (transaction.encrypted.length === 0) return [];
    const begin = hops.find((hop) => hop.transaction === transaction.transaction)!.offsetNs;
    const depth = depths.get(transaction.transaction)! + 1;
    return transaction.encrypted.flatMap((leg) => {
      const rung = { kind: 'encrypted' as const, depth, transaction, leg };
      const sent = { ...rung, isSent: true, offsetNs: begin + leg.sentNs };
      if (leg.receivedNs === undefined) return [sent];
      return [sent, { ...rung, isSent: false, offsetNs: begin + leg.receivedNs }];
    });
  });
  return rungs.sort((a, b) => a.offsetNs - b.offsetNs);
}

function depthsOf(transactions: readonly TransactionView[]): Map<number, number> {
  const depths = new Map<number, number>();
  for (const { transaction, parent, relation } of transactions)
    depths.set(transaction, (depths.get(parent) ?? 0) + (ASKED_ON.has(relation) ? 1 : 0));
  return depths;
}

/** The hop before which most time passed. */
function costliestOf(hops: readonly Hop[]): Hop | undefined {
  const [first, ...rest] = hops;
  return rest.reduce<Hop | undefined>(
    (most, hop) => (hop.deltaNs > (most?.deltaNs ?? 0) ? hop : most),
    first?.deltaNs ? first : undefined,
  );
}

/** The last row of a transaction that has no answer, -1 for one that has. */
function endOf({ state, path }: TransactionView): number {
  return state === 'answered' ? -1 : path.rows[path.rows.length - 1];
}
