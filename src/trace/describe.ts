// In: a trace by number. Out: everything there is to say about it: its transactions, hops, times and verdict.
import type { Store } from '../store/store.ts';
import { type Breakdown, breakdownOf } from './path/breakdown.ts';
import { describeTransaction, type TransactionView } from './path/describe-transaction.ts';
import { type Naming, plainNaming } from './path/naming.ts';
import { sharedTransactions } from './path/shared.ts';
import { Spans } from './path/spans.ts';
import type { Traces } from './traces.ts';
import { verdictOf } from './verdict/verdict.ts';

/** One event at its place in the time order of a trace. */
export interface Hop {
  readonly row: number;
  readonly transaction: number;
  /** Since the root's first query (what others asked before is negative), and since the hop before. */
  readonly offsetNs: number;
  readonly deltaNs: number;
  /** Translation or other remark, empty where there is none. */
  readonly note: string;
}

export interface TraceView {
  readonly trace: number;
  readonly root: TransactionView;
  /** A parent comes before its children; siblings in the order of their queries. */
  readonly transactions: readonly TransactionView[];
  readonly hops: readonly Hop[];
  readonly breakdown: Breakdown;
  /** Each message was seen at one point: the network is nowhere told apart from the servers behind it. */
  readonly isOfOnePoint: boolean;
  readonly verdict: string;
}

/** A trace of more transactions is cut to its root and this many of its newest: a storm must not stall the screen. */
const MAX_TRANSACTIONS = 256;

/** Describes a trace as it stands now; undefined where its root is not kept any more. */
export function describeTrace(
  store: Store,
  traces: Traces,
  trace: number,
  naming: Naming = plainNaming(store),
): TraceView | undefined {
  const { transactions } = traces;
  if (!transactions.alive(trace)) return undefined;
  const views = [...ownViews(store, traces, trace, naming), ...sharedViews(store, traces, trace, naming)];
  // Transactions are numbered in the order of their first events.
  views.sort((a, b) => a.transaction - b.transaction);
  const ordered = inTreeOrder(views, trace);
  const root = ordered[0];
  const spans = new Spans(store, traces, ordered);
  const verdict = verdictOf({ store, traces, naming, root, all: ordered, spans });
  return {
    trace,
    root,
    transactions: ordered,
    hops: hopsOf(traces, ordered),
    breakdown: breakdownOf(spans.ofLookup(root)),
    isOfOnePoint: spans.areOfOnePoint,
    verdict: isCut(traces, trace) ? `${verdict}; ${CUT}` : verdict,
  };
}

const CUT = `shown are the first and the newest ${MAX_TRANSACTIONS} of its transactions`;

/** Whether a trace has more transactions than are described. */
function isCut({ transactions }: Traces, trace: number): boolean {
  return transactions.members(trace, MAX_TRANSACTIONS + 1).length > MAX_TRANSACTIONS + 1;
}

function ownViews(store: Store, traces: Traces, trace: number, naming: Naming): TransactionView[] {
  const members = traces.transactions.members(trace, MAX_TRANSACTIONS);
  return members.map((member) => describeTransaction(store, traces, member, naming));
}

/** Transactions of other traces whose answers this one waited for, with all below them. */
function sharedViews(store: Store, traces: Traces, trace: number, naming: Naming): TransactionView[] {
  return sharedTransactions(traces, trace, MAX_TRANSACTIONS).map(({ transaction, link }) =>
    describeTransaction(store, traces, transaction, naming, link),
  );
}

function inTreeOrder(views: readonly TransactionView[], root: number): TransactionView[] {
  const known = new Set(views.map((view) => view.transaction));
  const byParent = new Map<number, TransactionView[]>();
  for (const view of views) {
    const parent = view.transaction === root ? 0 : known.has(view.parent) ? view.parent : root;
    byParent.set(parent, [...(byParent.get(parent) ?? []), view]);
  }
  const ordered: TransactionView[] = [];
  const visit = (parent: number) => {
    for (const view of byParent.get(parent) ?? []) {
      byParent.set(parent, []);
      ordered.push(view);
      visit(view.transaction);
    }
  };
  visit(0);
  return ordered;
}

function hopsOf(traces: Traces, transactions: readonly TransactionView[]): Hop[] {
  const events = transactions.flatMap(({ transaction, path }) =>
    path.rows.map((row, i) => ({ row, transaction, time: traces.timeOf(row), note: path.notes[i] })),
  );
  events.sort((a, b) => a.time - b.time || a.row - b.row);
  const start = traces.timeOf(transactions[0].path.rows[0]);
  return events.map(({ row, transaction, time, note }, i) => ({
    row,
    transaction,
    offsetNs: time - start,
    deltaNs: i === 0 ? 0 : time - events[i - 1].time,
    note,
  }));
}
