// State and what was done to the filters, or in the filter bar -> the next state.
import type { Action } from './action.ts';
import { type Chip, type Editing, edited, type FilterState, kept, withChips } from './chips.ts';
import { lineOf } from './line.ts';
import { contextBelow } from './open.ts';
import type { State } from './state.ts';

export type FilterAction = Extract<Action, { type: `filter-${string}` }>;

export function isFilterAction(action: Action): action is FilterAction {
  return action.type.startsWith('filter-');
}

export function filter(state: State, action: FilterAction): State {
  const { chips, edit } = state.filter;
  switch (action.type) {
    case 'filter-open':
      return opened(state, action.more ? chips.length : Math.max(0, chips.length - 1));
    case 'filter-add':
      return addedTo(state, action);
    case 'filter-toggle':
      return toggled(state, action.at);
    case 'filter-drop':
      return changed(state, chips.slice(0, -1));
    default:
      return edit ? bar(state, edit, action) : state;
  }
}

/** Esc on the table: first all filters are switched off, then dropped; undefined where there are none. */
export function dropFilters(state: State): State | undefined {
  const { chips } = state.filter;
  if (chips.length === 0) return undefined;
  if (!chips.some(({ on }) => on)) return changed(state, []);
  return changed(
    state,
    chips.map((chip) => ({ ...chip, on: false })),
  );
}

function bar(state: State, edit: Editing, action: FilterAction): State {
  const { chips } = state.filter;
  const set = (change: Partial<Editing>): State => withEdit(state, { ...edit, ...change });
  switch (action.type) {
    case 'filter-keep':
      if (edit.name) return set({ name: undefined });
      return edit.error ? state : closed(state, withChips(kept(chips, edit), undefined));
    case 'filter-cancel':
      if (edit.name) return set({ name: undefined });
      return closed(state, withChips(edit.before, undefined));
    case 'filter-before':
      return edit.error ? state : before(state, edit);
    case 'filter-checked':
      return set({ error: action.error, ...(action.error ? {} : { good: action.text }) });
    case 'filter-put':
      return set({ line: action.line, choice: 0, recalled: 0, typed: action.line.text });
    case 'filter-recalled': {
      const typed = edit.recalled === 0 ? edit.line.text : edit.typed;
      const text = action.entry ?? typed;
      return set({ line: lineOf(text), recalled: action.back, typed, choice: 0 });
    }
    case 'filter-chosen':
      return set({ choice: action.choice });
    case 'filter-name':
      return edit.error || edit.good.trim() === '' ? state : set({ name: lineOf(action.name) });
    default:
      return state;
  }
}

function opened(state: State, at: number): State {
  const { chips } = state.filter;
  return { ...state, context: 'filter', filter: withChips(chips, edited(chips, at)) };
}

/** Edits the filter before the one being edited; before the first stands the last. */
function before(state: State, edit: Editing): State {
  const chips = kept(state.filter.chips, edit);
  if (chips.length === 0) return state;
  const at = (Math.min(edit.at, chips.length) - 1 + chips.length) % chips.length;
  return { ...state, filter: withChips(chips, edited(chips, at, edit.before)) };
}

function closed(state: State, filter: FilterState): State {
  return { ...state, context: contextBelow(state), filter };
}

function withEdit(state: State, edit: Editing): State {
  return { ...state, filter: withChips(state.filter.chips, edit) };
}

function changed(state: State, chips: readonly Chip[]): State {
  return { ...state, filter: withChips(chips, state.filter.edit) };
}

/** The same one is not added twice; it is switched on. */
function addedTo(state: State, { text, restore, cell }: Extract<Action, { type: 'filter-add' }>): State {
  const others = state.filter.chips.filter((chip) => chip.text !== text);
  const next = { ...state, ...restore, followed: undefined, cell: cell ?? state.cell };
  return changed(next, [...others, { text, on: true }]);
}

/** What is being edited is always on. */
function toggled(state: State, at: number): State {
  const { chips, edit } = state.filter;
  if (at >= chips.length || at === edit?.at) return state;
  return changed(
    state,
    chips.map((chip, place) => (place === at ? { ...chip, on: !chip.on } : chip)),
  );
}
