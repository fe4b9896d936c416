// In: transactions as they are found, and rows for them. Out: what is known of each, in columns by its number.
import type { Store } from '../store/store.ts';
import type { Rows } from './rows.ts';
import type { Sighting } from './sighting.ts';

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
const LINE_WORDS = 16; // of a line of the processor's cache
const WORDS = 2 * LINE_WORDS; // of a transaction
// The C library puts a large block 16 bytes behind the start of a page: with this many words more, no transaction shares its lines.
const LEAD_WORDS = LINE_WORDS - 4;

/**
 * Transactions by number, newest kept. Numbers count up from 1 in 32 bits; 0 is none. Row numbers are kept in 32 bits too,
 * and widened by their distance to the newest row. Columns are views of one memory, indexed by `at`: all of a transaction
 * is in two lines of the processor's cache, in the first what every event needs.
 */
export class Transactions {
  readonly capacity: number;
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  readonly flags: Uint32Array;
  readonly state: Uint32Array;
  readonly attempts: Uint32Array;
  readonly events: Uint32Array;
  readonly question: Int32Array;
  /** The root of its trace: the number of the trace. */
  readonly trace: Uint32Array;
  /** The newest row by which the asker sent the query. */
  readonly attemptRow: Uint32Array;
  /** As that shows: network namespace and end of the asker, whom it asked, type of the packet (PKT). */
  readonly askerNetns: Uint32Array;
  readonly askerAddress: Uint32Array;
  readonly askerPort: Uint32Array;
  readonly serverAddress: Uint32Array;
  readonly serverPort: Uint32Array;
  readonly askerPacket: Uint32Array;
  /** The transaction it was asked for, 0 where it is a root. */
  readonly parent: Uint32Array;
  readonly relation: Uint32Array;
  readonly confidence: Uint32Array;
  readonly evidence: Uint32Array;
  /** The transaction that joined the trace before it; for a root the newest member. A ring through the trace. */
  readonly member: Uint32Array;
  /** A transaction of another trace whose answer it waited for (forwarders merge equal questions), or 0. */
  readonly shared: Uint32Array;
  /** The row by which it was answered, in time or late; of no meaning before. */
  readonly answerRow: Uint32Array;
  /** Older transactions with the same message, ID, question, asker and name, receiver. */
  readonly sameMessage: Uint32Array;
  readonly sameId: Uint32Array;
  readonly sameQuestion: Uint32Array;
  readonly sameAsker: Uint32Array;
  readonly sameReceiver: Uint32Array;
  /** Told of each that joins another trace. */
  joined: (transaction: number) => void = () => {};
  /** Number of the next transaction. */
  next = 1;
  /** In units of two words. */
  readonly #attemptNs: Float64Array;
  /** By place of a row in the store, two words: its transaction, and how many rows before it that one's previous row is. */
  readonly #links: Uint32Array;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #mask: number;

  constructor(store: Store, rows: Rows) {
    this.#store = store;
    this.#rows = rows;
    this.capacity = Math.max(MIN_CAPACITY, 2 ** Math.ceil(Math.log2(store.capacity / 2)));
    this.#mask = this.capacity - 1;
    this.#links = new Uint32Array(2 * store.capacity);
    const memory = new ArrayBuffer(4 * (LEAD_WORDS + this.capacity * WORDS));
    let words = LEAD_WORDS;
    const word = () => new Uint32Array(memory, 4 * words++);
    this.#attemptNs = new Float64Array(memory, 4 * words);
    words += 2;
    this.lastRow = word();
    this.flags = word();
    this.state = word();
    this.attempts = word();
    this.events = word();
    this.question = new Int32Array(memory, 4 * words++);
    this.trace = word();
    this.attemptRow = word();
    this.askerNetns = word();
    this.askerAddress = word();
    this.askerPort = word();
    this.serverAddress = word();
    this.serverPort = word();
    this.sameMessage = word();
    this.parent = word();
    this.relation = word();
    this.confidence = word();
    this.evidence = word();
    this.member = word();
    this.shared = word();
    this.firstRow = word();
    this.answerRow = word();
    this.askerPacket = word();
    this.sameId = word();
    this.sameQuestion = word();
    this.sameAsker = word();
    this.sameReceiver = word();
  }

  /** The place of a transaction in the columns. */
  at(transaction: number): number {
    return (transaction & this.#mask) * WORDS;
  }

  /** Whether it is still kept, with at least one row. */
  alive(transaction: number): boolean {
    if (transaction === 0) return false;
    const age = (this.next - transaction) >>> 0;
    return age > 0 && age <= this.capacity && this.newestRow(transaction) >= this.#store.first;
  }

  /** Makes a transaction that begins with the query `s`, a trace of its own. */
  create(s: Sighting): number {
    const transaction = this.next;
    this.next = (transaction + 1) >>> 0 || 1;
    const at = this.at(transaction);
    this.events[at] = 0;
    this.flags[at] = 0;
    this.state[at] = STATE.pending;
    this.attempts[at] = 0;
    this.question[at] = s.question;
    this.parent[at] = 0;
    this.relation[at] = 0;
    this.confidence[at] = 0;
    this.evidence[at] = 0;
    this.trace[at] = transaction;
    this.member[at] = transaction;
    this.shared[at] = 0;
    this.sameMessage[at] = 0;
    this.sameId[at] = 0;
    this.sameQuestion[at] = 0;
    this.sameAsker[at] = 0;
    this.sameReceiver[at] = 0;
    this.firstRow[at] = s.row;
    this.lastRow[at] = s.row;
    this.add(transaction, s.row);
    this.sent(transaction, s);
    return transaction;
  }

  add(transaction: number, row: number): void {
    const at = this.at(transaction);
    const entry = 2 * this.#rows.place(row);
    this.#links[entry] = transaction;
    this.#links[entry + 1] = row - this.lastRow[at];
    this.lastRow[at] = row;
    if (this.events[at] < 0xffff) this.events[at]++;
  }

  /** Its asker sent the query by `s`, which was added. */
  sent(transaction: number, s: Sighting): void {
    const at = this.at(transaction);
    this.attemptRow[at] = s.row;
    this.#attemptNs[at >> 1] = s.timeNs;
    if (this.attempts[at] < 255) this.attempts[at]++;
    this.askerNetns[at] = s.netns;
    this.askerAddress[at] = s.client;
    this.askerPort[at] = s.clientPort;
    this.serverAddress[at] = s.server;
    this.serverPort[at] = s.serverPort;
    this.askerPacket[at] = s.pktType;
  }

  /** Sets bits of its flags (MARK). */
  mark(transaction: number, marks: number): void {
    this.flags[this.at(transaction)] |= marks;
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
    return this.#attemptNs[this.at(transaction) >> 1];
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
