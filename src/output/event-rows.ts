// In: the rows of a store, in order. Out: the text of those that match.
import type { FieldContext } from '../fields/context.ts';
import type { Predicate } from '../filter/predicate.ts';
import type { RowText } from './record.ts';
import type { Supply } from './supply.ts';

/** Rows looked at before the event loop gets its turn, where few of them match. */
const ROWS_AT_ONCE = 1 << 16;

/** Each matching row once. Rows wait in the store until the reader takes them. */
export class EventRows implements Supply {
  skipped = 0;
  readonly #context: FieldContext;
  readonly #predicate: Predicate | undefined;
  readonly #text: RowText;
  #next: number;

  constructor(context: FieldContext, predicate: Predicate | undefined, text: RowText) {
    this.#context = context;
    this.#predicate = predicate;
    this.#text = text;
    this.#next = context.store.first;
  }

  get waiting(): number {
    return this.#context.store.end - this.#next;
  }

  take(length: number): string {
    const { store } = this.#context;
    if (this.#next < store.first) {
      this.skipped += store.first - this.#next;
      this.#next = store.first;
    }
    const last = Math.min(store.end, this.#next + ROWS_AT_ONCE);
    let piece = '';
    while (this.#next < last && piece.length < length) {
      const row = this.#next++;
      if (!this.#predicate || this.#predicate.test(row)) piece += this.#text(this.#context, row);
    }
    return piece;
  }
}
