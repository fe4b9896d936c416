// In: latencies in nanoseconds. Out: their buckets, and percentiles of buckets that differ from the exact ones by 0.02%.

/** Buckets from 1 us to 1,000 s: what 16 bits can tell apart. */
const BUCKETS = 1 << 16;
const LOWEST_NS = 1e3;
const HIGHEST_NS = 1e12;
const STEP = Math.log(HIGHEST_NS / LOWEST_NS) / (BUCKETS - 1);
const PER_STEP = 1 / STEP;
/** From so many on, counting is faster than comparing. */
const MANY = 1 << 15;

/** The bucket of a latency: 0 below 1 us, and each bucket 0.032% above the one before. */
export function bucketOf(ns: number): number {
  if (!(ns > LOWEST_NS)) return 0;
  return Math.min(BUCKETS - 1, 1 + Math.floor(Math.log(ns / LOWEST_NS) * PER_STEP));
}

/** The middle of a bucket, in nanoseconds. */
export function latencyOf(bucket: number): number {
  return bucket === 0 ? LOWEST_NS : LOWEST_NS * Math.exp((bucket - 0.5) * STEP);
}

let counts: Uint32Array | undefined;

/** Sorts buckets in place, in time that grows with their number only. */
export function sortBuckets(buckets: Uint16Array): void {
  if (buckets.length < MANY) {
    buckets.sort();
    return;
  }
  counts ??= new Uint32Array(BUCKETS);
  counts.fill(0);
  for (let i = 0; i < buckets.length; i++) counts[buckets[i]]++;
  let at = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const end = at + counts[bucket];
    if (end > at) buckets.fill(bucket, at, end);
    at = end;
  }
}

/** The smallest latency that at least the part `p` of sorted buckets do not exceed (nearest rank); NaN of none. */
export function percentile(sorted: Uint16Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  return latencyOf(sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]);
}
