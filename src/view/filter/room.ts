// The state -> how many lines the filters take from the table.
import type { State } from '../state/state.ts';

export interface FilterRoom {
  /** Filters that are kept, and are not being edited. */
  chips: number;
  /** The text being edited, and what is to say about it. */
  bar: number;
  /** What may stand at the caret. */
  list: number;
}

/** Header, titles, status, the bar itself and a few rows, which show what the filter does. */
const OTHER_LINES = 12;
const MOST_LISTED = 8;

/** The list has the same height as long as the bar is open: nothing jumps while one types. */
export function filterRoom({ context, filter, lines }: State): FilterRoom {
  const { chips, edit } = filter;
  if (context !== 'filter' || !edit) return { chips: chips.length > 0 ? 1 : 0, bar: 0, list: 0 };
  const others = chips.length - (edit.at < chips.length ? 1 : 0);
  const list = Math.max(0, Math.min(MOST_LISTED, Math.floor((lines - OTHER_LINES) / 2)));
  return { chips: others > 0 ? 1 : 0, bar: 2, list };
}

export function filterLines(state: State): number {
  const { chips, bar, list } = filterRoom(state);
  return chips + bar + list;
}
