// Keys of the filter bar, and of cells, that need more than the state -> what they change in it, and what is remembered.
import { plural } from '../../fields/text.ts';
import type { Effects } from '../effects.ts';
import type { Action } from '../state/action.ts';
import type { Editing } from '../state/chips.ts';
import type { State } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { beforeFollow, cellColumn, cellRow, filterByCell } from './cell-at.ts';
import type { Completer, CompleterParts } from './completer.ts';
import type { FilterMemory } from './saved.ts';

export interface FilterParts extends CompleterParts {
  completer: Completer;
  memory: FilterMemory | undefined;
  state(): State;
  world(): World;
  /** Names of the columns on show, from the left. */
  columns(): readonly string[];
  /** What a row has in a column. */
  shown(row: number, column: string): string;
  dispatch(action: Action): void;
}

type Bar = (edit: Editing) => Action | undefined;

export function filterEffects(parts: FilterParts): Effects {
  /** Does what a key in the bar comes to, while the bar is open. */
  const inBar = (key: Bar) => (): void => {
    const { edit } = parts.state().filter;
    const action = edit && key(edit);
    if (action) parts.dispatch(action);
  };
  return {
    'filter-complete': inBar((edit) => completed(parts, edit)),
    'filter-choose': ({ by }) => inBar((edit) => chosen(parts, edit, by))(),
    'filter-history': ({ by }) => inBar((edit) => recalled(parts, edit, by))(),
    'filter-keep': inBar((edit) => keep(parts, edit)),
    'filter-forget': inBar((edit) => forget(parts, edit)),
    'filter-cell': ({ exclude }) => byCell(parts, exclude),
    'cell-move': ({ by }) => moveCell(parts, by),
  };
}

function completed({ completer }: FilterParts, { line, choice, name }: Editing): Action | undefined {
  if (name) return undefined;
  const { items } = completer.at(line);
  const item = items[Math.min(choice, items.length - 1)];
  if (!item) return undefined;
  const before = line.text.slice(0, item.from) + item.insert;
  return {
    type: 'filter-put',
    line: { text: before + line.text.slice(item.to), caret: before.length },
  };
}

function chosen({ completer }: FilterParts, { line, choice }: Editing, by: number): Action {
  const last = Math.max(0, completer.at(line).items.length - 1);
  return { type: 'filter-chosen', choice: Math.min(Math.max(0, Math.min(choice, last) + by), last) };
}

/** `by` -1 is older. The newest is behind what was typed. */
function recalled({ memory }: FilterParts, { recalled, name }: Editing, by: number): Action | undefined {
  const history = memory?.remembered.history ?? [];
  const back = recalled - by;
  if (name || back < 0 || back > history.length) return undefined;
  return { type: 'filter-recalled', back, entry: back === 0 ? undefined : history[history.length - back] };
}

/** Enter: keeps the filter, or saves it under the name that was asked for. */
function keep({ memory, dispatch }: FilterParts, { name, good, error }: Editing): Action {
  if (!name) {
    if (!error) memory?.remembered.rememberFilter(good);
    return { type: 'filter-keep' };
  }
  const called = name.text.trim().replace(/^@/, '');
  if (!/^[\w.-]+$/.test(called))
    return { type: 'notice', text: 'a name has letters, digits, dots, - and _ only' };
  if (!memory) return { type: 'notice', text: 'there is no place to save it' };
  memory.remembered.saveFilter(called, good.trim());
  dispatch({ type: 'filter-keep' });
  return { type: 'notice', text: `saved: @${called} in the filter bar stands for it` };
}

/** Forgets the saved filter that is chosen in the list. */
function forget({ completer, memory }: FilterParts, { line, choice, name }: Editing): Action | undefined {
  const label = completer.at(line).items[choice]?.label ?? '';
  if (name || !label.startsWith('@')) return undefined;
  const called = label.slice(1);
  if (!memory?.remembered.filters.has(called))
    return { type: 'notice', text: `${label} was not saved on the screen: it stays` };
  memory.remembered.forgetFilter(called);
  completer.reset();
  return { type: 'notice', text: `${label} is forgotten` };
}

function byCell(parts: FilterParts, exclude: boolean): void {
  const { context, clock, columns, dispatch } = parts;
  const state = parts.state();
  const world = parts.world();
  const before = beforeFollow(state, clock.now());
  const row = cellRow(state, world, before);
  const column = cellColumn(state, columns());
  if (row < 0 || column === undefined) return;
  const events = state.listing === 'events' ? undefined : world.eventsOf(row);
  const text = filterByCell(context, column, row, exclude, events, parts.shown(row, column));
  if (text === undefined) dispatch({ type: 'notice', text: `no filter says this of ${column}` });
  else dispatch({ type: 'filter-add', text, restore: before, cell: column });
}

/** From a row as a whole to its first or last cell, then from cell to cell. */
function moveCell({ columns, state, dispatch }: FilterParts, by: number): void {
  const names = columns();
  if (names.length === 0) return;
  const at = names.indexOf(state().cell ?? '');
  const to = at < 0 ? (by > 0 ? 0 : names.length - 1) : Math.min(Math.max(0, at + by), names.length - 1);
  dispatch({ type: 'cell', name: names[to] });
}

/** What stands below the bar while a name is asked for. */
export function namingText(name: string, memory: FilterMemory | undefined): string {
  const count = memory?.remembered.filters.size ?? 0;
  if (memory?.filters.has(name.trim()))
    return 'enter saves it in place of the one of that name, esc goes back';
  return `enter saves it, esc goes back; ${plural(count, 'filter')} saved`;
}
