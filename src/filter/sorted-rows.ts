// In: row numbers as they are found, most of them at either end. Out: the same in their order, by place.

/** A sorted set of rows that grows cheaply at both ends and shrinks cheaply at the old one. */
export class SortedRows {
  /** The older part, newest first, so that older ones are pushed; then the newer part from #head on. */
  #older: number[] = [];
  #newer: number[] = [];
  #head = 0;

  get count(): number {
    return this.#older.length + this.#newer.length - this.#head;
  }

  at(index: number): number {
    const { length } = this.#older;
    return index < length ? this.#older[length - 1 - index] : this.#newer[this.#head + index - length];
  }

  clear(): void {
    this.#older = [];
    this.#newer = [];
    this.#head = 0;
  }

  /** `row` is older than all others. */
  addOldest(row: number): void {
    if (this.#head > 0) this.#compact();
    this.#older.push(row);
  }

  add(row: number): void {
    const place = this.#place(row);
    if (place < this.count && this.at(place) === row) return;
    const { length } = this.#older;
    if (place < length) this.#older.splice(length - place, 0, row);
    else this.#newer.splice(this.#head + place - length, 0, row);
  }

  remove(row: number): void {
    const place = this.#place(row);
    if (place === this.count || this.at(place) !== row) return;
    const { length } = this.#older;
    if (place < length) this.#older.splice(length - 1 - place, 1);
    else this.#newer.splice(this.#head + place - length, 1);
  }

  /** Takes away all rows older than `first`. */
  dropBefore(first: number): void {
    while (this.#older.length > 0 && this.#older[this.#older.length - 1] < first) this.#older.pop();
    if (this.#older.length > 0) return;
    while (this.#head < this.#newer.length && this.#newer[this.#head] < first) this.#head++;
    if (this.#head > 4096 && this.#head * 2 > this.#newer.length) this.#compact();
  }

  #compact(): void {
    this.#newer = this.#newer.slice(this.#head);
    this.#head = 0;
  }

  /** How many are older than `row`. */
  #place(row: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
