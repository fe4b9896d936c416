// What the screen is given to show, to ask and to tell.
import type { TableLayout } from '../config/memory.ts';
import type { Personal } from '../config/personal.ts';
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import type { RowKind } from '../fields/row-fields.ts';
import type { Clipboard } from './clipboard/clipboard.ts';
import type { Clock } from './frames.ts';
import type { Meters } from './gauges.ts';
import type { Files } from './saving.ts';
import type { Layouts } from './state/state.ts';
import type { TablesState } from './state/tables-state.ts';
import type { Terminal } from './terminal/terminal.ts';
import type { Background } from './theme/background.ts';

export interface ViewOptions extends Meters {
  context: FieldContext;
  fields: readonly Field[];
  /** Columns where the user chose none, and those he chose. Unknown names are left out. */
  defaults: readonly string[];
  layouts?: Layouts;
  /** Told of what the user chooses of the columns of a list. */
  onLayout?(rows: RowKind, layout: TableLayout | undefined): void;
  /** Filters to begin with; each must compile. */
  filters: readonly string[];
  /** What a row is at first. */
  rows?: RowKind;
  /** Tables to begin with, in place of the list. */
  tables?: TablesState;
  /** An event, transaction or trace as a JSON text, for the clipboard. */
  json(row: number, rows: RowKind): string;
  /** The user's settings, and what he did on the screen before. */
  personal?: Personal;
  /** Where events are saved to. */
  files: Files;
  terminal: Terminal;
  background: Background;
  clipboard: Pick<Clipboard, 'copy'>;
  /** The user, a signal or the end of the terminal asks to end; the terminal has been given back. */
  onQuit(): void;
  clock?: Clock;
}
