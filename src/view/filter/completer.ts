// The line in the filter bar -> what could stand at its caret; values are counted a slice at a time.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import { type Completions, complete, type NamedFilter } from '../../filter/complete.ts';
import { SeenValues } from '../../filter/seen-values.ts';
import type { Clock } from '../frames.ts';
import type { Line } from '../state/line.ts';

/** How long counting may hold up a key, and how long a later slice may hold up keys and frames. */
const FIRST_MS = 2;
const SLICE_MS = 4;
/** Between slices: counting is the least urgent of what a key begins. */
const PAUSE_MS = 10;
/** How often the list changes while values are being counted. */
const AGAIN_MS = 250;

interface Last {
  readonly line: Line;
  readonly revision: number;
  readonly at: number;
  readonly completions: Completions;
}

export interface CompleterParts {
  context: FieldContext;
  clock: Clock;
  saved(): readonly NamedFilter[];
  /** More values were counted. */
  onCounted(): void;
}

export class Completer {
  private readonly parts: CompleterParts;
  private seen: SeenValues | undefined;
  private last: Last | undefined;
  private cancel: (() => void) | undefined;

  constructor(parts: CompleterParts) {
    this.parts = parts;
  }

  /** The same list for the same line, until more values were counted. */
  at(line: Line): Completions {
    if (this.last && this.isFresh(this.last, line)) return this.last.completions;
    const { context, clock, saved } = this.parts;
    const values = (field: Field) => this.values(field);
    const completions = complete(line.text, line.caret, { context, saved: saved(), values });
    this.last = { line, revision: this.seen?.revision ?? 0, at: clock.now(), completions };
    return completions;
  }

  /** Forgets what was counted: the bar was closed. */
  reset(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.seen = undefined;
    this.last = undefined;
  }

  private isFresh({ line, revision, at }: Last, { text, caret }: Line): boolean {
    if (line.text !== text || line.caret !== caret) return false;
    const seen = this.seen;
    if (!seen || seen.revision === revision) return true;
    return !seen.complete && this.parts.clock.now() - at < AGAIN_MS;
  }

  private values(field: Field): SeenValues {
    if (this.seen?.field !== field) {
      this.cancel?.();
      this.cancel = undefined;
      this.seen = new SeenValues(field, this.parts.context);
      this.count(FIRST_MS);
    }
    return this.seen;
  }

  /** Counts for a moment, and goes on after what waits (keys, frames) until all is counted. */
  private count(milliseconds: number): void {
    if (this.seen?.work(performance.now() + milliseconds) !== false) return;
    this.cancel = this.parts.clock.after(PAUSE_MS, () => {
      this.count(SLICE_MS);
      this.parts.onCounted();
    });
  }
}
