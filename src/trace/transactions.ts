// In: transactions as they are found, and rows for them. Out: what is known of each, in columns by its number.
import type { Store } from '../store/store.ts';
import { Bits } from './bits.ts';
import type { Rows } from './rows.ts';
import type { Sighting } from './sighting.ts';
import { MAX_LEGS, TransactionColumns } from './transaction-columns.ts';

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
export class Transactions extends TransactionColumns {
  /** Told of each that joins another trace. */
  joined: (transaction: number) => void = () => {};
  /** Number of the next transaction. */
  next = 1;
  /** By place of a row in the store, two words: its transaction, and how many rows before it that one's previous row is. */
  readonly #links: Uint32Array;
  readonly #open: Bits;
  readonly #askedOn: Bits;
  readonly #served: Bits;
  /** Older ones are not open. */
  #oldest = 1;
  readonly #store: Store;
  readonly #rows: Rows;

  constructor(store: Store, rows: Rows) {
    super(Math.max(MIN_CAPACITY, 2 ** Math.ceil(Math.log2(store.capacity / 2))));
    this.#open = new Bits(this.capacity);
    this.#askedOn = new Bits(this.capacity);
    this.#served = new Bits(this.capacity);
    this.#store = store;
    this.#rows = rows;
    this.#links = new Uint32Array(2 * store.capacity);
  }

  /** Whether it is still kept, with at least one row. */
  alive(transaction: number): boolean {
    if (transaction === 0) return false;
    const age = this.age(transaction);
    return age > 0 && age <= this.capacity && this.newestRow(transaction) >= this.#store.first;
  }

  /** How many have begun since, itself included. */
  age(transaction: number): number {
    return (this.next - transaction) >>> 0;
  }

  /** Makes a transaction that begins with the query `s`, a trace of its own. */
  create(s: Sighting): number {
    const transaction = this.next;
    this.next = (transaction + 1) >>> 0 || 1;
    this.clear(transaction);
    const at = this.at(transaction);
    this.trace[at] = transaction;
    this.member[at] = transaction;
    const place = this.place(transaction);
    this.question[place] = s.question;
    this.sameQuestion[place] = 0;
    this.sameAsker[place] = 0;
    this.sameReceiver[place] = 0;
    this.#open.set(place, true);
    this.#askedOn.set(place, false);
    this.#served.set(place, false);
    this.firstRow[at] = s.row;
    this.lastRow[at] = s.row;
    this.add(transaction, s);
    this.sent(transaction, s);
    return transaction;
  }

  /** Whether it was seen on the leg with this hash. */
  hasLeg(transaction: number, leg: number): boolean {
    const legs = 2 * this.at(transaction);
    for (let n = 0; n < MAX_LEGS; n++) if (this.legs[legs + n] === leg) return true;
    return false;
  }

  /** Notes that it was seen on a leg; beyond MAX_LEGS in place of another. */
  addLeg(transaction: number, leg: number): void {
    const legs = 2 * this.at(transaction);
    let n = 0;
    while (n < MAX_LEGS - 1 && this.legs[legs + n] !== 0) n++;
    this.legs[legs + n] = leg;
  }

  /** Adds the row of `s` to it. */
  add(transaction: number, s: Sighting): void {
    const at = this.at(transaction);
    const link = 2 * s.place;
    this.#links[link] = transaction;
    this.#links[link + 1] = s.row - this.lastRow[at];
    this.lastRow[at] = s.row;
    if (this.events[at] < 0xffff) this.events[at]++;
    if (!s.isQuery) return;
    this.atNetns[this.place(transaction)] = s.netns;
    this.atPacket[at] = s.pktType;
    this.atAddress[at] = s.server;
    this.atProcess[at] = s.process;
  }

  /** Its asker sent the query by `s`, which was added. */
  sent(transaction: number, s: Sighting): void {
    const at = this.at(transaction);
    this.attemptRow[at] = s.row;
    this.attemptTimes[at >> 1] = s.timeNs;
    if (this.attempts[at] < 255) this.attempts[at]++;
    this.askerNetns[at] = s.netns;
    this.askerAddress[at] = s.client;
    this.serverAddress[at] = s.server;
    this.ports[at] = (s.clientPort << 16) | s.serverPort;
    this.askerPacket[at] = s.pktType;
  }

  /** Sets bits of its flags (MARK). */
  mark(transaction: number, marks: number): void {
    this.flags[this.at(transaction)] |= marks;
    if ((marks & MARK.responded) !== 0) this.setOpen(transaction, false);
    if ((marks & MARK.hasChild) === 0) return;
    this.#askedOn.set(this.place(transaction), true);
    const guessed = (this.flags[this.at(transaction)] & MARK.guessedChild) !== 0;
    this.#served.set(this.place(transaction), !guessed);
  }

  /** Whether something was asked on for it. */
  isAskedOn(transaction: number): boolean {
    return this.#askedOn.has(this.place(transaction));
  }

  /** Whether something was asked on for it, and for nothing else. */
  isServed(transaction: number): boolean {
    return this.#served.has(this.place(transaction));
  }

  /** Whether its columns are its own still, though all its rows may be gone. Chains are followed by this. */
  isKept(transaction: number): boolean {
    return transaction !== 0 && this.age(transaction) <= this.capacity;
  }

  /** Reads it without waiting: reads of several that do not wait for each other take the time of one. */
  touch(transaction: number): number {
    const at = this.at(transaction);
    return this.lastRow[at] ^ this.atAddress[at];
  }

  /** Whether something may still come for it: no response was seen, and it is not forgotten. */
  isOpen(transaction: number): boolean {
    return this.isKept(transaction) && this.#open.has(this.place(transaction));
  }

  setOpen(transaction: number, open: boolean): void {
    this.#open.set(this.place(transaction), open);
  }

  /** Nothing more is expected for transactions that were asked before `timeNs` or have no row left. */
  forgetBefore(timeNs: number): void {
    if (this.age(this.#oldest) > this.capacity) this.#oldest = (this.next - this.capacity) >>> 0 || 1;
    while (this.#oldest !== this.next) {
      if (this.alive(this.#oldest) && this.attemptNs(this.#oldest) > timeNs) break;
      this.setOpen(this.#oldest, false);
      this.#oldest = (this.#oldest + 1) >>> 0 || 1;
    }
  }

  /** The transaction of a kept row, 0 where it has none or that one is too old. */
  ofRow(row: number): number {
    const transaction = this.#links[2 * this.#rows.place(row)];
    const age = (this.next - transaction) >>> 0;
    return transaction !== 0 && age > 0 && age <= this.capacity ? transaction : 0;
  }

  /** The row it began with; below `store.first` where that is gone. A later transaction begins with a later row. */
  first(transaction: number): number {
    return this.#rows.widen(this.firstRow[this.at(transaction)]);
  }

  newestRow(transaction: number): number {
    return this.#rows.widen(this.lastRow[this.at(transaction)]);
  }

  /** The row of its newest attempt; below `store.first` where that is gone. */
  attempt(transaction: number): number {
    return this.#rows.widen(this.attemptRow[this.at(transaction)]);
  }

  /** Event time of its newest attempt. */
  attemptNs(transaction: number): number {
    return this.attemptTimes[this.at(transaction) >> 1];
  }

  /** The row that answered it; of no meaning before there is one. */
  answer(transaction: number): number {
    return this.#rows.widen(this.answerRow[this.at(transaction)]);
  }

  /** The row of the same transaction before `row`, -1 where there is none or it is gone. */
  rowBefore(row: number): number {
    const back = this.#links[2 * this.#rows.place(row) + 1];
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
