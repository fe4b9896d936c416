// In: a tally and a span of event time. Out: what counts within it, copied, so that it stays the same while it is summed up.
import type { Store } from '../store/store.ts';
import type { Traces } from '../trace/traces.ts';
import { FATE, FATES } from './lookup.ts';
import type { Tally } from './tally.ts';

export const SLICES = 20;
// Entries between two chances to stop.
const AT_ONCE = 8192;
/** Lookups by fate, and retries. */
export const COUNTERS = FATES + 1;

/** Lookups asked within a window, one entry each, and counters by key. Made anew by each `take`. */
export class Snapshot {
  /** Entries, of which the first `length` are of meaning. */
  length = 0;
  key = new Uint32Array(0);
  fate = new Uint8Array(0);
  bucket = new Uint16Array(0);
  slice = new Uint8Array(0);
  /** One more than the highest key. */
  keys = 0;
  nowNs = 0;
  sliceNs = 0;
  #counters = new Uint32Array(0);
  readonly #store: Store;
  readonly #traces: Traces;

  constructor(store: Store, traces: Traces) {
    this.#store = store;
    this.#traces = traces;
  }

  /** Copies what was asked in the last `windowNs`, in steps. Drops from the tally what is no longer kept. */
  *take(tally: Tally, windowNs: number): Generator<void, void> {
    this.#begin(tally, windowNs);
    const fromNs = this.nowNs - windowNs;
    const { next } = this.#traces.transactions;
    for (let transaction = tally.oldest, n = 0; transaction < next; transaction++) {
      const at = tally.at(transaction);
      if (++n % AT_ONCE === 0) yield;
      if (tally.number[at] !== transaction) continue;
      if (tally.firstRow[at] < this.#store.first) tally.drop(at);
      else if (tally.askedNs[at] >= fromNs && tally.key[at] < this.keys) this.#add(tally, at);
    }
  }

  /** How many lookups of a key had that fate. */
  count(key: number, fate: number): number {
    return this.#counters[key * COUNTERS + fate];
  }

  retries(key: number): number {
    return this.#counters[key * COUNTERS + FATES];
  }

  queries(key: number): number {
    let sum = 0;
    for (let fate = 0; fate < FATE.unasked; fate++) sum += this.#counters[key * COUNTERS + fate];
    return sum;
  }

  /** Adds the counters of a key to `sums`, by fate, retries behind. */
  addTo(sums: number[], key: number): void {
    for (let i = 0; i < COUNTERS; i++) sums[i] += this.#counters[key * COUNTERS + i];
  }

  answered(key: number): number {
    return this.count(key, FATE.success) + this.count(key, FATE.nameError) + this.count(key, FATE.failed);
  }

  #begin(tally: Tally, windowNs: number): void {
    const { first, size } = this.#store;
    this.length = 0;
    this.keys = tally.keys.size;
    this.#counters = new Uint32Array(this.keys * COUNTERS);
    this.nowNs = this.#traces.nowNs;
    const keptNs = size > 0 ? this.nowNs - this.#traces.timeOf(first) : 0;
    this.sliceNs = sliceLength(Number.isFinite(windowNs) ? windowNs : keptNs);
  }

  #add(tally: Tally, at: number): void {
    if (this.length === this.key.length) this.#reserve();
    const key = tally.key[at];
    const fate = tally.fate[at];
    const age = Math.floor(this.nowNs / this.sliceNs) - Math.floor(tally.askedNs[at] / this.sliceNs);
    this.key[this.length] = key;
    this.fate[this.length] = fate;
    this.bucket[this.length] = tally.bucket[at];
    this.slice[this.length] = SLICES - 1 - Math.min(SLICES - 1, Math.max(0, age));
    this.length++;
    this.#counters[key * COUNTERS + fate]++;
    if (fate !== FATE.unasked) this.#counters[key * COUNTERS + FATES] += tally.retries[at];
  }

  #reserve(): void {
    const capacity = Math.max(AT_ONCE, 2 * this.key.length);
    const { key, fate, bucket, slice } = this;
    this.key = new Uint32Array(capacity);
    this.fate = new Uint8Array(capacity);
    this.bucket = new Uint16Array(capacity);
    this.slice = new Uint8Array(capacity);
    this.key.set(key);
    this.fate.set(fate);
    this.bucket.set(bucket);
    this.slice.set(slice);
  }
}

/** 1, 2 or 5 times a power of ten, so that slices stay the same while the span grows. Nanoseconds. */
function sliceLength(spanNs: number): number {
  const least = Math.max(1e6, spanNs / SLICES);
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
}
