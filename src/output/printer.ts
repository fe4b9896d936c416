// In: a supply of text. Out: the text in a writer, as fast as its reader takes it.
import type { Supply } from './supply.ts';
import type { Writer } from './writer.ts';

/** Text collected for one write: several thousand rows, and still a small part of a second of work. */
const PIECE_LENGTH = 1 << 18;

export interface PrinterOptions {
  readonly supply: Supply;
  readonly header: string;
  readonly writer: Writer;
}

/** Prints all that is supplied, in order; what the reader does not take yet waits where it is. */
export class Printer {
  readonly #supply: Supply;
  readonly #writer: Writer;
  #pending: string;
  #scheduled = false;
  #idle: (() => void) | undefined;

  constructor({ supply, header, writer }: PrinterOptions) {
    this.#supply = supply;
    this.#writer = writer;
    this.#pending = header;
  }

  /** Nothing more will be printed: all is written, or the reader has gone. */
  get done(): boolean {
    const writer = this.#writer;
    return writer.finished || (this.#supply.waiting === 0 && this.#pending === '' && !writer.busy);
  }

  /** Goes on as far as possible without waiting. Call it whenever more may be supplied. */
  print(): void {
    const writer = this.#writer;
    if (!writer.busy && !writer.finished) {
      this.#pending += this.#supply.take(PIECE_LENGTH - this.#pending.length);
      if (this.#pending !== '') {
        const text = this.#pending;
        this.#pending = '';
        writer.write(text, () => this.print());
      } else if (this.#supply.waiting > 0 && !this.#scheduled) {
        this.#scheduled = true;
        setImmediate(() => {
          this.#scheduled = false;
          this.print();
        });
      }
    }
    if (this.done) this.#idle?.();
  }

  /** Resolves once all that is supplied now is written, or cannot be. */
  async finish(): Promise<void> {
    if (this.done) return;
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    this.print();
    await idle;
  }
}
