// In: what -w and --ring ask for. Out: the recording as a companion of the place where rows go.
import { statSync } from 'node:fs';
import { StartError } from '../capture/start-error.ts';
import type { Sink } from '../feed/sink.ts';
import type { FieldContext } from '../fields/context.ts';
import { compileFilter } from '../filter/compile.ts';
import { Files, type Ring, systemReason } from './files.ts';
import { Recorder } from './recorder.ts';

export interface RecordingOptions {
  /** `-` is standard output. */
  readonly write: string;
  readonly ring: Ring | undefined;
  /** The capture file that is read, if one is; `-` is standard input. */
  readonly file: string | undefined;
  /** Expressions, all of which must match. */
  readonly filters: readonly string[];
  readonly context: FieldContext;
  readonly lost: () => number;
  /** Says a line: at the end, and when writing fails, unless the screen says it. */
  readonly say: (line: string) => void;
  /** Whether rows go nowhere else: without a file to write there is nothing left to do. */
  readonly alone: boolean;
}

/** Opens the file. Throws StartError. */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const { write, ring, file, filters, context, lost } = options;
  const files = new Files(write, ring);
  if (isSame(file, write)) throw new StartError(`write ${write}`, 'it is the file that is read', '');
  try {
    await files.open();
  } catch (error) {
    throw new StartError(`write ${write}`, systemReason(error as Error), '');
  }
  const predicate = filters.length > 0 ? compileFilter(filters, context) : undefined;
  return new Recording(
    options,
    (onFailure) => new Recorder({ context, predicate, files, live: file === undefined, lost, onFailure }),
  );
}

/** A recording that goes on beside the screen or the printed rows. */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #recorder: Recorder;
  readonly #name: string;

  /** How the screen says a line, while there is one. */
  #notify: ((line: string) => void) | undefined;

  constructor(options: RecordingOptions, make: (onFailure: (reason: string) => void) => Recorder) {
    this.#options = options;
    this.#name = options.write === '-' ? 'standard output' : options.write;
    this.#recorder = make((reason) => (this.#notify ?? options.say)(`write ${this.#name}: ${reason}`));
  }

  /** Events in the file so far, and whether no more can be written. */
  get state(): { readonly events: number; readonly failed: boolean } {
    return { events: this.#recorder.written, failed: this.#recorder.failure !== '' };
  }

  /** What became of it, in a line. */
  get summary(): string {
    const { written, skipped } = this.#recorder;
    const gone = skipped > 0 ? `, ${skipped} gone before they could be written` : '';
    return `${written} events written to ${this.#name}${gone}`;
  }

  /** Said at the end; the reason only where the screen was all that told it. */
  get #failure(): string {
    const { failure } = this.#recorder;
    return failure && `only ${this.summary}${this.#notify ? `: ${failure}` : ''}`;
  }

  /** A sink that takes rows to `sink` and into the file, at the pace of the slower where they can wait. */
  beside(sink: Sink): Sink {
    const recorder = this.#recorder;
    const { alone, say } = this.#options;
    this.#notify = sink.notify;
    return {
      turn: () => {
        recorder.turn();
        sink.turn();
      },
      hasRoom: () => recorder.waiting === 0 && sink.hasRoom(),
      isGone: () => sink.isGone() || (alone && recorder.isOver),
      stop: () => sink.stop(),
      finish: async () => {
        await Promise.all([sink.finish(), recorder.finish()]);
        if (!recorder.failure) say(this.summary);
      },
      skipped: () => sink.skipped(),
      failure: () => sink.failure() || this.#failure,
    };
  }
}

function isSame(file: string | undefined, write: string): boolean {
  if (file === undefined) return false;
  try {
    const from = statSync(file === '-' ? '/dev/stdin' : file);
    const to = statSync(write === '-' ? '/dev/stdout' : write);
    return from.isFile() && from.dev === to.dev && from.ino === to.ino;
  } catch {
    return false; // one of them is not there
  }
}
