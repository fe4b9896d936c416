// In: the rows of a store, in order. Out: their text in a writer, as fast as its reader takes it.
import type { FieldContext } from '../fields/context.ts';
import type { Predicate } from '../filter/predicate.ts';
import type { RowText } from './record.ts';
import type { Writer } from './writer.ts';

/** Text collected for one write: several thousand rows, and still a small part of a second of work. */
const PIECE_LENGTH = 1 << 18;
/** Rows looked at before the event loop gets its turn, where few of them match. */
const ROWS_AT_ONCE = 1 << 16;

export interface PrinterOptions {
  readonly context: FieldContext;
  readonly predicate: Predicate | undefined;
  readonly text: RowText;
  readonly header: string;
  readonly writer: Writer;
}

/** Prints each matching row once. Rows wait in the store until the reader takes them. */
export class Printer {
  /** Rows that left the store before they were looked at, because the reader was too slow. */
  skipped = 0;
  readonly #options: PrinterOptions;
  #next: number;
  #pending: string;
  #scheduled = false;
  #idle: (() => void) | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
    this.#next = options.context.store.first;
    this.#pending = options.header;
  }

  /** Rows of the store that have not been looked at. */
  get waiting(): number {
    return this.#options.context.store.end - this.#next;
  }

  /** Nothing more will be printed: all is written, or the reader has gone. */
  get done(): boolean {
    const { writer } = this.#options;
    return writer.finished || (this.waiting === 0 && this.#pending === '' && !writer.busy);
  }

  /** Goes on as far as possible without waiting. Call it after each append to the store. */
  print(): void {
    const { writer } = this.#options;
    if (!writer.busy && !writer.finished) {
      this.#collect();
      if (this.#pending !== '') {
        const text = this.#pending;
        this.#pending = '';
        writer.write(text, () => this.print());
      } else if (this.waiting > 0 && !this.#scheduled) {
        this.#scheduled = true;
        setImmediate(() => {
          this.#scheduled = false;
          this.print();
        });
      }
    }
    if (this.done) this.#idle?.();
  }

  /** Resolves once all rows that the store holds now are written, or cannot be. */
  async finish(): Promise<void> {
    if (this.done) return;
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    this.print();
    await idle;
  }

  #collect(): void {
    const { context, predicate, text } = this.#options;
    const { store } = context;
    if (this.#next < store.first) {
      this.skipped += store.first - this.#next;
      this.#next = store.first;
    }
    const last = Math.min(store.end, this.#next + ROWS_AT_ONCE);
    let piece = this.#pending;
    while (this.#next < last && piece.length < PIECE_LENGTH) {
      const row = this.#next++;
      if (!predicate || predicate.test(row)) piece += text(context, row);
    }
    this.#pending = piece;
  }
}
