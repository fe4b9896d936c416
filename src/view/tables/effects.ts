// Keys of the tables and the presets that need more than the state -> filters of the list.
import { PRESETS } from '../../filter/presets.ts';
import type { Effects } from '../effects.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { TablesPane } from './tables-pane.ts';

export interface TablesParts {
  pane: TablesPane;
  state(): State;
  dispatch(action: Action): void;
}

export function tablesEffects({ pane, state, dispatch }: TablesParts): Effects {
  return {
    'tables-filter': () => {
      const listed = pane.listed(state());
      if (!listed) return dispatch({ type: 'notice', text: 'no filter says what this row counts' });
      dispatch({ type: 'tables-list', ...listed });
    },
    'presets-add': () => {
      dispatch({ type: 'filter-add', text: PRESETS[state().preset].expression });
      dispatch({ type: 'back' });
    },
  };
}
