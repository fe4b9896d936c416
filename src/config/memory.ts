// In: the text of state.json. Out: what is remembered, and its text again.

/** How wide a column is: as wide as its text, a number of cells, or all that nobody else wants. */
export type ColumnWidth = 'fit' | 'grow' | number;

export interface LayoutColumn {
  /** A field by its full name, or `time`. */
  readonly name: string;
  /** Undefined: as the column is by itself. */
  readonly width?: ColumnWidth;
}

/** What the table shows, and in which order. */
export interface TableLayout {
  readonly columns: readonly LayoutColumn[];
  /** Undefined: in the order in which rows came. */
  readonly sort?: { readonly column: string; readonly descending: boolean };
}

/** A layout with the settings it was made under; where these have changed since, it no longer counts. */
export interface KeptLayout extends TableLayout {
  readonly base: string;
}

/** Everything remembered. Maps keep the order in which things were remembered. */
export interface Memory {
  readonly layouts: Map<string, KeptLayout>;
  /** Oldest first, each once. */
  readonly history: string[];
  readonly filters: Map<string, string>;
}

/** Of a later program, which may mean something else by it. */
export class LaterVersion extends Error {}

const VERSION = 1;
const HISTORY = 500;
const MAX_CELLS = 1000;

type Shape = Record<string, unknown>;

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

export function emptyMemory(): Memory {
  return { layouts: new Map(), history: [], filters: new Map() };
}

/** Puts an entry at the newest end; the same entry further back goes, and the oldest beyond 500. */
export function addToHistory(history: string[], entry: string): void {
  const at = history.indexOf(entry);
  if (at >= 0) history.splice(at, 1);
  history.push(entry);
  if (history.length > HISTORY) history.splice(0, history.length - HISTORY);
}

/** Takes what it can from the text. Throws LaterVersion, or a SyntaxError for what is no JSON object. */
export function parseMemory(text: string): Memory {
  const parsed: unknown = JSON.parse(text);
  if (!isShape(parsed)) throw new SyntaxError('no object');
  if (typeof parsed.version === 'number' && parsed.version > VERSION) throw new LaterVersion();
  const memory = emptyMemory();
  if (isShape(parsed.layouts))
    for (const [place, value] of Object.entries(parsed.layouts)) {
      const layout = layoutOf(value);
      if (layout) memory.layouts.set(place, layout);
    }
  if (Array.isArray(parsed.history))
    for (const entry of parsed.history.filter(isText)) addToHistory(memory.history, entry);
  if (isShape(parsed.filters))
    for (const [name, expression] of Object.entries(parsed.filters))
      if (isText(expression)) memory.filters.set(name, expression);
  return memory;
}

export function memoryText({ layouts, history, filters }: Memory): string {
  const parts = {
    version: VERSION,
    layouts: Object.fromEntries(layouts),
    history,
    filters: Object.fromEntries(filters),
  };
  return `${JSON.stringify(parts, undefined, 1)}\n`;
}

function layoutOf(value: unknown): KeptLayout | undefined {
  if (!isShape(value) || !Array.isArray(value.columns)) return undefined;
  const columns = value.columns.flatMap(columnOf);
  if (columns.length === 0) return undefined;
  const { sort, base } = value;
  const sorted =
    isShape(sort) && isText(sort.column)
      ? { column: sort.column, descending: sort.descending === true }
      : undefined;
  return { columns, base: isText(base) ? base : '', ...(sorted && { sort: sorted }) };
}

function columnOf(value: unknown): LayoutColumn[] {
  if (!isShape(value) || !isText(value.name)) return [];
  return [isWidth(value.width) ? { name: value.name, width: value.width } : { name: value.name }];
}

/** Whether a value is a width: `fit`, `grow`, or cells from 1 to 1000. */
export function isWidth(value: unknown): value is ColumnWidth {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 1 && value <= MAX_CELLS;
  return value === 'fit' || value === 'grow';
}
