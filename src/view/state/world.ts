// What actions depend on and the state does not hold: the rows at hand and the sizes they are shown in.
import type { RowKind } from '../../fields/row-fields.ts';
import type { Matches } from './rows.ts';

export interface World {
  /** The rows on show, after pause and clear. */
  rows: Matches;
  /** One after the newest event of all. */
  end: number;
  /** Milliseconds of the screen's clock. */
  nowMs: number;
  /** Lines of the table's body. */
  height: number;
  /** The row of a list that an event belongs to. */
  rowIn(listing: RowKind, event: number): number;
  /** Numbers of all events of a row of the list. */
  eventsOf(row: number): readonly number[];
  /** Whether the path of a row's lookup is known; and the hops of the open one, numbers of events. */
  hasPath(row: number): boolean;
  hops: readonly number[];
  /** How far the open row, or the help, can scroll, and the lines of its page. */
  scrollEnd: number;
  scrollPage: number;
  /** Keys of the rows of the table on show, in their order, and how many rows are on a page of it. */
  tableKeys: readonly string[];
  tablePage: number;
  /** Names the column picker lists for its query, and the columns on show. */
  found: readonly string[];
  shown: readonly string[];
  /** Names of all fields there may be columns for, and the cells a column takes now. */
  listed: readonly string[];
  widthOf(name: string): number;
  /** Names of the columns that have a place on the screen. */
  placed: readonly string[];
  /** Whether a column's large values are the ones to look at first. */
  largestFirst(name: string): boolean;
}
