// In: a store and a predicate. Out: the rows that match, by their place among the matches.
import type { Store } from '../store/store.ts';
import type { Predicate } from './predicate.ts';

// Short enough that a slow predicate over names never seen before stays well within a frame.
const SLICE_ROWS = 2048;

/**
 * The matching rows, oldest first. A new predicate is applied to the newest rows first, in slices, so `count` grows at
 * the old end until `complete`.
 */
export class Matches {
  readonly #store: Store;
  #predicate: Predicate | undefined;
  #revision = 0;
  // Ring of matching row numbers modulo 2^32: enough to tell rows apart within one store.
  #ring = new Uint32Array(0);
  #head = 0;
  #count = 0;
  // Rows #oldest..#newest-1 have been examined.
  #oldest = 0;
  #newest = 0;
  readonly #found = new Uint32Array(SLICE_ROWS);

  /** Without a predicate every kept row matches. */
  constructor(store: Store, predicate?: Predicate) {
    this.#store = store;
    this.setPredicate(predicate);
  }

  /** Starts again with another predicate; call `work` until it is done. */
  setPredicate(predicate: Predicate | undefined): void {
    this.#predicate = predicate;
    this.#restart();
  }

  /** Number of matches found so far. */
  get count(): number {
    return this.#predicate ? this.#count : this.#store.size;
  }

  /** Whether every kept row has been examined. */
  get complete(): boolean {
    return !this.#predicate || (this.#oldest <= this.#store.first && this.#newest === this.#store.end);
  }

  /** Row number of match `index`, 0 the oldest found, count-1 the newest. */
  at(index: number): number {
    if (!this.#predicate) return this.#store.first + index;
    return this.#rowOf(this.#ring[(this.#head + index) % this.#ring.length]);
  }

  /** Index of the newest match whose row is `row` or older; -1 where there is none. */
  position(row: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) <= row) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A kept row's value has changed, as those of fields about transactions do: whether it matches is found out anew. */
  revise(row: number): void {
    if (!this.#predicate || row < this.#oldest || row >= this.#newest) return;
    const index = this.position(row);
    const was = index >= 0 && this.at(index) === row;
    if (this.#predicate.test(row) === was) return;
    if (was) this.#removeAt(index);
    else this.#insertAt(index + 1, row);
  }

  /** After each append to the store: drops rows that are gone, examines the new ones. */
  extend(): void {
    if (!this.#predicate) return;
    this.#trim();
    while (this.#newest < this.#store.end) {
      const to = Math.min(this.#newest + SLICE_ROWS, this.#store.end);
      const found = this.#predicate.scan(to - 1, to - this.#newest, this.#found);
      for (let i = found - 1; i >= 0; i--) this.#pushNewest(to - 1 - this.#found[i]);
      this.#newest = to;
    }
    if (this.#predicate.revision !== this.#revision) this.#restart();
  }

  /**
   * Examines older rows, newest first, until all are or `now()` has reached `deadlineMs`; one slice at least.
   * True when complete.
   */
  work(deadlineMs: number, now: () => number = performance.now.bind(performance)): boolean {
    this.extend();
    while (this.#predicate && this.#oldest > this.#store.first) {
      const count = Math.min(SLICE_ROWS, this.#oldest - this.#store.first);
      const newest = this.#oldest - 1;
      const found = this.#predicate.scan(newest, count, this.#found);
      for (let i = 0; i < found; i++) this.#pushOldest(newest - this.#found[i]);
      this.#oldest -= count;
      if (now() >= deadlineMs) break;
    }
    return this.complete;
  }

  #restart(): void {
    this.#revision = this.#predicate?.revision ?? 0;
    this.#head = 0;
    this.#count = 0;
    this.#oldest = this.#store.end;
    this.#newest = this.#store.end;
  }

  #trim(): void {
    const first = this.#store.first;
    while (this.#count > 0 && this.at(0) < first) {
      this.#head = (this.#head + 1) % this.#ring.length;
      this.#count--;
    }
    this.#oldest = Math.max(this.#oldest, first);
    this.#newest = Math.max(this.#newest, first);
  }

  #pushNewest(row: number): void {
    this.#reserve();
    this.#ring[(this.#head + this.#count) % this.#ring.length] = row;
    this.#count++;
  }

  #pushOldest(row: number): void {
    this.#reserve();
    this.#head = (this.#head + this.#ring.length - 1) % this.#ring.length;
    this.#ring[this.#head] = row;
    this.#count++;
  }

  /** Both move the newer ones, which are few where rows are young. */
  #insertAt(index: number, row: number): void {
    this.#pushNewest(row);
    for (let at = this.#count - 1; at > index; at--) this.#set(at, this.#get(at - 1));
    this.#set(index, row);
  }

  #removeAt(index: number): void {
    for (let at = index; at < this.#count - 1; at++) this.#set(at, this.#get(at + 1));
    this.#count--;
  }

  #get(index: number): number {
    return this.#ring[(this.#head + index) % this.#ring.length];
  }

  #set(index: number, row: number): void {
    this.#ring[(this.#head + index) % this.#ring.length] = row;
  }

  #reserve(): void {
    if (this.#count < this.#ring.length) return;
    const ring = new Uint32Array(Math.max(1024, 2 * this.#ring.length));
    for (let i = 0; i < this.#count; i++) ring[i] = this.#ring[(this.#head + i) % this.#ring.length];
    this.#ring = ring;
    this.#head = 0;
  }

  #rowOf(stored: number): number {
    const first = this.#store.first;
    // A row just evicted may lie a little before `first` until the next trim, hence the signed distance.
    return first + ((stored - (first % 2 ** 32)) | 0);
  }
}
