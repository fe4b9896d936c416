// The state, its place on the screen and a cell -> the part of the screen that has the cell.
import { arrange, HEADER_LINES, type PanePlace, STATUS_LINES } from '../arrange.ts';
import type { State } from '../state/state.ts';

export type Part =
  /** The titles of the table, and the cell of their line. */
  | { part: 'titles'; column: number }
  /** A line of the table's body, from 0, with a row or without. */
  | { part: 'row'; line: number }
  /** A pane, and the line in it, its title being line 0. */
  | { part: 'pane'; what: PanePlace['what']; line: number; column: number };

/** Both from 0. Undefined where nothing is to be done with the mouse: header, filters, line of keys, too small a terminal. */
export function partAt(state: State, line: number, column: number): Part | undefined {
  const { table, pane, filterLines, tooSmall } = arrange(state);
  const inside = line - HEADER_LINES - filterLines;
  if (tooSmall || inside < 0 || line >= state.lines - STATUS_LINES) return undefined;
  if (pane?.beside && column >= table.width) {
    return { part: 'pane', what: pane.what, line: inside, column: column - table.width - 1 };
  }
  const covered = pane !== undefined && !pane.beside && table.height === 0;
  const tableLines = covered ? 0 : table.height + 1;
  if (inside < tableLines)
    return inside === 0 ? { part: 'titles', column } : { part: 'row', line: inside - 1 };
  return pane && { part: 'pane', what: pane.what, line: inside - tableLines, column };
}
