// The rows at hand, the cursor's row and its line -> which rows are on the screen, and where moves lead.
import { lowerBound, type Matches } from './rows.ts';
import type { State } from './state.ts';

/** Places in the list of shown rows; cursor is -1 in an empty list. */
export interface Position {
  top: number;
  cursor: number;
}

/** Where the body of `height` lines stands. The cursor's row keeps its line as long as the list allows. */
export function positionOf(state: State, rows: Matches, height: number): Position {
  const { count } = rows;
  if (count === 0) return { top: 0, cursor: -1 };
  const lastTop = Math.max(0, count - height);
  if (state.follow) return rows.fromTop ? { top: 0, cursor: 0 } : { top: lastTop, cursor: count - 1 };
  const place = rows.indexOf?.(state.anchor) ?? lowerBound(rows, state.anchor);
  const cursor = Math.min(place, count - 1);
  const line = Math.min(state.line, height - 1);
  return { top: Math.min(Math.max(0, cursor - line), lastTop), cursor };
}

/** The state with the cursor at another place; the list scrolls only as far as needed. */
export function moveTo(state: State, rows: Matches, height: number, cursor: number, top: number): State {
  if (rows.count === 0) return state;
  const target = Math.min(Math.max(0, cursor), rows.count - 1);
  const lowest = Math.max(0, target - height + 1);
  const shownTop = Math.min(Math.max(top, lowest), target, Math.max(0, rows.count - height));
  return { ...state, follow: false, anchor: rows.at(target), line: target - shownTop };
}

/** The state after moving the cursor by some rows. Moving down while following stays at the newest. */
export function moveBy(state: State, rows: Matches, height: number, by: number): State {
  const { top, cursor } = positionOf(state, rows, height);
  if (state.follow && staysPinned(rows, by)) return state;
  return moveTo(state, rows, height, cursor + by, top);
}

/** Following shows the newest rows, or the first of a sorted list: there is nothing beyond. */
const staysPinned = (rows: Matches, by: number): boolean => (rows.fromTop ? by < 0 : by > 0);

/** The state after turning over some pages, or parts of one: cursor and list move together. */
export function movePages(state: State, rows: Matches, height: number, pages: number): State {
  if (state.follow && staysPinned(rows, pages)) return state;
  const { top, cursor } = positionOf(state, rows, height);
  const by = Math.sign(pages) * Math.max(1, Math.floor(Math.abs(pages) * height));
  return moveTo(state, rows, height, cursor + by, top + by);
}
