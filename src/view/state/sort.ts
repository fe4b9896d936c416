// State and what was done about the order of rows -> the next state.
import type { Action } from './action.ts';
import { layoutOf, withLayout } from './picker.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

type SortAction = Extract<Action, { type: 'sort-by' | 'sort-step' | 'sort-invert' | 'sort-time' }>;

/** Rows come in order of time by themselves. */
export const BY_TIME = 'time';

export function sort(state: State, action: SortAction, world: World): State {
  const now = layoutOf(state)?.sort;
  switch (action.type) {
    case 'sort-time':
      return now ? sorted(state, BY_TIME, false) : state;
    case 'sort-invert':
      return sorted(state, now?.column ?? BY_TIME, !(now?.descending ?? false));
    case 'sort-by':
      if (now?.column === action.column) return sorted(state, now.column, !now.descending);
      return sorted(state, action.column, world.largestFirst(action.column));
    case 'sort-step': {
      // In the circle of columns the order of time has a place of its own.
      const columns = [BY_TIME, ...world.placed.filter((name) => name !== BY_TIME)];
      const from = Math.max(0, columns.indexOf(now?.column ?? BY_TIME));
      const column = columns[(from + action.by + columns.length) % columns.length];
      return sorted(state, column, world.largestFirst(column));
    }
  }
}

/** Following shows the first rows of a sorted list. */
function sorted(state: State, column: string, descending: boolean): State {
  const order = column === BY_TIME && !descending ? undefined : { column, descending };
  return withLayout({ ...state, follow: true }, { ...layoutOf(state), sort: order });
}
