// Everything that can happen to the state of the screen, by name.
import type { Key } from '../input/key.ts';
import type { FilterError } from './chips.ts';
import type { Line } from './line.ts';
import type { Pinned } from './state.ts';

export type Action =
  | { type: 'move'; by: number }
  | { type: 'move-page'; by: number }
  | { type: 'move-first' }
  | { type: 'move-last' }
  | { type: 'follow' }
  | { type: 'pause' }
  | { type: 'clear' }
  /** Shows what was cleared away. */
  | { type: 'clear-undo' }
  /** Rows in the order of a column; again: turned round. */
  | { type: 'sort-by'; column: string }
  /** The column next to the one rows are sorted by; beyond the last: the order of time. */
  | { type: 'sort-step'; by: number }
  | { type: 'sort-invert' }
  /** In order of time again. */
  | { type: 'sort-time' }
  /** The next kind of rows: events, transactions, traces. */
  | { type: 'list-next' }
  | { type: 'open' }
  | { type: 'step'; by: number }
  | { type: 'zoom' }
  | { type: 'back' }
  | { type: 'help' }
  /** Opens the bar: for the last filter, or for one more. */
  | { type: 'filter-open'; more?: true }
  | { type: 'filter-keep' }
  | { type: 'filter-cancel' }
  /** Keeps what is in the bar, and edits the filter before it. */
  | { type: 'filter-before' }
  /** Adds a filter, after putting back what a key before has changed; `cell`: by a cell of that column. */
  | { type: 'filter-add'; text: string; restore?: Pinned; cell?: string }
  /** Switches one off, or on again; takes the last one away. */
  | { type: 'filter-toggle'; at: number }
  | { type: 'filter-drop' }
  /** The line in the bar after a completion; after a step in the history, `back` entries from the newest. */
  | { type: 'filter-put'; line: Line }
  | { type: 'filter-recalled'; back: number; entry: string | undefined }
  /** The completion that tab takes. */
  | { type: 'filter-chosen'; choice: number }
  /** Asks for a name to save the filter by. */
  | { type: 'filter-name'; name: string }
  /** The column of the cell under the cursor; undefined for the whole row. */
  | { type: 'cell'; name: string | undefined }
  /** What compiling the text in the filter bar came to. */
  | { type: 'filter-checked'; text: string; error: FilterError | undefined }
  | { type: 'columns-open' }
  | { type: 'columns-move'; by: number }
  | { type: 'columns-toggle' }
  | { type: 'columns-reset' }
  /** The column under the cursor takes another place, or gets wider or narrower by some cells. */
  | { type: 'columns-place'; by: number }
  | { type: 'columns-widen'; by: number }
  /** As wide as its text, then all there is, then as wide as it is now. */
  | { type: 'columns-width' }
  /** Of the row under the cursor. */
  | { type: 'mark' }
  | { type: 'unmark-all' }
  /** Opens the prompt for a file with this name. */
  | { type: 'save-prompt'; name: string }
  | { type: 'save-move'; by: number }
  /** What came of an enter; `replaces`: the file that another one writes over. */
  | { type: 'save-remark'; text: string; replaces?: string }
  | { type: 'saved'; text: string }
  /** Opens the tables, or goes back to the list. */
  | { type: 'tables-open' }
  | { type: 'tables-tab'; by: number }
  | { type: 'tables-tab-at'; at: number }
  | { type: 'tables-level'; by: number }
  | { type: 'tables-window' }
  | { type: 'tables-sort'; by: number }
  | { type: 'tables-invert' }
  /** The list of what the row with that key counts, by filters; esc goes back to that row. */
  | { type: 'tables-list'; key: string; filters: readonly string[]; said: string }
  | { type: 'presets-open' }
  | { type: 'edit'; key: Key }
  | { type: 'insert'; text: string }
  /** What a plain key at the end of the text field made of its text. */
  | { type: 'typed'; text: string }
  | { type: 'resize'; columns: number; lines: number }
  | { type: 'notice'; text: string }
  // The view itself answers these: they reach outside the state.
  | { type: 'filter-complete' }
  | { type: 'filter-choose'; by: number }
  | { type: 'filter-history'; by: number }
  | { type: 'filter-forget' }
  | { type: 'filter-cell'; exclude: boolean }
  | { type: 'cell-move'; by: number }
  | { type: 'copy'; what: 'row' | 'json' | 'path' }
  /** Lists what the row under the cursor counts; adds the filter of a preset. */
  | { type: 'tables-filter' }
  | { type: 'presets-add' }
  | { type: 'save-open' }
  | { type: 'save-write' }
  | { type: 'redraw' }
  /** Switches the mouse on, or off. */
  | { type: 'mouse' }
  | { type: 'suspend' }
  /** `keeps`: the last screen stays, above the prompt. */
  | { type: 'quit'; keeps?: true };

export type MoveAction = Extract<Action, { type: 'move' | 'move-page' | 'move-first' | 'move-last' }>;
