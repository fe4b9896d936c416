// In: keys and values. Out: the values of the keys that were set last, within a bound.

/** A map that forgets the key that was set longest ago when it is full. */
export class BoundedMap<Key, Value> {
  readonly #capacity: number;
  readonly #values = new Map<Key, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  set(key: Key, value: Value): void {
    this.#values.delete(key);
    if (this.#values.size >= this.#capacity) this.#values.delete(this.#values.keys().next().value as Key);
    this.#values.set(key, value);
  }

  /** True where there was one. */
  delete(key: Key): boolean {
    return this.#values.delete(key);
  }

  /** A copy: entries may be set on the way. */
  [Symbol.iterator](): IterableIterator<[Key, Value]> {
    return [...this.#values][Symbol.iterator]();
  }
}
