// In: keys as two hashes, and a number for each. Out: the number last set for a key, while it is young.

const MIN_SLOTS = 1 << 12;
const MAX_SLOTS = 1 << 20;
const STRIDE = 3; // of a slot: hash a, hash b, value

/**
 * A bounded map without deletion. Two generations: new keys go into the young one, `rotate` makes it the old one and
 * forgets what was old. A key lives for at least one generation and at most two after it was last set.
 */
export class Index {
  #young = new Generation(MIN_SLOTS);
  #old = new Generation(MIN_SLOTS);

  /** The value set for the key, 0 where there is none. */
  get(a: number, b: number): number {
    return this.#young.get(a, b) || this.#old.get(a, b);
  }

  /** `value` must not be 0. */
  set(a: number, b: number, value: number): void {
    if (this.#young.full) this.#grow();
    this.#young.set(a, b, value);
  }

  rotate(): void {
    const slots = Math.max(MIN_SLOTS, this.#young.slotsFor(this.#young.used));
    this.#old = this.#young;
    this.#young = new Generation(slots);
  }

  clear(): void {
    this.#young = new Generation(MIN_SLOTS);
    this.#old = new Generation(MIN_SLOTS);
  }

  #grow(): void {
    if (this.#young.slots >= MAX_SLOTS) {
      this.rotate();
      return;
    }
    const grown = new Generation(this.#young.slots * 4);
    this.#young.copyTo(grown);
    this.#young = grown;
  }
}

/** Open addressing, linear probing, at most five eighths full. */
class Generation {
  used = 0;
  readonly slots: number;
  readonly #words: Uint32Array;
  readonly #mask: number;
  readonly #limit: number;

  constructor(slots: number) {
    this.slots = slots;
    this.#words = new Uint32Array(slots * STRIDE);
    this.#mask = slots - 1;
    this.#limit = (slots >> 1) + (slots >> 3);
  }

  get full(): boolean {
    return this.used >= this.#limit;
  }

  /** Slots that hold `keys` without growing. */
  slotsFor(keys: number): number {
    let slots = MIN_SLOTS;
    while ((slots >> 1) + (slots >> 3) <= keys && slots < MAX_SLOTS) slots *= 2;
    return slots;
  }

  get(a: number, b: number): number {
    const at = this.#find(a >>> 0, b >>> 0);
    return this.#words[at + 2];
  }

  set(a: number, b: number, value: number): void {
    const at = this.#find(a >>> 0, b >>> 0);
    if (this.#words[at + 2] === 0) this.used++;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = value;
  }

  copyTo(other: Generation): void {
    const words = this.#words;
    for (let at = 0; at < words.length; at += STRIDE) {
      if (words[at + 2] !== 0) other.set(words[at], words[at + 1], words[at + 2]);
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
