// In: bytes a program writes to a terminal. Out: the cells a terminal would show, and a hand on its keyboard and clock.
import xterm from '@xterm/headless';
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
  /** What was left of the screen at the end. */
  stays = '';
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

  leave(stays = ''): void {
    this.left++;
    this.stays += stays;
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
