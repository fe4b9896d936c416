// In: nothing. Out: what native code does for memory of ours: asks for it without waiting for it, as only native code can.

/** The addon, or none: without it every read is waited for. */
export interface Prefetch {
  /** Looks up `count` keys in the words of an index (index.ts), all together. Sets `found` to their values, or 0. */
  lookUp(words: Int32Array, a: Int32Array, b: Int32Array, count: number, found: Uint32Array): void;
  /** Asks for `count` records of `bytes` bytes, by those bits of their numbers that `mask` has; 0 names none. */
  prefetch(memory: Float64Array, bytes: number, mask: number, numbers: Uint32Array, count: number): void;
}
