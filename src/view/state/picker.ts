// State and what was done in the column picker -> the next state.
import {
  type ColumnWidth,
  chosen,
  type LayoutColumn,
  type TableLayout,
  widthsOf,
} from '../../config/memory.ts';
import type { Action } from './action.ts';
import { lineOf } from './line.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

type PickerAction = Extract<
  Action,
  {
    type:
      | 'columns-open'
      | 'columns-move'
      | 'columns-toggle'
      | 'columns-reset'
      | 'columns-place'
      | 'columns-widen'
      | 'columns-width';
  }
>;
type Shown = Pick<World, 'found' | 'shown' | 'listed' | 'placed' | 'widthOf'>;

const MIN_CELLS = 2;
const MAX_CELLS = 200;

export function pick(state: State, action: PickerAction, world: Shown): State {
  switch (action.type) {
    case 'columns-open':
      return { ...state, context: 'columns', picker: { line: lineOf(''), index: 0, order: inOrder(world) } };
    case 'columns-move':
      return withIndex(state, state.picker.index + action.by, world.found.length);
    case 'columns-reset':
      return { ...state, layouts: { ...state.layouts, [state.listing]: undefined } };
    case 'columns-toggle':
      return changed(state, world, toggled);
    case 'columns-place':
      return placed(state, world, action.by);
    case 'columns-widen':
      return widened(state, world, (width, name) => cells(width, name, world) + action.by);
    case 'columns-width':
      return widened(state, world, (width, name) => nextWidth(width, name, world));
  }
}

/** What the list on show is laid out by. */
export function layoutOf(state: State): TableLayout | undefined {
  return state.layouts[state.listing];
}

/** All that is on show, each column with the width it was given. */
export function chosenColumns(state: State, shown: readonly string[]): readonly LayoutColumn[] {
  const widths = widthsOf(layoutOf(state));
  return shown.map((name) => (widths.has(name) ? { name, width: widths.get(name) } : { name }));
}

/** The state with what is left of a layout; what the user did not choose is none of it. */
export function withLayout(state: State, layout: TableLayout): State {
  return { ...state, layouts: { ...state.layouts, [state.listing]: chosen(layout) } };
}

/** The chosen ones first, as they stand on the screen, with what stands there in place of some of them. */
function inOrder({ shown, listed, placed }: Shown): readonly string[] {
  const first = [...shown];
  placed.forEach((name, place) => {
    if (first.includes(name)) return;
    const next = first.indexOf(placed[place + 1]);
    first.splice(next < 0 ? first.length : next, 0, name);
  });
  return [...first, ...listed.filter((name) => !first.includes(name))];
}

function withIndex(state: State, index: number, count: number): State {
  const last = Math.max(0, count - 1);
  return { ...state, picker: { ...state.picker, index: Math.min(Math.max(0, index), last) } };
}

function changed(
  state: State,
  { found, shown }: Shown,
  change: (columns: readonly LayoutColumn[], name: string) => readonly LayoutColumn[],
): State {
  const name = found[state.picker.index];
  if (name === undefined) return state;
  const columns = change(chosenColumns(state, shown), name);
  return withLayout(state, { columns, sort: layoutOf(state)?.sort });
}

/** The last column cannot be taken away: a table without one shows nothing and says nothing. */
function toggled(columns: readonly LayoutColumn[], name: string): readonly LayoutColumn[] {
  if (!columns.some((column) => column.name === name)) return [...columns, { name }];
  return columns.length === 1 ? columns : columns.filter((column) => column.name !== name);
}

/** The column changes places with its neighbour; in the list of all fields the cursor goes with it. */
function placed(state: State, world: Shown, by: number): State {
  const name = world.found[state.picker.index];
  const from = world.shown.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= world.shown.length) return state;
  const neighbour = world.shown[to];
  const moved = changed(state, world, (columns) => swapped(columns, from, to));
  const { line, order } = moved.picker;
  const [own, other] = [order.indexOf(name), order.indexOf(neighbour)];
  const listed = swapped(order, own, other);
  const index = line.text.trim() === '' ? other : moved.picker.index;
  return { ...moved, picker: { line, order: listed, index } };
}

function swapped<Item>(items: readonly Item[], a: number, b: number): readonly Item[] {
  return items.map((item, place) => (place === a ? items[b] : place === b ? items[a] : item));
}

type Width = ColumnWidth | undefined;

/** Columns that were not chosen stay so: their widths alone are kept. */
function widened(
  state: State,
  { found, shown }: Shown,
  change: (width: Width, name: string) => ColumnWidth,
): State {
  const name = found[state.picker.index];
  if (!shown.includes(name)) return state;
  const layout = layoutOf(state);
  const wanted = change(widthsOf(layout).get(name), name);
  const width = typeof wanted === 'number' ? Math.min(Math.max(MIN_CELLS, wanted), MAX_CELLS) : wanted;
  const columns = layout?.columns?.map((column) => (column.name === name ? { ...column, width } : column));
  return withLayout(
    state,
    columns ? { ...layout, columns } : { ...layout, widths: { ...layout?.widths, [name]: width } },
  );
}

/** As wide as it was made, else as it is drawn: that may be a frame behind. */
function cells(width: Width, name: string, { widthOf }: Shown): number {
  return typeof width === 'number' ? width : widthOf(name);
}

function nextWidth(width: Width, name: string, { widthOf }: Shown): ColumnWidth {
  if (width === undefined || width === 'fit') return 'grow';
  return width === 'grow' ? widthOf(name) : 'fit';
}
