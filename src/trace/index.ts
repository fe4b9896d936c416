// In: keys as two hashes, and a number for each. Out: the number last set for a key, while it is young or kept.

// Two generations of this size stay in a second-level cache, next to the newest rows.
const MIN_SLOTS = 1 << 14;
const MAX_SLOTS = 1 << 21;
const STRIDE = 3; // of a slot: hash a, hash b, value

/**
 * A bounded map without deletion, small enough for the processor's caches. Two generations: new keys go into the young
 * one; when that is full it becomes the old one, and of what was old only the entries worth keeping go on.
 */
export class Index {
  readonly #keep: (value: number) => boolean;
  #young = new Generation(MIN_SLOTS);
  #old = new Generation(MIN_SLOTS);
  #spare = new Generation(MIN_SLOTS);

  /** `keep` says whether an entry with this value must outlive its generation. */
  constructor(keep: (value: number) => boolean) {
    this.#keep = keep;
  }

  /** The value set for the key, 0 where there is none. */
  get(a: number, b: number): number {
    return this.#young.get(a, b) || this.#old.get(a, b);
  }

  /** `value` must not be 0. */
  set(a: number, b: number, value: number): void {
    if (this.#young.full) this.#rotate();
    this.#young.set(a, b, value);
  }

  #rotate(): void {
    let next = this.#spare;
    const old = this.#old;
    next.clear();
    for (let at = old.next(0); at >= 0; at = old.next(at + 1)) {
      if (!this.#keep(old.value(at)) || old.isIn(this.#young, at)) continue;
      if (next.half && next.slots < MAX_SLOTS) next = next.doubled();
      if (!next.full) old.copyTo(next, at);
    }
    const slots = next.sparse ? Math.max(MIN_SLOTS, next.slots / 2) : next.slots;
    this.#spare = old.slots === slots ? old : new Generation(slots);
    this.#old = this.#young;
    this.#young = next;
  }
}

/** Open addressing, linear probing, at most half full. */
class Generation {
  readonly slots: number;
  readonly #words: Uint32Array;
  readonly #mask: number;
  readonly #limit: number;
  #used = 0;

  constructor(slots: number) {
    this.slots = slots;
    this.#words = new Uint32Array(slots * STRIDE);
    this.#mask = slots - 1;
    this.#limit = slots >> 1;
  }

  get full(): boolean {
    return this.#used >= this.#limit;
  }

  get(a: number, b: number): number {
    return this.#words[this.#find(a >>> 0, b >>> 0) + 2];
  }

  set(a: number, b: number, value: number): void {
    const words = this.#words;
    const at = this.#find(a >>> 0, b >>> 0);
    if (words[at + 2] === 0) this.#used++;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = value;
  }

  /** Whether what was copied into it takes half of its room. */
  get half(): boolean {
    return this.#used * 2 >= this.#limit;
  }

  get sparse(): boolean {
    return this.#used * 16 < this.#limit;
  }

  clear(): void {
    this.#words.fill(0);
    this.#used = 0;
  }

  /** The first used slot from `slot` on, -1 where there is none. */
  next(slot: number): number {
    for (let at = slot; at < this.slots; at++) if (this.#words[at * STRIDE + 2] !== 0) return at;
    return -1;
  }

  value(slot: number): number {
    return this.#words[slot * STRIDE + 2];
  }

  isIn(other: Generation, slot: number): boolean {
    return other.get(this.#words[slot * STRIDE], this.#words[slot * STRIDE + 1]) !== 0;
  }

  copyTo(other: Generation, slot: number): void {
    const at = slot * STRIDE;
    other.set(this.#words[at], this.#words[at + 1], this.#words[at + 2]);
  }

  doubled(): Generation {
    const doubled = new Generation(this.slots * 2);
    for (let slot = this.next(0); slot >= 0; slot = this.next(slot + 1)) this.copyTo(doubled, slot);
    return doubled;
  }

  /** Where the key is, or the free place where it belongs. */
  #find(a: number, b: number): number {
    const words = this.#words;
    let slot = a & this.#mask;
    for (;;) {
      const at = slot * STRIDE;
      if (words[at + 2] === 0 || (words[at] === a && words[at + 1] === b)) return at;
      slot = (slot + 1) & this.#mask;
    }
  }
}
