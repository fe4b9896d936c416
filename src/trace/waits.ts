// In: lookups and the answers to others' queries that they waited for. Out: the same again, of the newest lookups.

// Of what a resolver is asked, most goes on by itself.
const MAX_LOOKUPS = 16_384;

/** Transactions by number, newest kept. */
export class Waits {
  readonly #of = new Map<number, number[]>();

  /** `lookup` could not go on before `answered`, asked for others, were answered. */
  add(lookup: number, answered: readonly number[]): void {
    if (answered.length === 0) return;
    const known = this.#of.get(lookup) ?? [];
    this.#of.set(lookup, [...known, ...answered.filter((t) => !known.includes(t))]);
    if (this.#of.size <= MAX_LOOKUPS) return;
    for (const oldest of this.#of.keys()) {
      this.#of.delete(oldest);
      break;
    }
  }

  /** What a lookup waited for. */
  of(lookup: number): readonly number[] {
    return this.#of.get(lookup) ?? [];
  }
}
