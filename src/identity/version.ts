// In: changes, however many at once. Out: a number that grows soon after, but not often.

// Each step makes filters look at all rows again (some 10 ms for a million).
const STEP_MS = 200;

/** Grows at once after a change that comes alone, and a while later for those that follow closely. */
export class Version {
  /** How many changes there were, up to this moment. */
  changes = 0;
  #value = 0;
  #pending = false;
  #steppedAt = Number.NEGATIVE_INFINITY;
  readonly #now: () => number;

  /** `now`: milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  changed(): void {
    this.changes++;
    this.#pending = true;
  }

  get current(): number {
    if (!this.#pending) return this.#value;
    const now = this.#now();
    if (now < this.#steppedAt + STEP_MS) return this.#value;
    this.#pending = false;
    this.#steppedAt = now;
    return ++this.#value;
  }
}
