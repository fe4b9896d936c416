// Lines of the whole screen -> the bytes that turn what the terminal shows into them, one write at a time.
import {
  CLEAR_SCREEN,
  CSI,
  ERASE_LINE_RIGHT,
  moveTo,
  RESET_STYLE,
  SYNC_BEGIN,
  SYNC_END,
} from './terminal/sequences.ts';

/** A line of the screen: text, and where a pane stands at the right, its text and its first column from 1. */
export function besides(left: string, column: number, right: string): string {
  return `${left}${RESET_STYLE}${ERASE_LINE_RIGHT}${CSI}${column}G${right}`;
}

/** The bytes that change the lines `before` into `after`; '' where nothing changed. */
export function difference(before: readonly string[], after: readonly string[]): string {
  let changed = '';
  after.forEach((line, index) => {
    // Erased first: behind a full line the cursor stays on the last cell, which an erase would take away.
    if (line !== before[index]) changed += `${moveTo(index + 1, 1)}${ERASE_LINE_RIGHT}${line}${RESET_STYLE}`;
  });
  return changed;
}

/** A frame as text that stays where it is printed, without the line of keys at its end and the empty ones before it. */
export function printed(lines: readonly string[]): string {
  const kept = lines.slice(0, -1);
  while (kept.at(-1) === '') kept.pop();
  return kept.map((line) => `${line}${RESET_STYLE}\r\n`).join('');
}

/**
 * The screen of a terminal. While a write is under way `busy` is true and nothing may be shown: the caller paints again
 * when `onIdle` is called, with what is newest then, so a slow terminal skips frames and never falls behind.
 */
export class Screen {
  private readonly write: (text: string, done: () => void) => void;
  private readonly onIdle: () => void;
  private shown: readonly string[] = [];
  private clear = true;
  private extra = '';
  private stopped = false;
  private waiting: (() => void) | undefined;
  busy = false;

  constructor(write: (text: string, done: () => void) => void, onIdle: () => void) {
    this.write = write;
    this.onIdle = onIdle;
  }

  /** Shows a frame: as many lines as the terminal has, none wider than it. */
  show(lines: readonly string[]): void {
    const changed =
      (this.clear ? RESET_STYLE + CLEAR_SCREEN : '') + difference(this.clear ? [] : this.shown, lines);
    this.clear = false;
    this.shown = lines;
    if (changed !== '') this.extra += SYNC_BEGIN + changed + SYNC_END;
    this.flush();
  }

  /** The lines shown last. */
  get lines(): readonly string[] {
    return this.shown;
  }

  /** Sends a sequence that shows nothing (the clipboard), after what is being written. */
  send(sequence: string): void {
    this.extra += sequence;
    this.flush();
  }

  /** Forgets what the terminal shows: after a resize, or when something else wrote to it. */
  forget(): void {
    this.clear = true;
  }

  /** Nothing is written until start(); calls back when what is being written is out. */
  stop(then: () => void): void {
    this.stopped = true;
    this.extra = '';
    if (this.busy) this.waiting = then;
    else then();
  }

  start(): void {
    this.stopped = false;
    this.clear = true;
  }

  private flush(): void {
    if (this.busy || this.stopped || this.extra === '') return;
    const text = this.extra;
    this.extra = '';
    this.busy = true;
    this.write(text, () => {
      this.busy = false;
      this.waiting?.();
      this.waiting = undefined;
      if (this.extra !== '') this.flush();
      else this.onIdle();
    });
  }
}
