// State and what was done in the tables, or in the list of presets -> the next state.
import { PRESETS } from '../../filter/presets.ts';
import { DIMENSIONS, MAX_LEVEL } from '../../tables/dimensions.ts';
import type { Order } from '../../tables/row.ts';
import { WINDOWS } from '../../tables/window.ts';
import type { Action, MoveAction } from './action.ts';
import { withChips } from './chips.ts';
import { contextBelow } from './open.ts';
import type { CameFrom, State } from './state.ts';
import { SORTED_BY, type TablesState } from './tables-state.ts';
import type { World } from './world.ts';

/** Undefined for an action that is not about tables or presets here. */
export function tables(state: State, action: Action, world: World): State | undefined {
  const { tables: was } = state;
  switch (action.type) {
    case 'move':
    case 'move-page':
    case 'move-first':
    case 'move-last':
      if (state.context === 'presets') return changed(state, { preset: movedPreset(state.preset, action) });
      return state.context === 'tables'
        ? withTables(state, { key: movedKey(was, action, world) })
        : undefined;
    case 'tables-open':
      return opened(state, !was.open);
    case 'tables-tab': {
      const tab = (was.tab + action.by + DIMENSIONS.length) % DIMENSIONS.length;
      return withTables(state, { tab, key: undefined });
    }
    case 'tables-tab-at':
      return withTables(state, { tab: action.at, key: undefined });
    case 'tables-level':
      return withTables(state, { tab: 0, level: nextLevel(was, action.by), key: undefined });
    case 'tables-window': {
      const window = WINDOWS[(WINDOWS.indexOf(was.window) + 1) % WINDOWS.length];
      return withTables(state, { window });
    }
    case 'tables-sort':
      return withTables(state, { order: nextOrder(was.order, action.by), key: undefined });
    case 'tables-invert':
      return withTables(state, { order: { ...was.order, inverted: !was.order.inverted }, key: undefined });
    case 'tables-list':
      return listed(state, action);
    case 'presets-open':
      return changed(state, { context: 'presets', preset: 0 });
    case 'back':
      if (state.context === 'tables') return opened(state, false);
      if (state.context === 'presets') return changed(state, { context: contextBelow(state) });
      return state.context === 'table' && state.cameFrom ? returned(state, state.cameFrom) : undefined;
    default:
      return undefined;
  }
}

const changed = (state: State, change: Partial<State>): State => ({ ...state, ...change });

function withTables(state: State, change: Partial<TablesState>): State {
  return { ...state, tables: { ...state.tables, ...change } };
}

function opened(state: State, open: boolean): State {
  const next = withTables(state, { open, key: undefined });
  return { ...next, context: contextBelow(next) };
}

/** The newest of what a row counts, in the list, in place of all else that is open. */
function listed(state: State, { key, filters, said }: Extract<Action, { type: 'tables-list' }>): State {
  const { tables: was, filter, follow, anchor, line, cameFrom: before } = state;
  const others = filter.chips.filter(({ text }) => !filters.includes(text));
  const chips = [...others, ...filters.map((text) => ({ text, on: true }))];
  const cameFrom = { tables: { ...was, key }, chips: filter.chips, cursor: { follow, anchor, line }, before };
  const list = { path: undefined, detail: undefined, follow: true, filter: withChips(chips, undefined) };
  return { ...opened({ ...state, ...list }, false), cameFrom, notice: said };
}

/** The table as it was left: its row, its window, what it counts, and the filters. */
function returned(state: State, { tables: was, chips, cursor, before }: CameFrom): State {
  const table = {
    tables: { ...was, open: true },
    filter: withChips(chips, undefined),
    context: 'tables',
  } as const;
  return { ...state, ...cursor, ...table, cameFrom: before };
}

/** One label more or less; whole names are those with most. Another table shows names by as many as last time. */
function nextLevel({ tab, level }: TablesState, by: number): number {
  if (tab !== 0) return level;
  const whole = MAX_LEVEL + 1;
  const next = Math.min(Math.max(1, (level || whole) + by), whole);
  return next === whole ? 0 : next;
}

function nextOrder({ by: was }: Order, by: number): Order {
  const at = Math.max(0, SORTED_BY.indexOf(was)) + by;
  return { by: SORTED_BY[(at + SORTED_BY.length) % SORTED_BY.length], inverted: false };
}

function movedKey(
  { key }: TablesState,
  action: MoveAction,
  { tableKeys, tablePage }: World,
): string | undefined {
  const last = tableKeys.length - 1;
  if (action.type === 'move-first' || last < 0) return undefined;
  if (action.type === 'move-last') return tableKeys[last];
  const by = action.type === 'move' ? action.by : Math.trunc(action.by * tablePage);
  const from = key === undefined ? 0 : Math.max(0, tableKeys.indexOf(key));
  return tableKeys[Math.min(Math.max(0, from + by), last)];
}

function movedPreset(preset: number, action: MoveAction): number {
  const last = PRESETS.length - 1;
  if (action.type === 'move-first') return 0;
  if (action.type === 'move-last') return last;
  return Math.min(Math.max(0, preset + Math.sign(action.by)), last);
}
