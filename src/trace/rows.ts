// In: row numbers. Out: their places in the columns and their event times, without a division for each.
import type { Store } from '../store/store.ts';

/** Places and times of the store's kept rows, as of the last `refresh`. */
export class Rows {
  readonly #store: Store;
  readonly #capacity: number;
  /** The newest row number, at most `end`, whose place is 0. */
  #turn = 0;
  #end = 0;
  /** The second of the first row, -1 before there is one. */
  baseSeconds = -1;

  constructor(store: Store) {
    this.#store = store;
    this.#capacity = store.capacity;
    this.refresh();
  }

  /** To be called after each append. */
  refresh(): void {
    this.#end = this.#store.end;
    this.#turn = this.#end - (this.#end % this.#capacity);
    if (this.baseSeconds < 0 && this.#store.size > 0) {
      this.baseSeconds = this.#store.columns.time_s[this.#store.first % this.#capacity];
    }
  }

  /** `row % capacity`, for kept rows. */
  place(row: number): number {
    const place = row - this.#turn;
    return place < 0 ? place + this.#capacity : place;
  }

  /** The row of which only the low 32 bits were kept. */
  widen(low: number): number {
    return this.#end - ((this.#end - low) >>> 0);
  }

  /** Event time of a kept row, in nanoseconds since the second of the first row. */
  timeOf(row: number): number {
    return this.timeAt(this.place(row));
  }

  timeAt(place: number): number {
    const { time_s, time_ns } = this.#store.columns;
    return (time_s[place] - this.baseSeconds) * 1e9 + time_ns[place];
  }

  /** A moment of the wall clock, in milliseconds since the epoch, on the same scale. */
  timeOfClock(milliseconds: number): number {
    return this.baseSeconds < 0 ? 0 : milliseconds * 1e6 - this.baseSeconds * 1e9;
  }
}
