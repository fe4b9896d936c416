// In: the text of state.json. Out: what is remembered, and its text again.

/** How wide a column is: as wide as its text, a number of cells, or all that nobody else wants. */
export type ColumnWidth = 'fit' | 'grow' | number;

export interface LayoutColumn {
  /** A field by its full name, or `time`. */
  readonly name: string;
  /** Undefined: as the column is by itself. */
  readonly width?: ColumnWidth;
}

/** What the user chose of what the table shows, and in which order. */
export interface TableLayout {
  /** Undefined: those that suit the list and the machine, also when a later program knows better ones. */
  readonly columns?: readonly LayoutColumn[] | undefined;
  /** Of columns that were not chosen, by name. */
  readonly widths?: Readonly<Record<string, ColumnWidth>> | undefined;
  /** Undefined: in the order in which rows came. */
  readonly sort?: { readonly column: string; readonly descending: boolean } | undefined;
}

/** A layout with the settings it was made under; where these have changed since, it no longer counts. */
export interface KeptLayout extends TableLayout {
  readonly base: string;
}

/** The widths that columns were given, by name. */
export function widthsOf(layout: TableLayout | undefined): ReadonlyMap<string, ColumnWidth> {
  const own = layout?.columns?.map(({ name, width }) => [name, width] as const) ?? [];
  const given = [...Object.entries(layout?.widths ?? {}), ...own];
  return new Map(given.filter((entry): entry is [string, ColumnWidth] => entry[1] !== undefined));
}

/** The same without what was not chosen; undefined where that is nothing. */
export function chosen({ columns, widths, sort }: TableLayout): TableLayout | undefined {
  const hasWidths = widths !== undefined && Object.keys(widths).length > 0;
  if (!columns && !hasWidths && !sort) return undefined;
  return { ...(columns && { columns }), ...(hasWidths && { widths }), ...(sort && { sort }) };
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
  if (!isShape(value)) return undefined;
  const columns = Array.isArray(value.columns) ? value.columns.flatMap(columnOf) : [];
  const { sort, base } = value;
  const layout = chosen({
    columns: columns.length === 0 ? undefined : columns,
    widths: isShape(value.widths) ? onlyWidths(value.widths) : undefined,
    sort:
      isShape(sort) && isText(sort.column)
        ? { column: sort.column, descending: sort.descending === true }
        : undefined,
  });
  return layout && { ...layout, base: isText(base) ? base : '' };
}

function onlyWidths(widths: Shape): Record<string, ColumnWidth> {
  const given = Object.entries(widths);
  return Object.fromEntries(given.filter((entry): entry is [string, ColumnWidth] => isWidth(entry[1])));
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
