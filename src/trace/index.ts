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
    const kept = this.#old.count(this.#keep);
    let slots = MIN_SLOTS;
    while (slots < MAX_SLOTS && kept * 4 > slots) slots *= 2;
    const next = new Generation(slots);
    this.#old.moveTo(next, this.#keep, this.#young);
    this.#old = this.#young;
    this.#young = next;
  }
}

/** Open addressing, linear probing, at most half full. */
class Generation {
  readonly #words: Uint32Array;
  readonly #mask: number;
  readonly #limit: number;
  #used = 0;

  constructor(slots: number) {
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

  count(keep: (value: number) => boolean): number {
    let count = 0;
    for (let at = 2; at < this.#words.length; at += STRIDE) {
      if (this.#words[at] !== 0 && keep(this.#words[at])) count++;
    }
    return count;
  }

  /** Copies what is kept, unless `newer` has the key too, until `other` is full. */
  moveTo(other: Generation, keep: (value: number) => boolean, newer: Generation): void {
    const words = this.#words;
    for (let at = 0; at < words.length && !other.full; at += STRIDE) {
      const value = words[at + 2];
      if (value === 0 || !keep(value) || newer.get(words[at], words[at + 1]) !== 0) continue;
      other.set(words[at], words[at + 1], value);
    }
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
