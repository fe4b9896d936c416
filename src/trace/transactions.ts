// In: transactions as they are found, and rows for them. Out: what is known of each, in columns by its number.
import type { Store } from '../store/store.ts';
import type { Rows } from './rows.ts';
import { TransactionColumns } from './transaction-columns.ts';

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
  /** The newest response is an error that another server need not make (RFC 1035 4.1.1), or says that there is no such data. */
  failed: 2048,
  inVain: 4096,
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
  readonly #store: Store;
  readonly #rows: Rows;

  constructor(store: Store, rows: Rows) {
    super(Math.max(MIN_CAPACITY, 2 ** Math.ceil(Math.log2(store.capacity / 2))), store.capacity);
    this.#store = store;
    this.#rows = rows;
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

  /** Something was asked on for it, or, `guessed`, perhaps for another. */
  askOn(transaction: number, guessed: boolean): void {
    const at = this.at(transaction);
    this.flags[at] |= guessed ? MARK.hasChild | MARK.guessedChild : MARK.hasChild;
    this.askedOn.set(this.place(transaction), true);
    this.served.set(this.place(transaction), (this.flags[at] & MARK.guessedChild) === 0);
  }

  /** Whether something was asked on for it. */
  isAskedOn(transaction: number): boolean {
    return this.askedOn.has(this.place(transaction));
  }

  /** Whether something was asked on for it, and for nothing else. */
  isServed(transaction: number): boolean {
    return this.served.has(this.place(transaction));
  }

  /** Whether its columns are its own still, though all its rows may be gone. Chains are followed by this. */
  isKept(transaction: number): boolean {
    return transaction !== 0 && this.age(transaction) <= this.capacity;
  }

  /** Reads it without waiting: reads of several that do not wait for each other take the time of one. */
  touch(transaction: number): number {
    return this.lastRow[this.at(transaction)];
  }

  /** Whether something may still come for it: no response was seen, and it is not forgotten. */
  isOpen(transaction: number): boolean {
    return this.isKept(transaction) && this.open.has(this.place(transaction));
  }

  /** The transaction of a kept row, 0 where it has none or that one is too old. */
  ofRow(row: number): number {
    const transaction = this.links[2 * this.#rows.place(row)];
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
    const back = this.links[2 * this.#rows.place(row) + 1];
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
