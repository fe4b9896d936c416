// What the screen shows at the moment, apart from the events: the state that keys change.
import type { RowKind } from '../../fields/row-fields.ts';
import { type Line, lineOf } from './line.ts';
import { NO_PROMPT, type SavePrompt } from './save-prompt.ts';

/** The part of the screen that has the keyboard. */
export type Context = 'table' | 'path' | 'detail' | 'filter' | 'columns' | 'save' | 'help';

export interface FilterError {
  message: string;
  /** Place of the error in the text, from 1. */
  column: number;
}

export interface State {
  /** Size of the terminal in cells. */
  columns: number;
  lines: number;
  /** The part that has the keyboard. */
  context: Context;
  /** What a row of the list is. */
  listing: RowKind;
  /** Pinned to the newest row. */
  follow: boolean;
  /** Row the cursor belongs to; when it does not match or is gone, the next newer one is shown instead. */
  anchor: number;
  /** Line of the table's body where the cursor stands, from 0: rows that come and go do not move it. */
  line: number;
  /** Rows from here on are held back; undefined when not paused. */
  pausedAt: number | undefined;
  /** Rows before this one were cleared away. */
  clearedTo: number;
  filter: FilterState;
  /** Names of the fields shown as columns, in order; undefined for the default ones. */
  chosen: string[] | undefined;
  /** The same for the lists that are not on show. */
  chosenElsewhere: { [Listing in RowKind]?: string[] | undefined };
  picker: { line: Line; index: number };
  /** The row whose lookup is followed, and the hop under the cursor there. */
  path: PathState | undefined;
  /** The open event: the row, or a hop of the path. */
  detail: { row: number; scroll: number } | undefined;
  zoomed: boolean;
  /** Numbers of the events that were marked, kept or not. */
  marks: ReadonlySet<number>;
  save: SavePrompt;
  helpScroll: number;
  /** One line about what just happened; the next key takes it away. */
  notice: string;
}

/** Both are numbers of events. */
export interface PathState {
  row: number;
  hop: number;
}

export interface FilterState {
  line: Line;
  /** The text the list is filtered by: the last that compiled. */
  applied: string;
  /** The text before the bar was opened, restored by esc. */
  before: string;
  error: FilterError | undefined;
}

export function initialState(columns: number, lines: number, filter = ''): State {
  return {
    columns,
    lines,
    context: 'table',
    listing: 'events',
    follow: true,
    anchor: 0,
    line: 0,
    pausedAt: undefined,
    clearedTo: 0,
    filter: { line: lineOf(filter), applied: filter, before: filter, error: undefined },
    chosen: undefined,
    chosenElsewhere: {},
    picker: { line: lineOf(''), index: 0 },
    path: undefined,
    detail: undefined,
    zoomed: false,
    marks: new Set(),
    save: NO_PROMPT,
    helpScroll: 0,
    notice: '',
  };
}
