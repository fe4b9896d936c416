// The state and the size of the terminal -> which part of the screen goes where.
import { filterLines } from './filter/room.ts';
import type { State } from './state/state.ts';
import { PRESET_LINES } from './tables/presets.ts';

export interface PanePlace {
  what: 'path' | 'detail' | 'columns' | 'save' | 'tables' | 'presets' | 'help';
  beside: boolean;
  width: number;
  height: number;
}

export interface Arrangement {
  tooSmall: boolean;
  /** Lines of the filters: those kept, the open bar, and what may stand at its caret. */
  filterLines: number;
  /** The table: its width, and its lines without its titles; height 0 where a pane covers it. */
  table: { width: number; height: number };
  pane: PanePlace | undefined;
}

export const LEAST_COLUMNS = 40;
export const LEAST_LINES = 8;

export const HEADER_LINES = 2;
export const STATUS_LINES = 1;
const TITLE_LINES = 1;
/** From this width on what was opened stands beside the table. */
const BESIDE_COLUMNS = 140;
/** Title, file, up to three choices, what is to say. */
const SAVE_LINES = 6;

export function arrange(state: State): Arrangement {
  const { columns, lines } = state;
  const middle = lines - HEADER_LINES - STATUS_LINES - filterLines(state);
  const pane = placePane(state, middle);
  const width = pane?.beside ? columns - pane.width - 1 : columns;
  const rest = pane && !pane.beside ? middle - pane.height : middle;
  return {
    tooSmall: columns < LEAST_COLUMNS || lines < LEAST_LINES,
    filterLines: filterLines(state),
    table: { width, height: Math.max(0, rest - TITLE_LINES) },
    pane,
  };
}

function placePane(state: State, middle: number): PanePlace | undefined {
  const { columns, context, detail, path, zoomed } = state;
  if (context === 'help') return { what: 'help', beside: false, width: columns, height: middle };
  if (context === 'columns') return placePicker(columns, middle);
  if (context === 'save') {
    return { what: 'save', beside: false, width: columns, height: Math.min(SAVE_LINES, middle) };
  }
  if (state.tables.open) return { what: 'tables', beside: false, width: columns, height: middle };
  if (context === 'presets') {
    const height = Math.min(PRESET_LINES, Math.max(2, middle - 3));
    return { what: 'presets', beside: false, width: columns, height };
  }
  if (!detail && !path) return undefined;
  const what = detail ? 'detail' : 'path';
  if (zoomed) return { what, beside: false, width: columns, height: middle };
  if (columns >= BESIDE_COLUMNS) {
    const width = Math.min(100, Math.floor(columns * 0.5));
    return { what, beside: true, width, height: middle };
  }
  return { what, beside: false, width: columns, height: openedHeight(middle) };
}

/** More than half of the lines; of few lines all but a few rows of the table, which show where the open one stands. */
function openedHeight(middle: number): number {
  return Math.max(3, Math.floor(middle * 0.6), Math.min(16, middle - 5));
}

/** Below the table, which shows what it does in the width that it will have without it. */
function placePicker(columns: number, middle: number): PanePlace {
  return { what: 'columns', beside: false, width: columns, height: Math.max(3, Math.floor(middle * 0.6)) };
}
