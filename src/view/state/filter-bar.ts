// State and what was done in the filter bar -> the next state.
import type { Action } from './action.ts';
import { lineOf } from './line.ts';
import { contextBelow } from './open.ts';
import type { State } from './state.ts';

type FilterAction = Extract<
  Action,
  { type: 'filter-open' | 'filter-keep' | 'filter-cancel' | 'filter-checked' }
>;

export function filter(state: State, action: FilterAction): State {
  const { applied, before } = state.filter;
  const closed = contextBelow(state);
  switch (action.type) {
    case 'filter-open':
      return {
        ...state,
        context: 'filter',
        filter: { line: lineOf(applied), applied, before: applied, error: undefined },
      };
    case 'filter-keep':
      if (state.filter.error) return state;
      return { ...state, context: closed };
    case 'filter-cancel':
      return {
        ...state,
        context: closed,
        filter: { line: lineOf(before), applied, before, error: undefined },
      };
    case 'filter-checked':
      if (action.error) return { ...state, filter: { ...state.filter, error: action.error } };
      return { ...state, filter: { ...state.filter, applied: action.text, error: undefined } };
  }
}
