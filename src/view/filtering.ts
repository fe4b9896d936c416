// The text of a filter -> the rows that match it, found newest first a slice at a time.
import { FilterError as Fault } from '../filter/error.ts';
import { messageOf } from './filter/check.ts';
import type { Clock } from './frames.ts';
import type { Searched } from './listing/searched.ts';
import type { FilterError } from './state/chips.ts';

/** How long a slice of the search may hold up keys and frames. */
const SLICE_MS = 5;
/** Between slices: the frame for a key comes first, and so does the next key of somebody who types fast. */
const PAUSE_MS = 6;

export class Filtering {
  readonly matches: Searched;
  private readonly clock: Clock;
  private readonly onFound: () => void;
  private text: string | undefined;
  private cancel: (() => void) | undefined;

  /** @param onFound called when a search that goes on has found more, or has ended. */
  constructor(matches: Searched, clock: Clock, onFound: () => void) {
    this.matches = matches;
    this.clock = clock;
    this.onFound = onFound;
  }

  /** Filters by another expression; an empty one matches all. What is wrong with it, if it is: then nothing changes. */
  apply(text: string): FilterError | undefined {
    if (text.trim() === this.text) return undefined;
    try {
      this.matches.setFilter(text.trim());
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { message: messageOf(error), column: error.column };
    }
    this.text = text.trim();
    this.cancel?.();
    this.cancel = undefined;
    this.search();
    return undefined;
  }

  /** Takes in new rows, examines older ones for a moment, and goes on after what waits (keys, frames) until none is left. */
  search(): void {
    // While a slice waits for its turn, only what is new is taken in.
    const budget = this.cancel ? 0 : SLICE_MS;
    if (this.matches.work(performance.now() + budget) || this.cancel) return;
    this.cancel = this.clock.after(PAUSE_MS, () => {
      this.cancel = undefined;
      this.search();
      this.onFound();
    });
  }

  /** Follows what is new no more, until a filter is applied again. */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.matches.stop();
    this.text = undefined;
  }
}
