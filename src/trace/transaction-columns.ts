// In: how many transactions and rows are kept. Out: columns for what is known of each.
import { Bits } from './bits.ts';
import { alignedMemory, LINE_WORDS } from './lines.ts';

const WORDS = 2 * LINE_WORDS; // of a transaction
// Of interest to the native side only: legs, and what stands at the end.
const LEGS_WORDS = 4;
const END_WORDS = 4;
// Of each transaction beside them.
const SEARCHED_WORDS = 5;
const BITS = 3;

/**
 * Columns as views of one memory, indexed by `at`: all of a transaction is in two lines of the processor's cache, in the
 * first what every event needs, and the search for what a query was asked on for. Numbers of transactions count up in 32 bits.
 */
export class TransactionColumns {
  readonly capacity: number;
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  readonly flags: Uint32Array;
  readonly state: Uint32Array;
  readonly attempts: Uint32Array;
  readonly events: Uint32Array;
  /** The root of its trace: the number of the trace. */
  readonly trace: Uint32Array;
  /** The newest row by which the asker sent the query. */
  readonly attemptRow: Uint32Array;
  /** As that shows: network namespace and end of the asker, whom it asked. */
  readonly askerNetns: Uint32Array;
  readonly askerAddress: Uint32Array;
  readonly serverAddress: Uint32Array;
  /** Port of the asker in the upper half, of the server in the lower. */
  readonly ports: Uint32Array;
  /** As its newest query row shows: type of the packet, address of the server, process there. */
  readonly atPacket: Uint32Array;
  readonly atAddress: Uint32Array;
  readonly atProcess: Uint32Array;
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
  /**
   * These are indexed by `place`, as searches pass many transactions that they need nothing else of: the network namespace
   * that its newest query row shows, hash of the question, and older transactions with the same question, asker and name,
   * receiver.
   */
  readonly atNetns: Uint32Array;
  readonly question: Int32Array;
  readonly sameQuestion: Uint32Array;
  readonly sameAsker: Uint32Array;
  readonly sameReceiver: Uint32Array;
  /** By place of a row in the store, two words: its transaction, and how many rows before it that one's previous row is. */
  protected readonly links: Uint32Array;
  protected readonly open: Bits;
  protected readonly askedOn: Bits;
  protected readonly served: Bits;
  /** All of it, so that it can lie in large pages: transactions, the columns by `place`, bits and links. */
  readonly memory: Uint8Array;
  /** Event time of the newest attempt, indexed by half of `at`. */
  protected readonly attemptTimes: Float64Array;
  readonly #mask: number;

  /** `capacity`: a power of 2, 32 at least; for as many transactions. `rows`: that the store keeps. */
  constructor(capacity: number, rows: number) {
    this.capacity = capacity;
    this.#mask = capacity - 1;
    const beside = capacity * SEARCHED_WORDS + (BITS * capacity) / 32 + 2 * rows;
    const { memory, start } = alignedMemory(capacity * WORDS + beside);
    this.memory = new Uint8Array(memory, start);
    let words = start / 4;
    const word = () => new Uint32Array(memory, 4 * words++);
    this.attemptTimes = new Float64Array(memory, 4 * words);
    words += 2;
    this.lastRow = word();
    this.flags = word();
    this.state = word();
    this.events = word();
    this.askerNetns = word();
    this.askerAddress = word();
    this.ports = word();
    words += LEGS_WORDS;
    this.atPacket = word();
    this.atAddress = word();
    this.atProcess = word();
    this.serverAddress = word();
    this.attempts = word();
    this.attemptRow = word();
    this.trace = word();
    this.member = word();
    this.parent = word();
    this.relation = word();
    this.confidence = word();
    this.evidence = word();
    this.shared = word();
    this.firstRow = word();
    this.answerRow = word();
    words += END_WORDS;
    if (words !== start / 4 + WORDS) throw new RangeError(`a transaction has ${words - start / 4} words`);
    let end = start + 4 * capacity * WORDS;
    const next = (length: number) => {
      end += 4 * length;
      return new Uint32Array(memory, end - 4 * length, length);
    };
    this.question = new Int32Array(memory, next(capacity).byteOffset, capacity);
    this.sameQuestion = next(capacity);
    this.sameAsker = next(capacity);
    this.sameReceiver = next(capacity);
    this.atNetns = next(capacity);
    this.open = new Bits(next(capacity / 32));
    this.askedOn = new Bits(next(capacity / 32));
    this.served = new Bits(next(capacity / 32));
    this.links = next(2 * rows);
  }

  /** The place of a transaction in the columns. */
  at(transaction: number): number {
    return (transaction & this.#mask) * WORDS;
  }

  /** Its place among all that are kept. */
  place(transaction: number): number {
    return transaction & this.#mask;
  }
}
