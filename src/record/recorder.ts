// In: the rows of a store as they come. Out: those that match, in a capture file.
import type { FieldContext } from '../fields/context.ts';
import type { Predicate } from '../filter/predicate.ts';
import { Encoder } from './encoder.ts';
import { type Files, systemReason } from './files.ts';

/** Bytes collected for one write, and rows looked at before the event loop gets its turn. */
const PIECE_BYTES = 1 << 18;
const ROWS_AT_ONCE = 1 << 13;

export interface RecorderOptions {
  readonly context: FieldContext;
  /** Undefined: every row. */
  readonly predicate: Predicate | undefined;
  /** Open. */
  readonly files: Files;
  /** Rows come by themselves: what is to be said of them may come a moment later. */
  readonly live: boolean;
  /** Events that the capture has lost so far. */
  readonly lost: () => number;
  /** Told once, in a line, when nothing more can be written. */
  readonly onFailure: (reason: string) => void;
}

/** Rows wait in the store until they are written; one piece is being written at a time. */
export class Recorder {
  /** Events in the file, or in all files of a ring. */
  written = 0;
  /** Events that left the store before they were looked at. */
  skipped = 0;
  /** Why not all could be written, or ''. */
  failure = '';
  readonly #options: RecorderOptions;
  readonly #encoder: Encoder;
  /** Events in the piece that is not written yet. */
  #pending = 0;
  #next: number;
  /** End of the rows at the last turn, and at the one before. */
  #seen = 0;
  #settled = 0;
  #running: Promise<void> | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#encoder = new Encoder(options.context);
    this.#encoder.begin();
    this.#next = options.context.store.first;
  }

  /** Events that were not looked at yet. */
  get waiting(): number {
    return this.isOver ? 0 : Math.max(0, this.#end - this.#next);
  }

  /** Behind the last row that may be written. */
  get #end(): number {
    const { context, live } = this.#options;
    return live ? this.#settled : context.store.end;
  }

  /** Nothing more can be written. */
  get isOver(): boolean {
    return this.failure !== '' || this.#options.files.isClosed;
  }

  /** Rows may have come. Live ones are written at the next turn: names and translations come beside them. */
  turn(): void {
    this.#settled = this.#seen;
    this.#seen = this.#options.context.store.end;
    this.#go();
  }

  #go(): void {
    if (this.#running || this.isOver || (this.waiting === 0 && this.#encoder.out.length === 0)) return;
    this.#running = this.#run()
      .catch((error: Error) => this.#fail(error))
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves once all rows of the store are written and the file is whole, or cannot be. */
  async finish(): Promise<void> {
    await this.#running;
    this.#settled = this.#options.context.store.end;
    this.#go();
    await this.#running;
    await this.#close().catch((error: Error) => this.#fail(error));
  }

  async #run(): Promise<void> {
    do {
      if (this.#options.files.room <= 0) await this.#rotate();
      this.#encodePiece();
      await this.#flush();
    } while (this.waiting > 0);
  }

  #encodePiece(): void {
    const { context, predicate, files } = this.#options;
    const { store } = context;
    const encoder = this.#encoder;
    if (this.#next < store.first) {
      this.skipped += store.first - this.#next;
      this.#next = store.first;
    }
    encoder.refresh();
    const last = Math.min(this.#end, this.#next + ROWS_AT_ONCE);
    const room = Math.min(PIECE_BYTES, files.room);
    while (this.#next < last && encoder.out.length < room) {
      const row = this.#next++;
      if (predicate && !predicate.test(row)) continue;
      encoder.put(row);
      this.#pending++;
    }
  }

  async #flush(): Promise<void> {
    const { out } = this.#encoder;
    if (out.length > 0) await this.#options.files.write(out.take());
    else await new Promise((resolve) => setImmediate(resolve));
    this.written += this.#pending;
    this.#pending = 0;
  }

  async #rotate(): Promise<void> {
    await this.#endSection();
    await this.#options.files.open();
    this.#encoder.begin();
  }

  async #endSection(): Promise<void> {
    this.#encoder.end({ lost: this.#options.lost(), skipped: this.skipped });
    await this.#flush();
  }

  async #close(): Promise<void> {
    if (!this.isOver) await this.#endSection();
    await this.#options.files.close();
  }

  #fail(error: Error): void {
    if (this.failure !== '') return;
    this.failure = systemReason(error);
    this.#options.onFailure(this.failure);
  }
}
