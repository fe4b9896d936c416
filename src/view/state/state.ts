// What the screen shows at the moment, apart from the events: the state that keys change.
import type { TableLayout } from '../../config/memory.ts';
import type { RowKind } from '../../fields/row-fields.ts';
import { type Chip, type FilterState, filtersOf } from './chips.ts';
import { type Line, lineOf } from './line.ts';
import { NO_PROMPT, type SavePrompt } from './save-prompt.ts';
import { CLOSED_TABLES, type TablesState } from './tables-state.ts';

/** The part of the screen that has the keyboard. */
export type Context =
  | 'table'
  | 'path'
  | 'detail'
  | 'filter'
  | 'columns'
  | 'save'
  | 'tables'
  | 'presets'
  | 'help';

/** What following changes: the cursor's row and line, and whether they are pinned to the newest. */
export type Pinned = Pick<State, 'follow' | 'pausedAt' | 'anchor' | 'line'>;

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
  /** Column of the cell under the cursor, undefined for the whole row. */
  cell: string | undefined;
  /** What the key `f` did last, and when, in milliseconds: it may turn out to be the first half of `f=`. */
  followed: { before: Pinned; after: Pinned; atMs: number } | undefined;
  /** What the user chose of each list's columns and order; nothing for the default ones. */
  layouts: Layouts;
  /** What he had chosen when the program began. */
  remembered: Layouts;
  picker: PickerState;
  /** The row whose lookup is followed, and the hop under the cursor there. */
  path: PathState | undefined;
  /** The open event: the row, or a hop of the path. */
  detail: { row: number; scroll: number } | undefined;
  zoomed: boolean;
  /** Numbers of the events that were marked, kept or not. */
  marks: ReadonlySet<number>;
  save: SavePrompt;
  tables: TablesState;
  /** The table from whose row the list was entered: where esc goes back to. */
  cameFrom: CameFrom | undefined;
  /** Place of the preset under the cursor, in their list. */
  preset: number;
  helpScroll: number;
  /** One line about what just happened; the next key takes it away. */
  notice: string;
}

/** What was on the screen when a row of a table was listed; `before`: the same of the list below that table. */
export interface CameFrom {
  readonly tables: TablesState;
  readonly chips: readonly Chip[];
  readonly cursor: Pick<State, 'follow' | 'anchor' | 'line'>;
  readonly before: CameFrom | undefined;
}

export type Layouts = { readonly [Listing in RowKind]?: TableLayout | undefined };

export interface PickerState {
  /** What is searched for. */
  line: Line;
  /** Place of the cursor in the list of what was found. */
  index: number;
  /** Names of all fields as they are listed when nothing is searched for. */
  order: readonly string[];
}

/** Both are numbers of events. */
export interface PathState {
  row: number;
  /** It was opened from the list of traces: no question of the lookup was chosen. */
  ofTrace?: boolean;
  hop: number;
}

export function initialState(columns: number, lines: number, filters: readonly string[] = []): State {
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
    filter: filtersOf(filters),
    cell: undefined,
    followed: undefined,
    layouts: {},
    remembered: {},
    picker: { line: lineOf(''), index: 0, order: [] },
    path: undefined,
    detail: undefined,
    zoomed: false,
    marks: new Set(),
    save: NO_PROMPT,
    tables: CLOSED_TABLES,
    cameFrom: undefined,
    preset: 0,
    helpScroll: 0,
    notice: '',
  };
}
