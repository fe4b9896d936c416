// Everything that can happen to the state of the screen, by name.
import type { Key } from '../input/key.ts';
import type { FilterError } from './state.ts';

export type Action =
  | { type: 'move'; by: number }
  | { type: 'move-page'; by: number }
  | { type: 'move-first' }
  | { type: 'move-last' }
  | { type: 'follow' }
  | { type: 'pause' }
  | { type: 'clear' }
  /** The next kind of rows: events, transactions, traces. */
  | { type: 'list-next' }
  | { type: 'open' }
  | { type: 'step'; by: number }
  | { type: 'zoom' }
  | { type: 'back' }
  | { type: 'help' }
  | { type: 'filter-open' }
  | { type: 'filter-keep' }
  | { type: 'filter-cancel' }
  /** What compiling the text in the filter bar came to. */
  | { type: 'filter-checked'; text: string; error: FilterError | undefined }
  | { type: 'columns-open' }
  | { type: 'columns-move'; by: number }
  | { type: 'columns-toggle' }
  | { type: 'columns-reset' }
  /** Of the row under the cursor. */
  | { type: 'mark' }
  | { type: 'unmark-all' }
  /** Opens the prompt for a file with this name. */
  | { type: 'save-prompt'; name: string }
  | { type: 'save-move'; by: number }
  /** What came of an enter; `replaces`: the file that another one writes over. */
  | { type: 'save-remark'; text: string; replaces?: string }
  | { type: 'saved'; text: string }
  | { type: 'edit'; key: Key }
  | { type: 'insert'; text: string }
  /** What a plain key at the end of the text field made of its text. */
  | { type: 'typed'; text: string }
  | { type: 'resize'; columns: number; lines: number }
  | { type: 'notice'; text: string }
  // The view itself answers these: they reach outside the state.
  | { type: 'copy'; what: 'row' | 'json' | 'path' }
  | { type: 'save-open' }
  | { type: 'save-write' }
  | { type: 'redraw' }
  | { type: 'suspend' }
  | { type: 'quit' };

export type MoveAction = Extract<Action, { type: 'move' | 'move-page' | 'move-first' | 'move-last' }>;
