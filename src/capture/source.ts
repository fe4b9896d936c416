// In: a native source. Out: its events as typed batches.
import { setTimeout as pause } from 'node:timers/promises';
import type { Addon, NativeSource, SourceOptions } from './addon.ts';
import type { Batch } from './batch.ts';
import { batchBytes, type Columns, viewColumns } from './columns.ts';
import { StartError } from './start-error.ts';

// What a live batch holds stays in a second-level cache until every stage has seen it.
const LIVE_ROWS = 1024;
const FILE_ROWS = 8192;
const ENTRY_BYTES = 1 << 20;
const MESSAGE_BYTES = 1 << 20;
const BEGUN_EVERY_MS = 2;

/** Live capture or a capture file, pulled batch by batch. */
export class Capture {
  readonly #native: NativeSource;
  readonly #rows: number;
  readonly #columnBytes: Uint8Array;
  readonly #columns: Columns;
  readonly #entries = new Uint8Array(ENTRY_BYTES);
  readonly #messages = new Uint8Array(MESSAGE_BYTES);
  readonly #counts = new Uint32Array(3);
  /** Drained to be looked at, and not handed out yet. */
  #first: Batch | undefined;

  /** Starts at once. `maxRows` bounds the rows of a batch. Throws StartError. */
  constructor(addon: Pick<Addon, 'Source'>, options: SourceOptions, maxRows = FILE_ROWS) {
    this.#rows = Math.min(maxRows, 'file' in options ? FILE_ROWS : LIVE_ROWS);
    const buffer = new ArrayBuffer(batchBytes(this.#rows));
    this.#columnBytes = new Uint8Array(buffer);
    this.#columns = viewColumns(buffer, this.#rows);
    try {
      this.#native = new addon.Source(options);
      this.#native.start();
    } catch (thrown) {
      throw StartError.from(thrown);
    }
  }

  /**
   * The next events, or undefined where there are none now. The batch is valid until the next call. `keptFrom`: the
   * oldest row number still kept, so that dictionary entries of older ones may be used again.
   */
  drain(keptFrom: number): Batch | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first ?? this.#drain(keptFrom);
  }

  /** The first events, as soon as there are some; undefined where none come within the time. drain() gives them, too. */
  async begun(withinMs: number): Promise<Batch | undefined> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const { ended } = this;
      this.#first ??= this.#drain(0);
      if (this.#first || ended || performance.now() >= deadline) return this.#first;
      await pause(BEGUN_EVERY_MS);
    }
  }

  #drain(keptFrom: number): Batch | undefined {
    this.#native.drain(this.#columnBytes, this.#entries, this.#messages, this.#counts, this.#rows, keptFrom);
    const [rows, entryBytes, messageBytes] = this.#counts;
    if (rows + entryBytes + messageBytes === 0) return undefined;
    return {
      rows,
      columns: this.#columns,
      entries: this.#entries.subarray(0, entryBytes),
      messages: this.#messages.subarray(0, messageBytes),
    };
  }

  /** True once nothing more will come. Ask first, then drain until undefined: rows may still be pending. */
  get ended(): boolean {
    return this.#native.ended();
  }

  /** One line about what ended the source early, or ''. */
  get failure(): string {
    return this.#native.failure();
  }

  /** Events lost and other counts, by the words of ARCHITECTURE.md. */
  counters(): Record<string, number> {
    return this.#native.counters();
  }

  /** Stops capturing; what is pending can still be drained. */
  stop(): void {
    this.#native.stop();
  }
}
