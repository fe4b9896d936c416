// In: places and a yes or no for each. Out: the same, a bit each: a search among many stays in the processor's caches.

export class Bits {
  readonly #words: Uint32Array;

  /** In `words`, 32 in each. */
  constructor(words: Uint32Array) {
    this.#words = words;
  }

  has(place: number): boolean {
    return (this.#words[place >> 5] & (1 << (place & 31))) !== 0;
  }

  set(place: number, value: boolean): void {
    if (value) this.#words[place >> 5] |= 1 << (place & 31);
    else this.#words[place >> 5] &= ~(1 << (place & 31));
  }
}
