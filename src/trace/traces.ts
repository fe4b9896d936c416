// In: rows of the store in their order. Out: for each its transaction and trace, found as they come.
import type { Store } from '../store/store.ts';
import { AHEAD_ROWS, Ahead } from './ahead.ts';
import { Arrivals } from './arrivals.ts';
import { Askers } from './askers.ts';
import { Ends, type TraceListener } from './ends.ts';
import { Index } from './index.ts';
import { Linker } from './linker.ts';
import { Names } from './names.ts';
import { Parents } from './parents.ts';
import { Parties } from './party.ts';
import type { Prefetch } from './prefetch.ts';
import { Rejoin } from './rejoin.ts';
import { Resolving } from './resolver/resolving.ts';
import { Roles } from './roles.ts';
import { Rows } from './rows.ts';
import { Settle } from './settle.ts';
import { DNS_FLAG, PKT, Sighting } from './sighting.ts';
import { MARK, Transactions } from './transactions.ts';

export interface TraceOptions {
  /** A query is a timeout after this long, in event time. */
  readonly queryTimeoutNs: number;
  /** Without it much is waited for. */
  readonly prefetch?: Prefetch;
}

// mDNS (RFC 6762): responses are sent unasked, to a group, and from the port they are sent to.
const MDNS_PORT = 5353;
// A response may come this long after its query and is still known as late.
const LATE_NS = 30e9;
// An attempt sent twice at one point within this time is one packet seen twice.
const SAME_ATTEMPT_NS = 1e6;

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
  readonly #ahead: Ahead | undefined;
  readonly #sighting: Sighting;
  readonly #index = new Index((transaction) => this.transactions.isOpen(transaction));
  readonly #parties: Parties;
  readonly #rejoin: Rejoin;
  readonly #roles: Roles;
  readonly #parents: Parents;
  readonly #resolving: Resolving;
  readonly #linker: Linker;
  readonly #settle: Settle;
  readonly #ends: Ends;
  readonly #arrivals: Arrivals;
  /** Of the row being looked at. */
  #leg = 0;
  #nowNs = 0;
  #finished = false;

  constructor(store: Store, options: TraceOptions) {
    this.#store = store;
    this.#rows = new Rows(store);
    this.transactions = new Transactions(store, this.#rows);
    this.#names = new Names(store.text);
    this.#sighting = new Sighting(store, this.#rows, this.#names);
    const parties = new Parties(store);
    this.#parties = parties;
    this.#rejoin = new Rejoin(store, this.#rows, this.transactions, this.#names, parties, this.#index);
    const { prefetch } = options;
    this.#ahead =
      prefetch &&
      new Ahead(prefetch, store, this.#rows, this.#names, this.transactions, parties, this.#index);
    this.#resolving = new Resolving(store, this.#rows, this.transactions, parties);
    this.#roles = new Roles(store);
    this.#parents = new Parents(this.transactions, parties, this.#roles, this.#resolving, this.#index);
    const askers = new Askers(
      store,
      this.#rows,
      this.transactions,
      parties,
      this.#index,
      options.queryTimeoutNs,
    );
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
    this.#arrivals = new Arrivals(store, this.#rows, this.transactions, this.#ends);
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
    this.#sighting.refresh();
    for (let row = Math.max(from, this.#store.first); row < to; row += AHEAD_ROWS)
      this.#seeAll(row, Math.min(row + AHEAD_ROWS, to));
    this.transactions.forgetBefore(this.#nowNs - LATE_NS);
    this.#ends.advance(this.#nowNs);
  }

  /** Lets event time go on while no events come: `milliseconds` since the epoch, by the clock of the events. */
  advanceClock(milliseconds: number): void {
    this.#nowNs = Math.max(this.#nowNs, this.#rows.timeOfClock(milliseconds));
    this.#ends.advance(this.#nowNs);
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
    return this.#nowNs;
  }

  #seeAll(from: number, to: number): void {
    this.#ahead?.read(from, to);
    for (let row = from; row < to; row++) this.#see(row);
  }

  #see(row: number): void {
    const s = this.#sighting;
    s.read(row);
    if (s.timeNs > this.#nowNs) this.#nowNs = s.timeNs;
    this.#leg = s.leg();
    const transaction = this.#rejoin.meet(s, this.#leg);
    if (s.isQuery) this.#query(transaction);
    else this.#response(transaction);
  }

  #query(known: number): void {
    const s = this.#sighting;
    let transaction = this.#continues(known) ? known : 0;
    if (transaction !== 0) {
      this.transactions.add(transaction, s);
      if (this.#isAttempt(transaction)) this.#attempt(transaction);
    } else {
      transaction = this.#adopt() || this.#create();
      this.transactions.addLeg(transaction, this.#leg);
    }
    if (s.pktType === PKT.host && s.process !== 0) this.#receive(transaction);
    this.#roles.see(s);
  }

  /** Whether a query on a leg of this transaction belongs to it: not if it was answered or told as ended. */
  #continues(transaction: number): boolean {
    if (transaction === 0) return false;
    const flags = this.transactions.flags[this.transactions.at(transaction)];
    return (flags & (MARK.responded | MARK.ended)) === 0;
  }

  /** Adds the query to the transaction that it continues on a new leg, if there is one. */
  #adopt(): number {
    const s = this.#sighting;
    let transaction = this.#rejoin.crossing(s);
    if (transaction !== 0) {
      if (this.#rejoin.doubtful) this.transactions.mark(transaction, MARK.doubtfulRow);
      this.transactions.add(transaction, s);
      return transaction;
    }
    transaction = this.#rejoin.attempt(s);
    if (transaction === 0) return 0;
    this.transactions.add(transaction, s);
    this.#attempt(transaction);
    return transaction;
  }

  /** Whether the query was seen at the very point of the attempt before: sent again. */
  #isAttempt(transaction: number): boolean {
    const s = this.#sighting;
    if (this.transactions.askerNetns[this.transactions.at(transaction)] !== s.netns) return false;
    const before = this.transactions.attempt(transaction);
    if (before < this.#store.first) return false;
    const { netns, ifindex, pkt_type, hop_limit } = this.#store.columns;
    const place = this.#rows.place(before);
    const samePoint =
      netns[place] === s.netns && ifindex[place] === ifindex[s.place] && pkt_type[place] === s.pktType;
    if (!samePoint || hop_limit[place] > hop_limit[s.place]) return false;
    return s.timeNs - this.transactions.attemptNs(transaction) > SAME_ATTEMPT_NS;
  }

  #attempt(transaction: number): void {
    const at = this.transactions.at(transaction);
    this.transactions.sent(transaction, this.#sighting);
    this.transactions.flags[at] &= ~MARK.responded;
    this.transactions.setOpen(transaction, true);
  }

  #create(): number {
    const s = this.#sighting;
    const transaction = this.transactions.create(s);
    this.#linker.link(transaction, s);
    this.#rejoin.remember(transaction, s);
    return transaction;
  }

  /** The query reached the process it was for. */
  #receive(transaction: number): void {
    const at = this.transactions.at(transaction);
    if ((this.transactions.flags[at] & MARK.received) !== 0) return;
    this.transactions.mark(transaction, MARK.received);
    this.#parents.received(transaction, this.#sighting);
  }

  #response(known: number): void {
    const s = this.#sighting;
    let transaction = known;
    if (transaction === 0) {
      transaction =
        s.question === 0 || s.name === 0 ? this.#rejoin.withoutQuestion(s) : this.#rejoin.crossing(s);
      if (transaction === 0) {
        this.#unasked();
        return;
      }
    }
    const at = this.transactions.at(transaction);
    const first = (this.transactions.flags[at] & MARK.responded) === 0;
    const received = this.transactions.newestRow(transaction);
    this.transactions.add(transaction, s);
    if (first) {
      const truncated = (this.#store.columns.flags[s.place] & DNS_FLAG.truncated) !== 0;
      this.transactions.mark(transaction, truncated ? MARK.responded | MARK.truncated : MARK.responded);
      this.#settle.settle(transaction, received, s);
    }
    this.#resolving.hear(transaction, s);
    this.#arrivals.judge(transaction, s);
  }

  /** A response that belongs to no query that was seen: a transaction of its own, with nothing to wait for. */
  #unasked(): void {
    const s = this.#sighting;
    const transaction = this.transactions.create(s);
    const at = this.transactions.at(transaction);
    this.transactions.attempts[at] = 0;
    const expected = s.clientPort === MDNS_PORT;
    this.transactions.mark(transaction, expected ? MARK.responded : MARK.responded | MARK.unasked);
    this.#rejoin.remember(transaction, s);
    this.transactions.addLeg(transaction, this.#leg);
    this.#ends.answered(transaction, s.timeNs);
  }
}
