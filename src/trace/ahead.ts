// In: rows that will be looked at. Out: what that will read, on its way into the processor's caches.
import type { Store } from '../store/store.ts';
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import type { Names } from './names.ts';
import type { Parties } from './party.ts';
import type { Prefetch } from './prefetch.ts';
import type { Rows } from './rows.ts';
import { Sighting } from './sighting.ts';
import type { Transactions } from './transactions.ts';

/** The most rows at a time: what they need stays in a second-level cache until they are looked at. */
export const AHEAD_ROWS = 1024;
/** Fewer gain nothing. */
const MIN_ROWS = 64;

/** Keys of the index: two hashes each. */
class Keys {
  readonly a = new Int32Array(AHEAD_ROWS);
  readonly b = new Int32Array(AHEAD_ROWS);
  count = 0;

  add({ a, b }: KeyHash): void {
    this.a[this.count] = a;
    this.b[this.count++] = b;
  }
}

/**
 * A read outside the processor's caches takes as long as all else that is done for an event, and where much is open most
 * of what an event needs was last used by many others. Asked for together, such reads take a twentieth of the time.
 * Nothing depends on this: what is not asked for is waited for.
 */
export class Ahead {
  readonly #messages = new Keys();
  readonly #questions = new Keys();
  readonly #askers = new Keys();
  /** By message: the first row that shows it. */
  readonly #rowOf = new Float64Array(AHEAD_ROWS);
  readonly #found = new Uint32Array(AHEAD_ROWS);
  readonly #key = new KeyHash();
  readonly #prefetch: Prefetch;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #index: Index;
  readonly #sighting: Sighting;

  constructor(
    prefetch: Prefetch,
    store: Store,
    rows: Rows,
    names: Names,
    transactions: Transactions,
    parties: Parties,
    index: Index,
  ) {
    this.#prefetch = prefetch;
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#parties = parties;
    this.#index = index;
    this.#sighting = new Sighting(store, rows, names);
  }

  /** Asks for what the rows from..to-1, at most AHEAD_ROWS, and the transactions that they begin will read. */
  read(from: number, to: number): void {
    if (to - from < MIN_ROWS || this.#index.isSmallest) return; // where little is open, caches hold it
    this.#takeMessages(from, to);
    this.#fetchFound(this.#messages);
    this.#takeBeginnings();
    const begin = this.#questions.count;
    for (let n = 0; n < begin; n++) this.#found[n] = this.#transactions.next + n;
    this.#transactions.prefetch(this.#prefetch, this.#found, begin);
    this.#fetchFound(this.#questions);
    this.#fetchOlder(begin);
    this.#fetchFound(this.#askers);
  }

  /** Asks for the transactions that the index has for keys. */
  #fetchFound({ a, b, count }: Keys): void {
    this.#prefetch.lookUp(this.#index.words, a, b, count, this.#found);
    this.#transactions.prefetch(this.#prefetch, this.#found, count);
  }

  /** Asks for the next older ones with the questions of those found: one of a lookup is what it asked, one what was asked on. */
  #fetchOlder(count: number): void {
    const { sameQuestion } = this.#transactions;
    for (let n = 0; n < count; n++) {
      const found = this.#found[n];
      if (found !== 0) this.#found[n] = sameQuestion[this.#transactions.place(found)];
    }
    this.#transactions.prefetch(this.#prefetch, this.#found, count);
  }

  /** Takes the keys of all messages; rows that follow each other may show one at several points. */
  #takeMessages(from: number, to: number): void {
    const { message } = this.#store.columns;
    const keys = this.#messages;
    let before = -1;
    keys.count = 0;
    for (let row = from; row < to; row++) {
      const bytes = message[this.#rows.place(row)];
      if (bytes === before) continue;
      before = bytes;
      this.#sighting.read(row);
      this.#rowOf[keys.count] = row;
      this.#parties.message(this.#key, this.#sighting);
      keys.add(this.#key);
    }
  }

  /** Takes the keys of the queries that seem to begin a transaction, as none was found for them. */
  #takeBeginnings(): void {
    const s = this.#sighting;
    this.#questions.count = 0;
    this.#askers.count = 0;
    for (let n = 0; n < this.#messages.count; n++) {
      if (this.#found[n] !== 0) continue;
      s.read(this.#rowOf[n]);
      if (!s.isQuery) continue;
      this.#parties.question(this.#key, s);
      this.#questions.add(this.#key);
      this.#parties.askedName(this.#key, s);
      this.#askers.add(this.#key);
    }
  }
}
