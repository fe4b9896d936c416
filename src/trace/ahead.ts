// In: a run of rows, hashed. Out: what looking at them will read, on its way into the processor's caches.
import type { Store } from '../store/store.ts';
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import { KEY, type Parties } from './party.ts';
import type { Prefetch } from './prefetch.ts';
import { RUN_ROWS, type Run } from './run.ts';
import { DNS_FLAG, PKT } from './sighting.ts';
import type { Transactions } from './transactions.ts';

/** Fewer rows gain nothing. */
const MIN_ROWS = 64;

/**
 * A read outside the processor's caches takes as long as all else that is done for an event, and most of what an event
 * needs was last used by another lookup. Asked for together, such reads take a twentieth of the time. Nothing depends on
 * this: what is not asked for is waited for.
 */
export class Ahead {
  readonly #found = new Uint32Array(RUN_ROWS);
  readonly #numbers = new Uint32Array(RUN_ROWS);
  readonly #byQuestion = { a: new Int32Array(RUN_ROWS), b: new Int32Array(RUN_ROWS) };
  readonly #byAsker = { a: new Int32Array(RUN_ROWS), b: new Int32Array(RUN_ROWS) };
  readonly #key = new KeyHash();
  readonly #prefetch: Prefetch;
  readonly #store: Store;
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #index: Index;

  constructor(prefetch: Prefetch, store: Store, transactions: Transactions, parties: Parties, index: Index) {
    this.#prefetch = prefetch;
    this.#store = store;
    this.#transactions = transactions;
    this.#parties = parties;
    this.#index = index;
  }

  /** Asks for what the rows of the run, and the transactions that they begin, will read. Where little is open, caches hold it. */
  read(run: Run): void {
    if (run.end - run.first < MIN_ROWS || this.#index.isSmallest) return;
    this.#fetchFound(run.keyA, run.keyB, run.messages);
    const begin = this.#takeBeginnings(run);
    for (let n = 0; n < begin; n++) this.#numbers[n] = this.#transactions.next + n;
    this.#transactions.prefetch(this.#prefetch, this.#numbers, begin);
    for (const { a, b } of [this.#byQuestion, this.#byAsker]) this.#fetchFound(a, b, begin);
  }

  /** Asks for the transactions that the index has for keys. */
  #fetchFound(a: Int32Array, b: Int32Array, count: number): void {
    this.#prefetch.lookUp(this.#index.words, a, b, count, this.#found);
    this.#transactions.prefetch(this.#prefetch, this.#found, count);
  }

  /** Takes the keys of the queries that seem to begin a transaction, as none was found for them. Gives their number. */
  #takeBeginnings(run: Run): number {
    const { flags, netns, process, src_addr, pkt_type } = this.#store.columns;
    let count = 0;
    for (let m = 0; m < run.messages; m++) {
      const place = run.placeOf(m);
      if (this.#found[m] !== 0 || (flags[place] & DNS_FLAG.response) !== 0) continue;
      this.#parties.question(this.#key, run.question[m], run.name[m]);
      this.#put(this.#byQuestion, count);
      const sender = pkt_type[place] === PKT.host ? 0 : process[place];
      this.#parties.key(this.#key, KEY.askedName, netns[place], sender, src_addr[place], run.name[m]);
      this.#put(this.#byAsker, count++);
    }
    return count;
  }

  #put(keys: { a: Int32Array; b: Int32Array }, n: number): void {
    keys.a[n] = this.#key.a;
    keys.b[n] = this.#key.b;
  }
}
