// Bytes from and to one terminal: owns its modes while the screen is up, and gives it back as it was found.
import { closeSync } from 'node:fs';
import { isatty, type ReadStream, type WriteStream } from 'node:tty';
import { ENTER_SCREEN, LEAVE_SCREEN } from './sequences.ts';
import { TtyWriter } from './tty-writer.ts';

/** A terminal that does not take the last bytes within this time is left as it is. */
const LAST_WRITE_MS = 200;

/** What the view needs of a terminal; tests give one made of memory. */
export interface Terminal {
  size(): { columns: number; lines: number };
  /** Takes over the screen; `listener` hears what happens until leave(). */
  enter(listener: TerminalListener): void;
  /**
   * Gives the screen back, at once or nearly so, also from a signal handler. May be called any number of times.
   * @param left stays on the screen that was there before.
   */
  leave(left?: string): void;
  /** Writes without blocking the event loop; one write at a time, the next only after `done`. */
  write(text: string, done: () => void): void;
}

export interface TerminalListener {
  input(bytes: Uint8Array): void;
  resized(): void;
  /** The terminal is gone: hang-up, end of input or an error of it. */
  closed(): void;
}

/** The terminal behind two streams of the process, normally standard input and output. */
export class TtyTerminal implements Terminal {
  private readonly input: ReadStream;
  private readonly output: WriteStream & { fd: number };
  private readonly writer: TtyWriter;
  private listener: TerminalListener | undefined;
  private entered = false;
  /** Standard descriptors that were terminals when all was well. */
  private readonly standard = [0, 1, 2].filter((fd) => isatty(fd));

  constructor(input: ReadStream, output: WriteStream & { fd: number }) {
    this.input = input;
    this.output = output;
    this.writer = new TtyWriter(output.fd, this.onClosed);
  }

  size(): { columns: number; lines: number } {
    return { columns: this.output.columns || 80, lines: this.output.rows || 24 };
  }

  enter(listener: TerminalListener): void {
    this.listener = listener;
    this.entered = true;
    this.input.setRawMode(true);
    this.writer.write(ENTER_SCREEN);
    this.input.on('data', this.onData).on('end', this.onClosed).on('error', this.onClosed).resume();
    this.output.on('resize', this.onResize).on('error', this.onClosed);
  }

  leave(left = ''): void {
    if (!this.entered) return;
    this.entered = false;
    this.input.off('data', this.onData).off('end', this.onClosed).pause();
    this.output.off('resize', this.onResize);
    try {
      this.writer.finish(LEAVE_SCREEN + left, LAST_WRITE_MS);
    } catch {
      this.abandon();
    }
    try {
      this.input.setRawMode(false);
    } catch {
      // The terminal is gone, and its modes with it.
    }
  }

  write(text: string, done: () => void): void {
    this.writer.write(text, done);
  }

  /**
   * The terminal hung up. Node.js restores the modes of the standard descriptors when it exits and aborts where it
   * cannot (node::ResetStdio), unless they have been closed.
   */
  private abandon(): void {
    process.stderr.on('error', () => {});
    for (const fd of this.standard.splice(0)) closeSync(fd);
  }

  private readonly onData = (bytes: Uint8Array): void => this.listener?.input(bytes);
  private readonly onResize = (): void => this.listener?.resized();
  private readonly onClosed = (): void => this.listener?.closed();
}
