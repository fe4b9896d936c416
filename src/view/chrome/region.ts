// A component and its properties -> the lines Ink draws for it, for a part of the screen that changes rarely.
import { EventEmitter } from 'node:events';
import { type Instance, render } from 'ink';
import { createElement, type FunctionComponent } from 'react';

/** What Ink takes for a terminal: it keeps the last frame instead of showing it. */
class FrameKeeper extends EventEmitter {
  columns: number;
  frame = '';

  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  write(frame: string): boolean {
    this.frame = frame;
    return true;
  }
}

/** What Ink takes for a keyboard: it hands on what is typed into it, at once. */
class KeyFeed extends EventEmitter {
  readonly isTTY = true;
  private typed: string | null = null;

  type(text: string): void {
    this.typed = text;
    this.emit('readable');
  }

  read(): string | null {
    const { typed } = this;
    this.typed = null;
    return typed;
  }

  // The terminal is not Ink's: nothing of it is to be changed.
  setRawMode(): void {}
  setEncoding(): void {}
  ref(): void {}
  unref(): void {}
}

/**
 * One Ink root. It draws only when a property changed: Ink's cost is that of every cell of its region, in each frame.
 * With `debug` Ink hands over whole frames, at once, and leaves the terminal alone.
 */
export class Region<Properties extends object> {
  private readonly component: FunctionComponent<Properties>;
  private readonly keeper = new FrameKeeper(0);
  private readonly keys = new KeyFeed();
  private instance: Instance | undefined;
  private last: Properties | undefined;
  private lines: string[] = [];

  constructor(component: FunctionComponent<Properties>) {
    this.component = component;
  }

  /** The lines of the component, `width` cells wide at most. */
  draw(properties: Properties, width: number): string[] {
    if (this.keeper.columns === width && this.last && sameValues(this.last, properties)) return this.lines;
    this.last = properties;
    const element = createElement(this.component, properties);
    if (this.keeper.columns !== width) this.close();
    this.keeper.columns = width;
    if (this.instance) this.instance.rerender(element);
    else this.instance = this.open(element);
    this.lines = this.keeper.frame.split('\n');
    return this.lines;
  }

  /** One key, as a terminal sends it, for the component drawn last (its useInput). */
  type(text: string): void {
    this.keys.type(text);
  }

  /** Frees the root; a later draw opens another. */
  close(): void {
    this.instance?.unmount();
    this.instance?.cleanup();
    this.instance = undefined;
  }

  private open(element: React.ReactElement): Instance {
    return render(element, {
      stdout: this.keeper as unknown as NodeJS.WriteStream,
      stderr: this.keeper as unknown as NodeJS.WriteStream,
      stdin: this.keys as unknown as NodeJS.ReadStream,
      debug: true,
      patchConsole: false,
      exitOnCtrlC: false,
    });
  }
}

function sameValues<Properties extends object>(a: Properties, b: Properties): boolean {
  const keys = Object.keys(a) as (keyof Properties)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}
