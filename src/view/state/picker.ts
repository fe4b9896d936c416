// State and what was done in the column picker -> the next state.
import type { Action } from './action.ts';
import { lineOf } from './line.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

type PickerAction = Extract<
  Action,
  { type: 'columns-open' | 'columns-move' | 'columns-toggle' | 'columns-reset' }
>;

export function pick(state: State, action: PickerAction, world: Pick<World, 'found' | 'shown'>): State {
  switch (action.type) {
    case 'columns-open':
      return { ...state, context: 'columns', picker: { line: lineOf(''), index: 0 } };
    case 'columns-move': {
      const last = Math.max(0, world.found.length - 1);
      const index = Math.min(Math.max(0, state.picker.index + action.by), last);
      return { ...state, picker: { ...state.picker, index } };
    }
    case 'columns-reset':
      return { ...state, chosen: undefined };
    case 'columns-toggle': {
      const name = world.found[state.picker.index];
      return name === undefined ? state : { ...state, chosen: toggled(world.shown, name) };
    }
  }
}

/** The last column cannot be taken away: a table without one shows nothing and says nothing. */
function toggled(shown: string[], name: string): string[] {
  if (!shown.includes(name)) return [...shown, name];
  return shown.length === 1 ? shown : shown.filter((other) => other !== name);
}
