// In: keys with a value each. Out: the value of a key, while it is among the newest.

/**
 * A bounded map: two generations, so that nothing is looked for to be forgotten. Keeps the newest `fewest` entries that
 * were set, and up to as many before them.
 */
export class Newest<Key, Value> {
  readonly #fewest: number;
  readonly #forgets: () => void;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  /** `forgets` is called after older entries were forgotten. */
  constructor(fewest: number, forgets: () => void = () => {}) {
    this.#fewest = fewest;
    this.#forgets = forgets;
  }

  get isEmpty(): boolean {
    return this.#young.size + this.#old.size === 0;
  }

  get(key: Key): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: Key, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#fewest) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#forgets();
  }

  /** All keys; one may come twice. */
  *keys(): Generator<Key> {
    yield* this.#old.keys();
    yield* this.#young.keys();
  }
}
