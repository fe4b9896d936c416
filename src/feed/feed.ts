// In: a source of batches. Out: its events in the store, taken over on a clock.
import type { Batch } from '../capture/batch.ts';
import type { Appended, Store } from '../store/store.ts';
import type { Sink } from './sink.ts';

/** What a source must do: see src/capture/source.ts. */
export interface BatchSource {
  drain(keptFrom: number): Batch | undefined;
  readonly ended: boolean;
  stop(): void;
}

export interface FeedOptions {
  readonly source: BatchSource;
  readonly store: Store;
  /** Live: the source goes on by itself, so never wait for those who read the store. */
  readonly live: boolean;
  /** Called with each piece appended to the store. */
  readonly onAppend: (appended: Appended) => void;
  /** Called each turn behind all appends, also where nothing came. */
  readonly onTurn?: () => void;
  /** Told each turn, behind all appends and onTurn; asked for room only where not live. */
  readonly sink: Pick<Sink, 'turn' | 'hasRoom' | 'isGone'>;
}

/** Live events may wait this long: the screen shows them within 200 ms. */
const LIVE_TURN_MS = 25;
/** The same where none came with the last turn: wake-ups are most of what an idle program costs. */
const IDLE_TURN_MS = 50;
/** The thread that reads a file is only a moment behind. */
const FILE_TURN_MS = 1;

/** Moves events from the source to the store until the source has ended or was stopped. */
export class Feed {
  readonly #options: FeedOptions;
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Events that arrived in the store. */
  get events(): number {
    return this.#options.store.end;
  }

  /** Resolves once all that the source had is in the store. */
  async run(): Promise<void> {
    const { live, source, sink, onTurn } = this.#options;
    for (;;) {
      // Asked before the drain: what comes between the two would be missed otherwise.
      const ended = source.ended || this.#stopped;
      const came = this.#pull();
      onTurn?.();
      sink.turn();
      if (sink.isGone() && !this.#stopped) this.stop();
      if (ended && !came && this.#mayPull()) return;
      await this.#pause(live ? (came ? LIVE_TURN_MS : IDLE_TURN_MS) : came ? 0 : FILE_TURN_MS);
    }
  }

  /** Stops the source; what it has pending is still taken over. */
  stop(): void {
    this.#stopped = true;
    this.#options.source.stop();
    this.#wake?.();
  }

  #mayPull(): boolean {
    return this.#options.live || this.#options.sink.hasRoom();
  }

  /** Live: all there is. Else: one batch, where there is room. */
  #pull(): boolean {
    const { live, source, store, onAppend } = this.#options;
    let came = false;
    while (this.#mayPull()) {
      const batch = source.drain(store.first);
      if (!batch) break;
      came = true;
      onAppend(store.append(batch));
      if (!live) break;
    }
    return came;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms > 0 && !this.#stopped ? setTimeout(resolve, ms) : setImmediate(resolve);
      this.#wake = () => {
        clearTimeout(timer as NodeJS.Timeout);
        resolve();
      };
    });
  }
}
