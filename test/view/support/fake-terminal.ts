// In: bytes a program writes to a terminal. Out: the cells a terminal would show, and a hand on its keyboard and clock.
import xterm from '@xterm/headless';
import type { Clock } from '../../../src/view/frames.ts';
import type { Terminal, TerminalListener } from '../../../src/view/terminal/terminal.ts';

/** A terminal in memory that interprets what is written to it. */
export class FakeTerminal implements Terminal {
  readonly xterm: InstanceType<typeof xterm.Terminal>;
  /** Everything written. */
  written = '';
  writes = 0;
  /** While set, writes are not finished: a slow terminal. */
  stalled: (() => void) | undefined;
  stall = false;
  entered = 0;
  left = 0;
  private listener: TerminalListener | undefined;
  private pending: Promise<void> = Promise.resolve();

  constructor(columns: number, lines: number) {
    this.xterm = new xterm.Terminal({ cols: columns, rows: lines, allowProposedApi: true, scrollback: 0 });
  }

  size() {
    return { columns: this.xterm.cols, lines: this.xterm.rows };
  }

  enter(listener: TerminalListener): void {
    this.listener = listener;
    this.entered++;
    this.feed('\x1b[?1049h\x1b[?7l\x1b[?25l');
  }

  leave(): void {
    this.left++;
  }

  write(text: string, done: () => void): void {
    this.writes++;
    this.feed(text);
    if (this.stall) this.stalled = done;
    else done();
  }

  private feed(text: string): void {
    this.written += text;
    const parsed = new Promise<void>((resolve) => this.xterm.write(text, resolve));
    this.pending = this.pending.then(() => parsed);
  }

  /** The lines as they are shown, without spaces at their ends, once all that was written is interpreted. */
  async lines(): Promise<string[]> {
    await this.pending;
    const { buffer, rows } = this.xterm;
    return Array.from(
      { length: rows },
      (_, line) => buffer.active.getLine(line)?.translateToString(true).trimEnd() ?? '',
    );
  }

  /** Whether a cell is shown in reverse. */
  isInverse(line: number, column: number): boolean {
    return this.xterm.buffer.active.getLine(line)?.getCell(column)?.isInverse() !== 0;
  }

  type(text: string): void {
    this.listener?.input(Buffer.from(text));
  }

  resize(columns: number, lines: number): void {
    this.xterm.resize(columns, lines);
    this.listener?.resized();
  }

  hangUp(): void {
    this.listener?.closed();
  }
}

/** Time that passes only when told to. */
export class FakeClock implements Clock {
  private time = 0;
  private timers: { at: number; call: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.time + milliseconds, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.timers.length;
  }

  /** Lets time pass, and calls what is due, in order. */
  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = end;
  }
}
