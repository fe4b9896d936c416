// In: bytes for a descriptor, normally a terminal. Out: the bytes in it, and never a wait for a reader that does not come.
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;

/** How long to wait for room where the terminal is full. */
const RETRY_MS = 5;
/** How long a message may wait for a reader. */
const MESSAGE_MS = 100;

/**
 * Writes through an open file description of its own, which does not block: the one behind `fd` is shared with the
 * shell, to which a changed O_NONBLOCK would be a surprise. Where the terminal is held up (ctrl-s, a link that hangs) a
 * write on the shared one would hold up the whole program, and in another thread the exit, which waits for all threads.
 */
export class TtyWriter {
  readonly #fd: number;
  readonly #own: boolean;
  #rest: Buffer = Buffer.alloc(0);
  #done: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #onError: () => void;

  /** @param onError the terminal hung up: nothing can be written any more. */
  constructor(fd: number, onError: () => void = () => {}) {
    const own = openAgain(fd);
    this.#own = own !== undefined;
    this.#fd = own ?? fd;
    this.#onError = onError;
  }

  /** Writes behind all that was written before; `done` is called when nothing is left to write. */
  write(text: string, done?: () => void): void {
    this.#rest = Buffer.concat([this.#rest, Buffer.from(text, 'utf8')]);
    this.#done = done ?? this.#done;
    if (!this.#timer) this.#continue();
  }

  /**
   * Writes what is left, so that no sequence ends in the middle, and then `text`, synchronously: nothing else runs in a
   * handler that exits or after a crash. Gives up, and forgets the rest, after `withinMs`. Throws where the terminal
   * has hung up.
   */
  finish(text: string, withinMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#done = undefined;
    this.#rest = Buffer.concat([this.#rest, Buffer.from(text, 'utf8')]);
    const until = performance.now() + withinMs;
    try {
      while (!this.#push() && performance.now() < until) sleep(RETRY_MS);
    } finally {
      this.#rest = Buffer.alloc(0);
    }
  }

  close(): void {
    if (this.#own) closeSync(this.#fd);
  }

  #continue(): void {
    this.#timer = undefined;
    try {
      if (!this.#push()) {
        this.#timer = setTimeout(() => this.#continue(), RETRY_MS);
        return;
      }
    } catch {
      this.#rest = Buffer.alloc(0);
      // Later, as a terminal that takes everything would be: the caller has not returned from write() yet.
      setImmediate(this.#onError);
      return;
    }
    const done = this.#done;
    this.#done = undefined;
    if (done) setImmediate(done);
  }

  /** Writes as much as there is room for; true when nothing is left. */
  #push(): boolean {
    try {
      while (this.#rest.length > 0) this.#rest = this.#rest.subarray(writeSync(this.#fd, this.#rest));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  }
}

/** Writes synchronously, to whatever `fd` is, but waits no longer than `withinMs` for a reader. Throws where it is closed. */
function writeWithin(fd: number, text: string, withinMs: number): void {
  const writer = new TtyWriter(fd);
  try {
    writer.finish(text, withinMs);
  } finally {
    writer.close();
  }
}

/** Writes to standard error. That it may be closed, or that nobody reads it, holds up nothing. */
export function writeMessage(text: string): void {
  try {
    writeWithin(2, text, MESSAGE_MS);
  } catch {
    // Nobody reads it.
  }
}

/** Another description of a terminal or a pipe. A file has none: its offset, and that it is appended to, would be lost. */
function openAgain(fd: number): number | undefined {
  const terminal = isatty(fd);
  try {
    if (!terminal && !fstatSync(fd).isFIFO()) return undefined;
  } catch {
    return undefined;
  }
  // The second way is for the terminal of another user, as it is after su.
  for (const path of terminal ? [`/proc/self/fd/${fd}`, '/dev/tty'] : [`/proc/self/fd/${fd}`]) {
    try {
      return openSync(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
    } catch {
      // The next way.
    }
  }
  return undefined;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
