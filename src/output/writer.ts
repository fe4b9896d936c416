// In: text or bytes, one piece at a time. Out: these in a file descriptor, without blocking the event loop.
import { write as writeFd } from 'node:fs';

/** How long to wait where the descriptor is non-blocking and full (a terminal another program made so). */
const RETRY_MS = 10;

/**
 * Writes to a descriptor, one piece in flight. Not a stream of Node.js: those write to pipes and terminals on the
 * event loop, so that a reader that pauses would stop the capture.
 */
export class Writer {
  /** The reader has closed its end: nothing more can be written, and that is no error. */
  closed = false;
  /** What ended writing otherwise (no space left on device). */
  error: NodeJS.ErrnoException | undefined;
  readonly #fd: number;
  #busy = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** A piece is still being written. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Nothing more can be written. */
  get finished(): boolean {
    return this.closed || this.error !== undefined;
  }

  /** Writes all of `piece`, then calls `done`, also where it failed: see `finished`. Call it only when not busy. */
  write(piece: string | Uint8Array, done: () => void): void {
    if (this.#busy) throw new Error('a piece is still being written');
    this.#busy = true;
    this.#continue(typeof piece === 'string' ? Buffer.from(piece) : piece, 0, done);
  }

  #continue(bytes: Uint8Array, from: number, done: () => void): void {
    writeFd(this.#fd, bytes, from, bytes.length - from, null, (error, written) => {
      if (error?.code === 'EAGAIN') {
        setTimeout(() => this.#continue(bytes, from, done), RETRY_MS);
        return;
      }
      if (!error && from + written < bytes.length) {
        this.#continue(bytes, from + written, done);
        return;
      }
      if (error?.code === 'EPIPE') this.closed = true;
      else if (error) this.error = error;
      this.#busy = false;
      done();
    });
  }
}
