// In: rows of the store in their order. Out: for each its transaction and trace, found as they come.
import type { Store } from '../store/store.ts';
import { Askers } from './askers.ts';
import { Ends, type TraceListener } from './ends.ts';
import { Index } from './index.ts';
import { Linker } from './linker.ts';
import { Matching, type Native, STOP } from './matching.ts';
import { Names } from './names.ts';
import { Parents } from './parents.ts';
import { Parties } from './party.ts';
import { Resolving } from './resolver/resolving.ts';
import { Roles } from './roles.ts';
import { Rows } from './rows.ts';
import { Settle } from './settle.ts';
import { Sighting } from './sighting.ts';
import { Transactions } from './transactions.ts';

export interface TraceOptions {
  /** A query is a timeout after this long, in event time. */
  readonly queryTimeoutNs: number;
  /** The addon: what is done for every event is done there. */
  readonly native: Native;
}

// A response may come this long after its query and is still known as late.
const LATE_NS = 30e9;

/**
 * Follows every lookup across interfaces, namespaces, translations, retries and forwarders. Constant work for an
 * event; memory bounded by the store and by 131,072 open queries at least.
 */
export class Traces {
  readonly transactions: Transactions;
  readonly queryTimeoutNs: number;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #names: Names;
  readonly #sighting: Sighting;
  readonly #parties: Parties;
  readonly #roles: Roles;
  readonly #parents: Parents;
  readonly #resolving: Resolving;
  readonly #linker: Linker;
  readonly #settle: Settle;
  readonly #ends: Ends;
  readonly #matching: Matching;
  #finished = false;

  constructor(store: Store, options: TraceOptions) {
    this.#store = store;
    this.#rows = new Rows(store);
    this.transactions = new Transactions(store, this.#rows);
    this.#names = new Names(store.text);
    this.#sighting = new Sighting(store, this.#rows, this.#names);
    const parties = new Parties(store);
    this.#parties = parties;
    const index = new Index();
    this.#resolving = new Resolving(store, this.#rows, this.transactions, parties);
    this.#roles = new Roles(store);
    this.#parents = new Parents(this.transactions, parties, this.#roles, this.#resolving, index);
    const askers = new Askers(store, this.#rows, this.transactions, parties, index, options.queryTimeoutNs);
    this.#linker = new Linker(this.transactions, this.#parents, askers);
    this.#settle = new Settle(
      store,
      this.#rows,
      this.transactions,
      askers,
      this.#names,
      this.#resolving,
      this.#roles,
    );
    this.#ends = new Ends(store, this.transactions, this.#rows, options.queryTimeoutNs, (transaction) =>
      this.#settle.settle(transaction, this.transactions.newestRow(transaction), undefined),
    );
    this.transactions.joined = (transaction) => {
      for (const listener of this.#ends.listeners) listener.transactionJoined?.(transaction);
    };
    this.#matching = new Matching(
      options.native,
      store,
      this.#rows,
      this.transactions,
      index,
      this.#names,
      parties,
      this.#roles,
      { timeoutNs: options.queryTimeoutNs, lateNs: LATE_NS },
    );
    this.queryTimeoutNs = options.queryTimeoutNs;
  }

  /** Tells `listener` of transactions and traces from now on, until the function returned is called. */
  listen(listener: TraceListener): () => void {
    const { listeners } = this.#ends;
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Takes in the rows from..to-1, which the store keeps. */
  advance(from: number, to: number): void {
    this.#rows.refresh();
    this.#names.refresh();
    this.#roles.refresh();
    this.#parties.refresh();
    const matching = this.#matching;
    const attend = () => matching.attend(this.#ends.listeners.size > 0, this.#resolving.any);
    attend();
    let stop = matching.begin(Math.max(from, this.#store.first), to);
    for (; stop !== STOP.done; stop = matching.goOn()) {
      this.#decide(stop);
      attend();
    }
    matching.eachEnded((transaction, ns) => this.#ends.answered(transaction, ns));
    this.#ends.advance(matching.nowNs);
  }

  /** Lets event time go on while no events come: `milliseconds` since the epoch, by the clock of the events. */
  advanceClock(milliseconds: number): void {
    this.#matching.nowNs = Math.max(this.nowNs, this.#rows.timeOfClock(milliseconds));
    this.#ends.advance(this.nowNs);
  }

  /** No more events will come: tells the listeners of what is still pending, and of all traces. */
  finish(): void {
    this.#finished = true;
    this.#ends.finish();
  }

  /** No more events will come: nothing is waited for any more. */
  get finished(): boolean {
    return this.#finished;
  }

  /** The number of the row's transaction, 0 where it has none. */
  transactionOf(row: number): number {
    return this.transactions.ofRow(row);
  }

  /** The number of the row's trace, 0 where it has none. */
  traceOf(row: number): number {
    const transaction = this.transactions.ofRow(row);
    return transaction === 0 ? 0 : this.transactions.trace[this.transactions.at(transaction)];
  }

  /** The transactions of other traces that one waited for, as what they asked was what it needed. */
  waitedFor(transaction: number): readonly number[] {
    return this.#resolving.waits.of(transaction);
  }

  /** Event time of a kept row, in nanoseconds since the first row. */
  timeOf(row: number): number {
    return this.#rows.timeOf(row);
  }

  /** Event time reached, on the same scale. */
  get nowNs(): number {
    return this.#matching.nowNs;
  }

  /** Decides what the native side stopped for. */
  #decide(stop: number): void {
    const { transaction, row } = this.#matching;
    this.#matching.eachEnded((ended, ns) => this.#ends.answered(ended, ns));
    if (stop === STOP.name) {
      this.#names.hash(this.#store.columns.name[this.#rows.place(row)]);
      return;
    }
    const s = this.#sighting;
    s.read(row);
    if ((stop & STOP.link) !== 0) this.#linker.link(transaction, s);
    if ((stop & STOP.received) !== 0) this.#parents.received(transaction, s);
    if ((stop & STOP.settle) !== 0) this.#settle.settle(transaction, this.#matching.receivedRow, s);
    if ((stop & STOP.hear) !== 0) this.#resolving.hear(transaction, s);
  }
}
