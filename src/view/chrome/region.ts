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

/**
 * One Ink root. It draws only when a property changed: Ink's cost is that of every cell of its region, in each frame.
 * With `debug` Ink hands over whole frames, at once, and leaves the terminal alone.
 */
export class Region<Properties extends object> {
  private readonly component: FunctionComponent<Properties>;
  private readonly keeper = new FrameKeeper(0);
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
      stdin: new EventEmitter() as unknown as NodeJS.ReadStream,
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
