// In: event time, and transactions as they are answered. Out: timeouts, and transactions and traces that have ended.
import type { Store } from '../store/store.ts';
import { DueQueue } from './due.ts';
import type { Rows } from './rows.ts';
import { MARK, STATE, type Transactions } from './transactions.ts';

/** A retry that comes with the timeout (glibc: after 5 s) still belongs to the transaction. */
export const GRACE_NS = 500e6;
// The contract: a trace is told within 1 s after the last event of its root.
const TRACE_REST_NS = 1e9;
const MAX_WAITING = 1 << 17;

export interface TraceListener {
  /** A transaction was answered or timed out. */
  transactionEnded(transaction: number): void;
  /** All transactions of a trace have ended, and nothing came for a second. */
  traceEnded(trace: number): void;
  /** It belongs to another trace from now on, with all below it: what asked for it was found, or found anew. */
  transactionJoined?(transaction: number): void;
}

export class Ends {
  /** Who is told of ends. */
  readonly listeners = new Set<TraceListener>();
  /** Called for each timeout before the listener. */
  readonly #timedOut: (transaction: number) => void;
  readonly #store: Store;
  readonly #transactions: Transactions;
  readonly #rows: Rows;
  readonly #timeoutNs: number;
  /** Every pending transaction is this one or newer, or among the retried. */
  #oldestPending = 1;
  readonly #retried = new DueQueue();
  /** Traces with an ended root and when to look at them next: a queue from #head on. */
  #traces: number[] = [];
  #due: number[] = [];
  #head = 0;

  constructor(
    store: Store,
    transactions: Transactions,
    rows: Rows,
    timeoutNs: number,
    timedOut: (transaction: number) => void,
  ) {
    this.#store = store;
    this.#transactions = transactions;
    this.#rows = rows;
    this.#timeoutNs = timeoutNs;
    this.#timedOut = timedOut;
  }

  /** A transaction was answered at `nowNs`. */
  answered(transaction: number, nowNs: number): void {
    this.#tell(transaction, nowNs);
  }

  /** Lets event time go on to `nowNs`. */
  advance(nowNs: number): void {
    const t = this.#transactions;
    while (this.#oldestPending !== t.next) {
      const transaction = this.#oldestPending;
      const at = t.at(transaction);
      const age = (t.next - transaction) >>> 0;
      if (age <= t.capacity && t.state[at] === STATE.pending) {
        if (t.attemptNs(transaction) + this.#wait <= nowNs) this.#timeout(transaction, nowNs);
        else if (t.attempts[at] > 1) this.#waitForRetried(transaction);
        else break;
      }
      this.#oldestPending = (transaction + 1) >>> 0 || 1;
    }
    while (this.#retried.firstDue <= nowNs) this.#lookAtRetried(nowNs);
    while (this.#head < this.#traces.length && this.#due[this.#head] <= nowNs) this.#lookAtTrace(nowNs);
  }

  /** No more events will come: whatever is pending stays so, and is told. */
  finish(): void {
    const t = this.#transactions;
    const pending: number[] = [];
    while (this.#retried.size > 0) {
      const transaction = this.#retried.pop();
      if (this.#isPending(transaction)) pending.push(transaction);
    }
    for (; this.#oldestPending !== t.next; this.#oldestPending = (this.#oldestPending + 1) >>> 0 || 1) {
      if (t.state[t.at(this.#oldestPending)] === STATE.pending) pending.push(this.#oldestPending);
    }
    for (const transaction of pending) this.#tell(transaction, Number.POSITIVE_INFINITY);
    while (this.#head < this.#traces.length) this.#lookAtTrace(Number.POSITIVE_INFINITY);
  }

  get #wait(): number {
    return this.#timeoutNs + GRACE_NS;
  }

  #waitForRetried(transaction: number): void {
    if (this.#retried.size >= this.#transactions.capacity) this.#retried.pop();
    this.#retried.push(transaction, this.#transactions.attemptNs(transaction) + this.#wait);
  }

  /** Looks at the retried transaction that is due first. */
  #lookAtRetried(nowNs: number): void {
    const transaction = this.#retried.pop();
    if (!this.#isPending(transaction)) return;
    if (this.#transactions.attemptNs(transaction) + this.#wait > nowNs) this.#waitForRetried(transaction);
    else this.#timeout(transaction, nowNs);
  }

  #isPending(transaction: number): boolean {
    const t = this.#transactions;
    return t.alive(transaction) && t.state[t.at(transaction)] === STATE.pending;
  }

  #timeout(transaction: number, nowNs: number): void {
    if (this.#transactions.alive(transaction)) this.#timedOut(transaction);
    this.#end(transaction, STATE.timeout, nowNs);
  }

  #end(transaction: number, state: number, nowNs: number): void {
    this.#transactions.state[this.#transactions.at(transaction)] = state;
    this.#tell(transaction, nowNs);
  }

  #tell(transaction: number, nowNs: number): void {
    this.#transactions.flags[this.#transactions.at(transaction)] |= MARK.ended;
    if (this.listeners.size === 0) return;
    for (const listener of this.listeners) listener.transactionEnded(transaction);
    if (this.#transactions.parent[this.#transactions.at(transaction)] === 0) this.#wake(transaction, nowNs);
  }

  #wake(trace: number, nowNs: number): void {
    this.#traces.push(trace);
    this.#due.push(nowNs + TRACE_REST_NS);
    if (this.#traces.length - this.#head > MAX_WAITING) this.#pass();
  }

  #lookAtTrace(nowNs: number): void {
    const trace = this.#traces[this.#head];
    if (nowNs !== Number.POSITIVE_INFINITY && this.#transactions.alive(trace) && this.#stirs(trace, nowNs)) {
      this.#head++;
      this.#wake(trace, nowNs - TRACE_REST_NS / 2);
    } else {
      this.#pass();
    }
    if (this.#head > 4096 && this.#head * 2 > this.#traces.length) this.#compact();
  }

  /** Tells the first trace of the queue. */
  #pass(): void {
    const trace = this.#traces[this.#head++];
    if (!this.#transactions.alive(trace)) return;
    for (const listener of this.listeners) listener.traceEnded(trace);
  }

  /** Whether something of the trace is pending, or came less than a second ago. */
  #stirs(trace: number, nowNs: number): boolean {
    const t = this.#transactions;
    return t.members(trace).some((member) => {
      if (t.state[t.at(member)] === STATE.pending) return true;
      const last = t.newestRow(member);
      return last >= this.#store.first && this.#rows.timeOf(last) + TRACE_REST_NS > nowNs;
    });
  }

  #compact(): void {
    this.#traces = this.#traces.slice(this.#head);
    this.#due = this.#due.slice(this.#head);
    this.#head = 0;
  }
}
