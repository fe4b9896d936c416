// In: a snapshot of what counts. Out: the rows of a table, made in steps so that keys and frames need not wait.
import { percentile, sortBuckets } from './buckets.ts';
import type { Keys } from './keys.ts';
import { FATE, FATES } from './lookup.ts';
import type { Order, TableRow } from './row.ts';
import { COUNTERS, SLICES, type Snapshot } from './snapshot.ts';
import { Top } from './top.ts';

const AT_ONCE = 8192;
const PERCENTILES: Readonly<Record<string, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** Rows, all else together, and the sum of both. */
export interface Summed {
  readonly rows: TableRow[];
  readonly others: TableRow | undefined;
  readonly otherKeys: number;
  readonly total: TableRow;
  readonly unasked: number;
}

const isAnswered = (fate: number) => fate === FATE.success || fate === FATE.nameError || fate === FATE.failed;

const queriesOf = (counts: readonly number[]) =>
  counts.slice(0, FATE.unasked).reduce((sum, count) => sum + count, 0);

/** Sums a snapshot up. One for each: what it finds on the way is kept in it. */
export class Summary {
  readonly #snapshot: Snapshot;
  readonly #keys: Keys;
  /** Buckets of answered lookups, key by key, and where those of each key begin. */
  readonly #starts: Uint32Array;
  #grouped = new Uint16Array(0);
  /** By key: its place among the rows, from 1; 0 where it is one of the others. */
  readonly #rank: Uint32Array;
  /** Queries by rank and slice. */
  #slices = new Uint32Array(0);

  constructor(snapshot: Snapshot, keys: Keys) {
    this.#snapshot = snapshot;
    this.#keys = keys;
    this.#starts = new Uint32Array(snapshot.keys + 1);
    this.#rank = new Uint32Array(snapshot.keys);
  }

  /** The `most` first rows in an order. */
  *run(order: Order, most: number): Generator<void, Summed> {
    yield* this.#group();
    const { chosen, keys, unasked } = yield* this.#choose(order, most);
    chosen.forEach((key, place) => {
      this.#rank[key] = place + 1;
    });
    yield* this.#countSlices(chosen.length);
    const rows = chosen.map((key) => this.#rowOf(key));
    const total = yield* this.#sum(() => true, -1);
    const others = keys > chosen.length ? yield* this.#sum((key) => this.#rank[key] === 0, 0) : undefined;
    return { rows, others, otherKeys: keys - chosen.length, total, unasked };
  }

  *#group(): Generator<void, void> {
    const { length, key, fate, bucket, keys } = this.#snapshot;
    const starts = this.#starts;
    for (let k = 0; k < keys; k++) starts[k + 1] = starts[k] + this.#snapshot.answered(k);
    const free = starts.slice();
    this.#grouped = new Uint16Array(starts[keys]);
    for (let i = 0; i < length; i++) {
      if (i % AT_ONCE === 0) yield;
      if (isAnswered(fate[i])) this.#grouped[free[key[i]]++] = bucket[i];
    }
  }

  *#choose(order: Order, most: number): Generator<void, { chosen: number[]; keys: number; unasked: number }> {
    const snapshot = this.#snapshot;
    const metrics = new Float64Array(snapshot.keys);
    const sign = order.inverted ? -1 : 1;
    const text = (key: number) => this.#keys.text(key);
    // What has no latency comes last, whatever the direction; queries, then names decide between equals: rows stay in place.
    const top = new Top(most, (a, b) => {
      const [x, y] = [metrics[a], metrics[b]];
      if (x !== y && !(Number.isNaN(x) && Number.isNaN(y)))
        return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : sign * (y - x);
      const names = text(a) < text(b) ? -1 : 1;
      return order.by === 'value' ? sign * names : snapshot.queries(b) - snapshot.queries(a) || names;
    });
    let keys = 0;
    let unasked = 0;
    for (let key = 0; key < snapshot.keys; key++) {
      if (key % AT_ONCE === 0) yield;
      unasked += snapshot.count(key, FATE.unasked);
      if (snapshot.queries(key) === 0) continue;
      keys++;
      metrics[key] = this.#metric(order, key);
      top.offer(key);
    }
    return { chosen: top.sorted(), keys, unasked };
  }

  #metric({ by }: Order, key: number): number {
    const snapshot = this.#snapshot;
    switch (by) {
      case 'queries':
        return snapshot.queries(key);
      case 'errors':
        return snapshot.count(key, FATE.failed);
      case 'error-share':
        return snapshot.count(key, FATE.failed) / snapshot.queries(key);
      case 'nxdomain':
        return snapshot.count(key, FATE.nameError);
      case 'unanswered':
        return snapshot.count(key, FATE.unanswered);
      case 'retries':
        return snapshot.retries(key);
      case 'value':
        return 0;
      default:
        return percentile(this.#bucketsOf(key), PERCENTILES[by]);
    }
  }

  /** The buckets of a key's latencies, sorted. */
  #bucketsOf(key: number): Uint16Array {
    const buckets = this.#grouped.subarray(this.#starts[key], this.#starts[key + 1]);
    if (buckets.length > 1) sortBuckets(buckets);
    return buckets;
  }

  *#countSlices(rows: number): Generator<void, void> {
    const { length, key, fate, slice } = this.#snapshot;
    this.#slices = new Uint32Array((rows + 1) * SLICES);
    for (let i = 0; i < length; i++) {
      if (i % AT_ONCE === 0) yield;
      if (fate[i] !== FATE.unasked) this.#slices[this.#rank[key[i]] * SLICES + slice[i]]++;
    }
  }

  /** One row for all keys that `includes` takes; `rank` is theirs, -1 for all ranks. */
  *#sum(includes: (key: number) => boolean, rank: number): Generator<void, TableRow> {
    const { length, key, fate, bucket, keys } = this.#snapshot;
    const buckets = new Uint16Array(this.#grouped.length);
    let count = 0;
    for (let i = 0; i < length; i++) {
      if (i % AT_ONCE === 0) yield;
      if (isAnswered(fate[i]) && includes(key[i])) buckets[count++] = bucket[i];
    }
    const answered = buckets.subarray(0, count);
    sortBuckets(answered);
    const sums = new Array<number>(COUNTERS).fill(0);
    for (let k = 0; k < keys; k++) {
      if (k % AT_ONCE === 0) yield;
      if (includes(k)) this.#snapshot.addTo(sums, k);
    }
    return this.#row('', sums, rank, answered);
  }

  #rowOf(key: number): TableRow {
    const counts = new Array<number>(COUNTERS).fill(0);
    this.#snapshot.addTo(counts, key);
    return this.#row(this.#keys.text(key), counts, this.#rank[key], this.#bucketsOf(key));
  }

  #row(key: string, counts: readonly number[], rank: number, buckets: Uint16Array): TableRow {
    return {
      key,
      queries: queriesOf(counts),
      retries: counts[FATES],
      errors: counts[FATE.failed],
      nameErrors: counts[FATE.nameError],
      unanswered: counts[FATE.unanswered],
      pending: counts[FATE.pending],
      p50Ns: percentile(buckets, PERCENTILES.p50),
      p95Ns: percentile(buckets, PERCENTILES.p95),
      p99Ns: percentile(buckets, PERCENTILES.p99),
      slices: this.#slicesOf(rank),
    };
  }

  #slicesOf(rank: number): number[] {
    if (rank >= 0) return [...this.#slices.subarray(rank * SLICES, (rank + 1) * SLICES)];
    const sums = new Array<number>(SLICES).fill(0);
    this.#slices.forEach((count, i) => {
      sums[i % SLICES] += count;
    });
    return sums;
  }
}
