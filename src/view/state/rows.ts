// Matching rows, and the bounds of what the screen shows -> rows by their place in the list.

/** Rows that match: what a filter gives. The count may grow at both ends and shrink at the front. */
export interface Matches {
  readonly count: number;
  /** Number of the event at a place from 0 to count - 1; oldest first, where nothing else is said. */
  at(index: number): number;
  /** In another order than that of time: the place of a row in it; following shows the first rows; the rows by time. */
  indexOf?(row: number): number;
  readonly fromTop?: boolean;
  readonly byTime?: Matches;
}

/** The first place whose row is `row` or newer; count where there is none. */
export function lowerBound(matches: Matches, row: number): number {
  let low = 0;
  let high = matches.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (matches.at(middle) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The matches within from <= row < to: after a clear, and up to where the screen was paused. */
export class ShownRows implements Matches {
  private readonly matches: Matches;
  private readonly offset: number;
  readonly count: number;

  constructor(matches: Matches, from: number, to: number) {
    this.matches = matches;
    this.offset = from <= 0 ? 0 : lowerBound(matches, from);
    const end = to === Infinity ? matches.count : lowerBound(matches, to);
    this.count = Math.max(0, end - this.offset);
  }

  at(index: number): number {
    return this.matches.at(this.offset + index);
  }
}
