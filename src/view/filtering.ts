// The text of a filter -> the rows that match it, found newest first a slice at a time.
import type { FieldContext } from '../fields/context.ts';
import { compileFilter } from '../filter/compile.ts';
import { FilterError as Fault } from '../filter/error.ts';
import { Matches } from '../filter/matches.ts';
import type { FilterError } from './state/state.ts';

/** How long a slice of the search may hold up keys and frames. */
const SLICE_MS = 8;

export class Filtering {
  private readonly context: FieldContext;
  readonly matches: Matches;
  private text = '';

  constructor(context: FieldContext) {
    this.context = context;
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
    this.work();
    return undefined;
  }

  /** Takes in new rows and goes on searching older ones for a moment; true when all have been examined. */
  work(): boolean {
    return this.matches.work(performance.now() + SLICE_MS);
  }
}

/** The caret below the text shows the column, so the message need not name it. */
function messageOf({ fault, nearest, expected }: Fault): string {
  if (nearest) return `${fault}; did you mean ${nearest}?`;
  return expected === '' ? fault : `${fault}; expected ${expected}`;
}
