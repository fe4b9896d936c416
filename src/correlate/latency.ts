// In: rows of the store as they come. Out: on each response its latency, on each row how it fared (OUTCOME).
import { OUTCOME, type Store } from '../store/store.ts';
import { OpenQueries } from './open-queries.ts';
import {
  elapsedNs,
  flowHash,
  mirrors,
  sameFlow,
  sameInterface,
  sameQuestion,
  withoutQuestion,
} from './point.ts';

/** QR bit of the second 16 bits of the header (RFC 1035 4.1.1). */
const RESPONSE = 0x8000;
const MAX_OPEN = 100_000;
/** A response may come later than its query's timeout and still has a latency. */
const LATE_NS = 30e9;
/** Of queries with one flow and ID, this many of the newest are looked at: bounds the cost of a hostile capture. */
const MAX_LOOKS = 64;
const NONE = -1;

export interface LatencyOptions {
  /** A query is unanswered after this much event time. */
  readonly queryTimeoutNs: number;
  /** Most queries that wait at a time; the oldest is given up beyond. */
  readonly maxOpen?: number;
}

/**
 * Pairs query and response that passed one point: same namespace and mirrored flow, ID and question; the same interface
 * in the opposite direction, which on a loopback tells the client's side from the server's, else another interface of
 * the namespace in that direction (routes may differ). Of a query sent several times, the last one before the response.
 */
export class LatencyPairing {
  /**
   * Since the start: responses paired and unasked, queries not answered in time and sent again before an answer, and
   * queries whose row was evicted, or that gave way to others, before either was known.
   */
  readonly counts = { paired: 0, unasked: 0, unanswered: 0, retried: 0, forgotten: 0 };
  readonly #store: Store;
  readonly #open: OpenQueries;
  readonly #timeoutNs: number;
  readonly #keepNs: number;
  /** The oldest open query that has not timed out. */
  #inTime = NONE;
  /** Before this second of event time nothing can have become too old. */
  #quietUntil = 0;

  constructor(store: Store, options: LatencyOptions) {
    this.#store = store;
    this.#timeoutNs = options.queryTimeoutNs;
    this.#keepNs = Math.max(LATE_NS, options.queryTimeoutNs);
    this.#open = new OpenQueries(options.maxOpen ?? MAX_OPEN);
  }

  /** Queries that wait for a response. */
  get open(): number {
    return this.#open.size;
  }

  /** Takes in rows from..to-1; after each append, in order. */
  append(from: number, to: number): void {
    const { columns, capacity, first } = this.#store;
    while (this.#open.oldest >= 0 && this.#open.row(this.#open.oldest) < first)
      this.#forget(this.#open.oldest);
    let place = from % capacity;
    for (let row = from; row < to; row++) {
      if (columns.time_s[place] >= this.#quietUntil) this.#expire(place);
      const hash = flowHash(columns, place);
      if (columns.flags[place] & RESPONSE) this.#response(hash, place);
      else this.#query(hash, row, place);
      place = place + 1 === capacity ? 0 : place + 1;
    }
  }

  #query(hash: number, row: number, place: number): void {
    const before = this.#attemptBefore(hash, place);
    if (before >= 0) {
      if (this.#outcome(before) === OUTCOME.open) this.counts.retried++;
      this.#close(before, OUTCOME.retried);
    }
    if (this.#open.full) this.#forget(this.#open.oldest);
    const entry = this.#open.add(hash, row, place);
    if (this.#inTime !== NONE) return;
    this.#inTime = entry;
    this.#quietUntil = Math.min(
      this.#quietUntil,
      this.#store.columns.time_s[place] + Math.floor(this.#timeoutNs / 1e9),
    );
  }

  /** The open query that `place` sends again; -1 where there is none. */
  #attemptBefore(hash: number, place: number): number {
    const { columns, text } = this.#store;
    let looks = MAX_LOOKS;
    for (let entry = this.#open.find(hash); entry >= 0 && looks-- > 0; entry = this.#open.next(entry)) {
      const before = this.#open.place(entry);
      if (!sameFlow(columns, before, place) || !sameInterface(columns, before, place)) continue;
      if (sameQuestion(columns, text, before, place)) return entry;
    }
    return NONE;
  }

  #response(hash: number, place: number): void {
    const { columns, latency, outcome } = this.#store;
    const entry = this.#queryOf(hash, place);
    if (entry < 0) {
      outcome[place] = OUTCOME.unasked;
      this.counts.unasked++;
      return;
    }
    latency[place] = elapsedNs(columns, this.#open.place(entry), place);
    outcome[place] = OUTCOME.paired;
    this.#close(entry, OUTCOME.paired);
    this.counts.paired++;
  }

  /** The open query that a response belongs to; -1 where there is none. */
  #queryOf(hash: number, response: number): number {
    const { columns, text } = this.#store;
    let elsewhere = NONE;
    let looks = MAX_LOOKS;
    for (let entry = this.#open.find(hash); entry >= 0 && looks-- > 0; entry = this.#open.next(entry)) {
      const query = this.#open.place(entry);
      if (!mirrors(columns, response, query) || elapsedNs(columns, query, response) < 0) continue;
      if (!sameQuestion(columns, text, query, response) && !withoutQuestion(columns, response)) continue;
      if (sameInterface(columns, response, query)) return entry;
      if (elsewhere < 0) elsewhere = entry;
    }
    return elsewhere;
  }

  #outcome(entry: number): number {
    return this.#store.outcome[this.#open.place(entry)];
  }

  /** Ends the wait of a query; one that timed out stays unanswered unless it was answered after all. */
  #close(entry: number, outcome: number): void {
    const timedOut = this.#outcome(entry) === OUTCOME.unanswered;
    if (!timedOut || outcome === OUTCOME.paired) this.#store.outcome[this.#open.place(entry)] = outcome;
    this.#remove(entry);
  }

  #remove(entry: number): void {
    if (entry === this.#inTime) this.#inTime = this.#open.after(entry);
    this.#open.remove(entry);
  }

  #forget(entry: number): void {
    const evicted = this.#open.row(entry) < this.#store.first;
    if (evicted || this.#outcome(entry) === OUTCOME.open) this.counts.forgotten++;
    this.#remove(entry);
  }

  /** Gives up, at the time of `place`, on queries that are too old. Rows come nearly in order of time. */
  #expire(place: number): void {
    const { columns, outcome } = this.#store;
    const open = this.#open;
    const age = (entry: number) => elapsedNs(columns, open.place(entry), place);
    while (this.#inTime >= 0 && age(this.#inTime) > this.#timeoutNs) {
      outcome[open.place(this.#inTime)] = OUTCOME.unanswered;
      this.counts.unanswered++;
      this.#inTime = open.after(this.#inTime);
    }
    while (open.oldest >= 0 && age(open.oldest) > this.#keepNs) this.#remove(open.oldest);
    this.#quietUntil = this.#nextSecond();
  }

  /** The second in which the next query times out or has been kept long enough; far ahead where none is open. */
  #nextSecond(): number {
    const due = (entry: number, ns: number) =>
      entry < 0
        ? Number.POSITIVE_INFINITY
        : this.#store.columns.time_s[this.#open.place(entry)] + Math.floor(ns / 1e9);
    return Math.min(due(this.#inTime, this.#timeoutNs), due(this.#open.oldest, this.#keepNs));
  }
}
