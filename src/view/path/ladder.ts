// A described trace -> the rungs of its ladder, from top to bottom: transactions as they begin, hops in time order, ends.
import type { Hop, TraceView } from '../../trace/describe.ts';
import type { TransactionView } from '../../trace/path/describe-transaction.ts';
import type { EncryptedLeg } from '../../trace/path/encrypted.ts';

/** A moment of the lookup, as its hops have them; `costliest`: most time passed before it. */
export interface Timed {
  offsetNs: number;
  deltaNs: number;
  costliest: boolean;
}

/** Deeper by one for each forwarder or resolver that asked on. */
export type Rung =
  | { kind: 'transaction'; depth: number; transaction: TransactionView }
  | ({ kind: 'hop'; depth: number; transaction: TransactionView; hop: Hop } & Timed)
  | Encrypted
  /** Where a query is seen no more, and nothing came back (yet). */
  | { kind: 'end'; depth: number; transaction: TransactionView };

/** The first packet that nobody can read went to a server, or the last one came back. */
type Encrypted = {
  kind: 'encrypted';
  depth: number;
  transaction: TransactionView;
  leg: EncryptedLeg;
  isSent: boolean;
} & Timed;

/** Who asks these is somewhere else than who asked their parent. */
const ASKED_ON: ReadonlySet<string> = new Set(['forwarded', 'resolving', 'prefetched']);

export function ladderOf(view: TraceView): Rung[] {
  const depths = depthsOf(view.transactions);
  const byNumber = new Map(view.transactions.map((transaction) => [transaction.transaction, transaction]));
  const begun = new Set<number>();
  let waiting = encryptedRungs(view, depths);
  const take = (isNext: (rung: Encrypted) => boolean): Encrypted[] => {
    const taken = waiting.filter(isNext);
    if (taken.length > 0) waiting = waiting.filter((rung) => !isNext(rung));
    return taken;
  };
  const rungs = view.hops.flatMap((hop): Rung[] => {
    const transaction = byNumber.get(hop.transaction)!;
    const depth = depths.get(hop.transaction)!;
    const { offsetNs, deltaNs } = hop;
    const rungs: Rung[] = take((rung) => rung.offsetNs < offsetNs);
    if (!begun.has(hop.transaction)) rungs.push({ kind: 'transaction', depth, transaction });
    begun.add(hop.transaction);
    rungs.push({ kind: 'hop', depth, transaction, hop, offsetNs, deltaNs, costliest: false });
    if (hop.row === endOf(transaction)) {
      rungs.push(...take((rung) => rung.transaction === transaction));
      rungs.push({ kind: 'end', depth, transaction });
    }
    return rungs;
  });
  rungs.push(...waiting);
  time(rungs.filter((rung) => rung.kind === 'hop' || rung.kind === 'encrypted'));
  return rungs;
}

/** Gives each what passed since the one before, and marks where that was most. */
function time([first, ...rest]: readonly Timed[]): void {
  let before = first;
  let most = first;
  for (const rung of rest) {
    rung.deltaNs = rung.offsetNs - before.offsetNs;
    if (rung.deltaNs > most.deltaNs) most = rung;
    before = rung;
  }
  if (most?.deltaNs > 0) most.costliest = true;
}

/** In time order, below the transaction for which they were. */
function encryptedRungs({ transactions, hops }: TraceView, depths: ReadonlyMap<number, number>): Encrypted[] {
  const rungs = transactions.flatMap((transaction) => {
    if (transaction.encrypted.length === 0) return [];
    const begin = hops.find((hop) => hop.transaction === transaction.transaction)!.offsetNs;
    const depth = depths.get(transaction.transaction)! + 1;
    return transaction.encrypted.flatMap((leg) => {
      const rung = { kind: 'encrypted' as const, depth, transaction, leg, deltaNs: 0, costliest: false };
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

/** The last row of a transaction that has no answer, -1 for one that has. */
function endOf({ state, path }: TransactionView): number {
  return state === 'answered' ? -1 : path.rows[path.rows.length - 1];
}
