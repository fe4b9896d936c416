// In: transactions as they are found, and rows for them. Out: what is known of each, in columns by its number.
import type { Store } from '../store/store.ts';
import type { Rows } from './rows.ts';

export const STATE = { pending: 0, answered: 1, timeout: 2 } as const;

/** What happened to a transaction, as bits of its flags. */
export const MARK = {
  /** A response was seen somewhere. */
  responded: 1,
  /** The first response had TC set (RFC 1035 4.1.1). */
  truncated: 2,
  /** Another response reached the asker after the first. */
  second: 4,
  /** The response came after the timeout. */
  late: 8,
  /** A response reached the asker from an address it had not asked. */
  wrongSource: 16,
  /** A response to no query that was seen. */
  unasked: 32,
  /** Something was asked on for it. */
  hasChild: 64,
  /** More than one transaction fitted one of its rows equally well. */
  doubtfulRow: 128,
  /** Told as ended. */
  ended: 256,
  /** Its end was seen: a process that owns the socket it was sent to. */
  received: 512,
  /** What was asked on for it may have been asked for another. */
  guessedChild: 1024,
} as const;

// At least this many of the newest transactions are kept, however few rows the store keeps: open queries.
const MIN_CAPACITY = 1 << 17;

/**
 * Transactions by number, newest kept. Numbers count up from 1 in 32 bits; 0 is none. Row numbers are kept in 32 bits too,
 * and widened by their distance to the newest row.
 */
export class Transactions {
  readonly capacity: number;
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  /** The newest row by which the asker sent the query. */
  readonly attemptRow: Uint32Array;
  readonly attemptNs: Float64Array;
  /** The row by which it was answered, in time or late; of no meaning before. */
  readonly answerRow: Uint32Array;
  readonly events: Uint16Array;
  readonly flags: Uint16Array;
  readonly state: Uint8Array;
  readonly attempts: Uint8Array;
  readonly question: Int32Array;
  /** The transaction it was asked for, 0 where it is a root. */
  readonly parent: Uint32Array;
  readonly relation: Uint8Array;
  readonly confidence: Uint8Array;
  readonly evidence: Uint32Array;
  /** The root of its trace: the number of the trace. */
  readonly trace: Uint32Array;
  /** The transaction that joined the trace before it; for a root the newest member. A ring through the trace. */
  readonly member: Uint32Array;
  /** A transaction of another trace whose answer it waited for (forwarders merge equal questions), or 0. */
  readonly shared: Uint32Array;
  /** Older transactions with the same message, question, asker and name, receiver. */
  readonly sameMessage: Uint32Array;
  readonly sameQuestion: Uint32Array;
  readonly sameAsker: Uint32Array;
  readonly sameReceiver: Uint32Array;
  /** Told of each that joins another trace. */
  joined: (transaction: number) => void = () => {};
  /** Number of the next transaction. */
  next = 1;
  /** By place of a row in the store: its transaction, and how many rows before it that one's previous row is. */
  readonly #ofRow: Uint32Array;
  readonly #back: Uint32Array;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #mask: number;

  constructor(store: Store, rows: Rows) {
    this.#store = store;
    this.#rows = rows;
    this.capacity = Math.max(MIN_CAPACITY, 2 ** Math.ceil(Math.log2(store.capacity / 2)));
    this.#mask = this.capacity - 1;
    this.#ofRow = new Uint32Array(store.capacity);
    this.#back = new Uint32Array(store.capacity);
    const numbers = () => new Uint32Array(this.capacity);
    this.firstRow = numbers();
    this.lastRow = numbers();
    this.attemptRow = numbers();
    this.attemptNs = new Float64Array(this.capacity);
    this.answerRow = numbers();
    this.events = new Uint16Array(this.capacity);
    this.flags = new Uint16Array(this.capacity);
    this.state = new Uint8Array(this.capacity);
    this.attempts = new Uint8Array(this.capacity);
    this.question = new Int32Array(this.capacity);
    this.parent = numbers();
    this.relation = new Uint8Array(this.capacity);
    this.confidence = new Uint8Array(this.capacity);
    this.evidence = numbers();
    this.trace = numbers();
    this.member = numbers();
    this.shared = numbers();
    this.sameMessage = numbers();
    this.sameQuestion = numbers();
    this.sameAsker = numbers();
    this.sameReceiver = numbers();
  }

  /** The place of a transaction in the columns. */
  at(transaction: number): number {
    return transaction & this.#mask;
  }

  /** Whether it is still kept, with at least one row. */
  alive(transaction: number): boolean {
    if (transaction === 0) return false;
    const age = (this.next - transaction) >>> 0;
    return age > 0 && age <= this.capacity && this.newestRow(transaction) >= this.#store.first;
  }

  /** Makes a transaction that begins with `row`, a trace of its own. */
  create(row: number, timeNs: number, question: number): number {
    const transaction = this.next;
    this.next = (transaction + 1) >>> 0 || 1;
    const at = transaction & this.#mask;
    this.events[at] = 0;
    this.flags[at] = 0;
    this.state[at] = STATE.pending;
    this.attempts[at] = 1;
    this.attemptRow[at] = row;
    this.attemptNs[at] = timeNs;
    this.question[at] = question;
    this.parent[at] = 0;
    this.relation[at] = 0;
    this.confidence[at] = 0;
    this.evidence[at] = 0;
    this.trace[at] = transaction;
    this.member[at] = transaction;
    this.shared[at] = 0;
    this.sameMessage[at] = 0;
    this.sameQuestion[at] = 0;
    this.sameAsker[at] = 0;
    this.sameReceiver[at] = 0;
    this.firstRow[at] = row;
    this.lastRow[at] = row;
    this.add(transaction, row);
    return transaction;
  }

  add(transaction: number, row: number): void {
    const at = transaction & this.#mask;
    const place = this.#rows.place(row);
    this.#ofRow[place] = transaction;
    this.#back[place] = (row - this.lastRow[at]) >>> 0;
    this.lastRow[at] = row;
    if (this.events[at] < 0xffff) this.events[at]++;
  }

  /** Sets bits of its flags (MARK). */
  mark(transaction: number, marks: number): void {
    this.flags[transaction & this.#mask] |= marks;
  }

  /** The transaction of a kept row, 0 where it has none or that one is too old. */
  ofRow(row: number): number {
    const transaction = this.#ofRow[this.#rows.place(row)];
    const age = (this.next - transaction) >>> 0;
    return transaction !== 0 && age > 0 && age <= this.capacity ? transaction : 0;
  }

  /** The row it began with; below `store.first` where that is gone. A later transaction begins with a later row. */
  first(transaction: number): number {
    return this.#rows.widen(this.firstRow[transaction & this.#mask]);
  }

  newestRow(transaction: number): number {
    return this.#rows.widen(this.lastRow[transaction & this.#mask]);
  }

  /** The row of its newest attempt; below `store.first` where that is gone. */
  attempt(transaction: number): number {
    return this.#rows.widen(this.attemptRow[transaction & this.#mask]);
  }

  /** The row that answered it; of no meaning before there is one. */
  answer(transaction: number): number {
    return this.#rows.widen(this.answerRow[transaction & this.#mask]);
  }

  /** The row of the same transaction before `row`, -1 where there is none or it is gone. */
  rowBefore(row: number): number {
    const back = this.#back[this.#rows.place(row)];
    return back === 0 || row - back < this.#store.first ? -1 : row - back;
  }

  /** Its kept rows, oldest first. */
  rows(transaction: number): number[] {
    const rows: number[] = [];
    if (!this.alive(transaction)) return rows;
    for (let row = this.newestRow(transaction); row >= this.#store.first; row = this.rowBefore(row))
      rows.push(row);
    return rows.reverse();
  }

  /** The root and the newest transactions of a trace, oldest first. */
  members(trace: number, most = this.capacity): number[] {
    const members: number[] = [];
    if (!this.alive(trace)) return members;
    let member = this.member[this.at(trace)];
    while (member !== trace && members.length < most && this.alive(member)) {
      members.push(member);
      member = this.member[this.at(member)];
    }
    members.push(trace);
    return members.reverse();
  }

  /** Puts a transaction that is alone in its trace below `parent`. */
  join(transaction: number, parent: number): void {
    const trace = this.trace[this.at(parent)];
    const root = this.at(trace);
    const at = this.at(transaction);
    this.parent[at] = parent;
    this.trace[at] = trace;
    this.member[at] = this.member[root];
    this.member[root] = transaction;
    this.joined(transaction);
  }

  /** Puts a transaction and all below it under `parent`, in another trace. */
  move(transaction: number, parent: number): void {
    const from = this.trace[this.at(transaction)];
    const to = this.trace[this.at(parent)];
    const all = this.members(from);
    const moving = new Set([transaction]);
    for (const member of all) if (moving.has(this.parent[this.at(member)])) moving.add(member);
    this.parent[this.at(transaction)] = parent;
    if (from === to) return;
    const stay = this.members(to).concat([...moving]);
    this.#ring(all.filter((member) => !moving.has(member)));
    this.#ring([to, ...stay.filter((member) => member !== to).sort((a, b) => a - b)]);
    this.joined(transaction);
  }

  /** Makes `members`, of which the first is the root, a trace. */
  #ring(members: number[]): void {
    const root = members[0];
    let older = root;
    for (const member of members) {
      this.trace[this.at(member)] = root;
      this.member[this.at(member)] = older;
      older = member;
    }
    this.member[this.at(root)] = older;
  }
}
