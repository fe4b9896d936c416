// In: candidates one by one. Out: the best of them, in order.

/** Keeps the `most` best candidates in the order of `compare`, in memory that `most` bounds. */
export class Top {
  readonly #most: number;
  readonly #compare: (a: number, b: number) => number;
  #kept: number[] = [];
  /** The last of the best when they were last sorted: nobody behind it can be among them. */
  #last: number | undefined;

  /** `compare` as Array.sort takes it; it must tell any two candidates apart. */
  constructor(most: number, compare: (a: number, b: number) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  offer(candidate: number): void {
    if (this.#last !== undefined && this.#compare(candidate, this.#last) > 0) return;
    this.#kept.push(candidate);
    if (this.#kept.length >= 2 * this.#most + 64) this.#cut();
  }

  sorted(): number[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept.sort(this.#compare);
    if (this.#kept.length <= this.#most) return;
    this.#kept.length = this.#most;
    this.#last = this.#kept[this.#most - 1];
  }
}
