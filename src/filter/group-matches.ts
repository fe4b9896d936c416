// In: transactions or traces and a filter. Out: the first rows of those that match, by their place among the matches.
import type { FieldContext } from '../fields/context.ts';
import type { Store } from '../store/store.ts';
import type { Traces } from '../trace/traces.ts';
import { Changes } from './changes.ts';
import { compileGroupFilter, type GroupPredicate } from './group.ts';
import { SortedRows } from './sorted-rows.ts';

/** Groups looked at before the clock is. */
const SLICE = 64;
/** A trace is judged by this many of its newest transactions: as many as are shown. */
const MAX_TRANSACTIONS = 256;

/**
 * One row for each transaction, or each trace, that matches: the row it began with, while that is kept. A new filter is
 * applied to the newest first, in slices, so `count` grows at the old end until `complete`. What has changed since
 * (answers, timeouts, transactions that join a trace) is judged anew.
 */
export class GroupMatches {
  readonly #context: FieldContext;
  readonly #traces: Traces;
  readonly #store: Store;
  readonly #ofTraces: boolean;
  readonly #changes: Changes;
  readonly #found = new SortedRows();
  #predicate: GroupPredicate | undefined;
  /** Transactions #oldest..#next-1 have been examined, in the numbers' 32 bits. */
  #oldest = 0;
  #next = 0;
  #complete = false;

  constructor(context: FieldContext, traces: Traces, rows: 'transactions' | 'traces') {
    this.#context = context;
    this.#traces = traces;
    this.#store = context.store;
    this.#ofTraces = rows === 'traces';
    this.#changes = new Changes(context.store, traces);
  }

  /** Starts again with another filter, '' for none; call `work` until it is done. Throws FilterError. */
  setFilter(text: string): void {
    this.#predicate = text === '' ? undefined : compileGroupFilter([text], this.#context);
    this.#found.clear();
    this.#oldest = this.#traces.transactions.next;
    this.#next = this.#oldest;
    this.#complete = false;
    this.#changes.start();
  }

  /** Forgets what it found and follows changes no more, until the next setFilter. */
  stop(): void {
    this.#changes.stop();
    this.#found.clear();
  }

  get count(): number {
    return this.#found.count;
  }

  get complete(): boolean {
    return this.#complete;
  }

  at(index: number): number {
    return this.#found.at(index);
  }

  /** Takes in what has come and changed, then looks at older groups, a slice at least, until all are seen or the time is over. True when complete. */
  work(deadlineMs: number, now: () => number = performance.now.bind(performance)): boolean {
    this.#found.dropBefore(this.#store.first);
    this.#catchUp();
    do if (!this.#complete) this.#slice();
    while (!this.#complete && now() < deadlineMs);
    return this.#complete;
  }

  #catchUp(): void {
    const { transactions } = this.#traces;
    const changed = new Set<number>();
    for (const transaction of this.#changes.take()) {
      if (this.#ofTraces) changed.add(transactions.trace[transactions.at(transaction)]);
      changed.add(transaction);
    }
    for (const group of changed) if (this.#isExamined(group)) this.#revise(group);
    for (; this.#next !== transactions.next; this.#next = (this.#next + 1) >>> 0 || 1) {
      if (transactions.alive(this.#next)) this.#revise(this.#next);
    }
  }

  #slice(): void {
    const { transactions } = this.#traces;
    for (let looked = 0; looked < SLICE; looked++) {
      const before = (this.#oldest - 1) >>> 0 || 0xffffffff;
      const age = (transactions.next - before) >>> 0;
      if (age > transactions.capacity || this.#isGone(before)) {
        this.#complete = true;
        return;
      }
      this.#oldest = before;
      if (this.#matches(before)) this.#found.addOldest(transactions.first(before));
    }
  }

  /** Without its first row it may still have later ones, but no place in the list. */
  #isGone(transaction: number): boolean {
    const { transactions } = this.#traces;
    const first = transactions.first(transaction);
    return first < this.#store.first || transactions.ofRow(first) !== transaction;
  }

  #isExamined(group: number): boolean {
    return (this.#next - group - 1) >>> 0 < (this.#next - this.#oldest) >>> 0;
  }

  #revise(group: number): void {
    if (this.#isGone(group)) return;
    const row = this.#traces.transactions.first(group);
    if (this.#matches(group)) this.#found.add(row);
    else this.#found.remove(row);
  }

  #matches(group: number): boolean {
    const { transactions } = this.#traces;
    if (this.#isGone(group) || !transactions.alive(group)) return false;
    if (this.#ofTraces && transactions.trace[transactions.at(group)] !== group) return false;
    return this.#predicate === undefined || this.#predicate(this.#rowsOf(group));
  }

  #rowsOf(group: number): number[] {
    const { transactions } = this.#traces;
    if (!this.#ofTraces) return transactions.rows(group);
    return transactions.members(group, MAX_TRANSACTIONS).flatMap((member) => {
      // It waited for the answer of a transaction of another trace, which is shown with it.
      const shared = transactions.shared[transactions.at(member)];
      return [...transactions.rows(member), ...(shared === 0 ? [] : transactions.rows(shared))];
    });
  }
}
