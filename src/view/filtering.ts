// The text of a filter -> the rows that match it, found newest first a slice at a time.
import type { FieldContext } from '../fields/context.ts';
import { compileFilter } from '../filter/compile.ts';
import { FilterError as Fault } from '../filter/error.ts';
import { Matches } from '../filter/matches.ts';
import type { Clock } from './frames.ts';
import type { FilterError } from './state/state.ts';

/** How long a slice of the search may hold up keys and frames. */
const SLICE_MS = 8;

export class Filtering {
  private readonly context: FieldContext;
  readonly matches: Matches;
  private readonly clock: Clock;
  private readonly onFound: () => void;
  private text = '';
  private cancel: (() => void) | undefined;

  /** @param onFound called when a search that goes on has found more, or has ended. */
  constructor(context: FieldContext, clock: Clock, onFound: () => void) {
    this.context = context;
    this.clock = clock;
    this.onFound = onFound;
    this.matches = new Matches(context.store);
  }

  /** Filters by another expression; an empty one matches all. What is wrong with it, if it is: then nothing changes. */
  apply(text: string): FilterError | undefined {
    if (text.trim() === this.text) return undefined;
    try {
      this.matches.setPredicate(text.trim() === '' ? undefined : compileFilter(text, this.context));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { message: messageOf(error), column: error.column };
    }
    this.text = text.trim();
    this.search();
    return undefined;
  }

  /** Takes in new rows, examines older ones for a moment, and goes on after what waits (keys, frames) until none is left. */
  search(): void {
    if (this.matches.work(performance.now() + SLICE_MS) || this.cancel) return;
    this.cancel = this.clock.after(0, () => {
      this.cancel = undefined;
      this.search();
      this.onFound();
    });
  }

  stop(): void {
    this.cancel?.();
  }
}

/** The caret below the text shows the column, so the message need not name it. */
function messageOf({ fault, nearest, expected }: Fault): string {
  if (nearest) return `${fault}; did you mean ${nearest}?`;
  return expected === '' ? fault : `${fault}; expected ${expected}`;
}
