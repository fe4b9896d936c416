// In: a transaction by number. Out: what tables count of it, read from the store without making an object.
import { reaches, UP_TO } from '../fields/header.ts';
import type { Store } from '../store/store.ts';
import { stateOf } from '../trace/path/describe-transaction.ts';
import type { Traces } from '../trace/traces.ts';

/** What became of a lookup; the order is that of counters. */
export const FATE = {
  pending: 0,
  /** Answered Success. */
  success: 1,
  /** Answered that the name is not there: no failure of a server. */
  nameError: 2,
  /** Answered with any other rcode. */
  failed: 3,
  /** No answer within the query timeout; one that came later counts as none. */
  unanswered: 4,
  /** No lookup: a response to no query that was seen. */
  unasked: 5,
} as const;
export const FATES = 6;

const RESPONSE = 0x8000;
const RCODE = { success: 0, nameError: 3 };
const ALL_EVENTS = 0xffff;

/** One transaction at a time: one question by one asker, whatever the number of points that saw it. */
export class Lookup {
  /** Its events, newest first; overwritten by the next read. */
  readonly rows: number[] = [];
  /** The event by which it was first asked; for an unasked response the first of its events. */
  asked = 0;
  /** Its oldest event by row number. */
  firstRow = 0;
  fate: number = FATE.pending;
  /** -1 where it was not answered. */
  rcode = -1;
  /** From the first query to the answer at its asker, in nanoseconds; NaN where it was not answered. */
  latencyNs = Number.NaN;
  /** Queries that its asker sent beyond the first. */
  retries = 0;
  readonly #store: Store;
  readonly #traces: Traces;

  constructor(store: Store, traces: Traces) {
    this.#store = store;
    this.#traces = traces;
  }

  /** False where some of its events are gone, or do not tell what they are: then it is not counted. */
  read(transaction: number): boolean {
    const t = this.#traces.transactions;
    if (!t.alive(transaction)) return false;
    const at = t.at(transaction);
    this.#readRows(transaction);
    if (this.rows.length < t.events[at] && t.events[at] < ALL_EVENTS) return false;
    this.asked = this.#firstAsked();
    // Of a message that ends before its flags nobody knows whether it asks.
    if (!reaches(this.#store.columns, this.asked % this.#store.capacity, UP_TO.flags)) return false;
    this.retries = Math.max(0, t.attempts[at] - 1);
    this.#readFate(transaction);
    return true;
  }

  /** When it was asked, in nanoseconds of event time as Traces counts it. */
  get askedNs(): number {
    return this.#traces.timeOf(this.asked);
  }

  #readRows(transaction: number): void {
    const t = this.#traces.transactions;
    this.rows.length = 0;
    for (let row = t.newestRow(transaction); row >= 0; row = t.rowBefore(row)) this.rows.push(row);
    this.firstRow = this.rows[this.rows.length - 1];
  }

  /** The earliest query; the clocks of processors and files may differ from the order of rows. */
  #firstAsked(): number {
    const { columns, capacity } = this.#store;
    let first = -1;
    let firstNs = 0;
    for (let i = this.rows.length - 1; i >= 0; i--) {
      if ((columns.flags[this.rows[i] % capacity] & RESPONSE) !== 0) continue;
      const ns = this.#traces.timeOf(this.rows[i]);
      if (first >= 0 && ns >= firstNs) continue;
      first = this.rows[i];
      firstNs = ns;
    }
    return first >= 0 ? first : this.firstRow;
  }

  #readFate(transaction: number): void {
    const t = this.#traces.transactions;
    this.rcode = -1;
    this.latencyNs = Number.NaN;
    const state = stateOf(this.#traces, transaction);
    if (t.attempts[t.at(transaction)] === 0) this.fate = FATE.unasked;
    else if (state === 'pending') this.fate = FATE.pending;
    else if (state === 'timeout') this.fate = FATE.unanswered;
    else this.#readAnswer(t.answer(transaction));
  }

  #readAnswer(answer: number): void {
    this.rcode = this.#store.columns.rcode[answer % this.#store.capacity];
    this.latencyNs = this.#traces.timeOf(answer) - this.askedNs;
    if (this.rcode === RCODE.success) this.fate = FATE.success;
    else this.fate = this.rcode === RCODE.nameError ? FATE.nameError : FATE.failed;
  }
}
