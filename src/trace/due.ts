// In: transactions and when to look at each again. Out: the one that is due first.

/** A binary heap; memory for twice the most that ever waited. */
export class DueQueue {
  size = 0;
  #due = new Float64Array(64);
  #transactions = new Uint32Array(64);

  /** When the first is due; never where none waits. */
  get firstDue(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.#due[0];
  }

  push(transaction: number, due: number): void {
    if (this.size === this.#due.length) this.#grow();
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#due[above] <= due) break;
      this.#move(above, at);
      at = above;
    }
    this.#due[at] = due;
    this.#transactions[at] = transaction;
  }

  /** Takes the first out. There must be one. */
  pop(): number {
    const first = this.#transactions[0];
    const last = --this.size;
    const due = this.#due[last];
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= last) break;
      if (below + 1 < last && this.#due[below + 1] < this.#due[below]) below++;
      if (this.#due[below] >= due) break;
      this.#move(below, at);
      at = below;
    }
    this.#move(last, at);
    return first;
  }

  #move(from: number, to: number): void {
    this.#due[to] = this.#due[from];
    this.#transactions[to] = this.#transactions[from];
  }

  #grow(): void {
    const due = new Float64Array(2 * this.size);
    const transactions = new Uint32Array(2 * this.size);
    due.set(this.#due);
    transactions.set(this.#transactions);
    this.#due = due;
    this.#transactions = transactions;
  }
}
