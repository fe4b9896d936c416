// In: legs as two hashes, and the transaction seen on each. Out: the newest transaction of a leg, unless newer legs took its room.
import type { Transactions } from './transactions.ts';

const MIN_SLOTS = 1 << 14;
const WAYS = 8; // slots of a set: one line of the processor's cache
const SLOT_WORDS = 2; // check, transaction
const LINE_WORDS = 16;
// The C library puts a large block 16 bytes behind the start of a page.
const LEAD_WORDS = LINE_WORDS - 4;

/**
 * A table that never grows and never has to be cleaned: of the legs of one set the one with the oldest transaction gives
 * way. It saves a search by ID and question (rejoin.ts), which finds the transaction of a leg that is no longer here.
 */
export class Legs {
  readonly #words: Uint32Array;
  readonly #mask: number;
  readonly #transactions: Transactions;

  /** For about as many legs as there are `rows`. */
  constructor(transactions: Transactions, rows: number) {
    const slots = Math.max(MIN_SLOTS, 2 ** Math.ceil(Math.log2(rows)));
    this.#transactions = transactions;
    this.#words = new Uint32Array(new ArrayBuffer(4 * (LEAD_WORDS + slots * SLOT_WORDS)), 4 * LEAD_WORDS);
    this.#mask = slots / WAYS - 1;
  }

  /** The newest transaction set for a leg with these hashes, 0 where there is none. */
  get(a: number, b: number): number {
    const words = this.#words;
    const check = b >>> 0;
    const set = (a & this.#mask) * LINE_WORDS;
    for (let at = set; at < set + LINE_WORDS; at += SLOT_WORDS) {
      if (words[at] === check && words[at + 1] !== 0) return words[at + 1];
    }
    return 0;
  }

  set(a: number, b: number, transaction: number): void {
    const words = this.#words;
    const check = b >>> 0;
    const set = (a & this.#mask) * LINE_WORDS;
    let oldest = set;
    let most = 0;
    for (let at = set; at < set + LINE_WORDS; at += SLOT_WORDS) {
      const age = this.#transactions.age(words[at + 1]);
      if (words[at] === check || age > most) {
        oldest = at;
        most = words[at] === check ? Number.POSITIVE_INFINITY : age;
      }
    }
    words[oldest] = check;
    words[oldest + 1] = transaction;
  }
}
