// In: dictionary entries as they arrive. Out: the value behind an index, and which indices changed their value.

// Readers that keep verdicts look at least once a tick; one that misses more changes than this starts afresh.
const REMEMBERED_CHANGES = 8192;

/** Values by index. An index may be given another value once its rows are gone, or when more became known. */
export class Dictionary<Value> {
  /** How many times an existing index was given another value. */
  changes = 0;
  readonly #values: Value[];
  readonly #empty: Value;
  readonly #changed = new Uint32Array(REMEMBERED_CHANGES);

  /** `empty` is the value of index 0, and of every index that has not been told yet. */
  constructor(empty: Value) {
    this.#empty = empty;
    this.#values = [empty];
  }

  /** One more than the highest index. */
  get size(): number {
    return this.#values.length;
  }

  at(index: number): Value {
    return this.#values[index] ?? this.#empty;
  }

  set(index: number, value: Value): void {
    while (this.#values.length < index) this.#values.push(this.#empty);
    if (index < this.#values.length) {
      this.#changed[this.changes % REMEMBERED_CHANGES] = index;
      this.changes++;
    }
    this.#values[index] = value;
  }

  /**
   * Calls `visit` with each index changed since `changes` was `since`.
   * False, without a call, where that is too long ago to tell.
   */
  changedSince(since: number, visit: (index: number) => void): boolean {
    if (this.changes - since > REMEMBERED_CHANGES) return false;
    for (let i = since; i < this.changes; i++) visit(this.#changed[i % REMEMBERED_CHANGES]);
    return true;
  }
}
