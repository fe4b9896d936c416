// The prompt for a file, answered -> the events it asks for, in that file, and what to say about it.
import { plural } from '../fields/text.ts';
import type { Effects } from './effects.ts';
import type { Action } from './state/action.ts';
import { lowerBound, type Matches } from './state/rows.ts';
import type { State } from './state/state.ts';
import type { World } from './state/world.ts';

/** Where events are saved to. */
export interface Files {
  /** The name that is proposed. */
  name(): string;
  /** `exists`: there is such a file, and nothing was written. Rejects with an Error in one line. */
  save(
    path: string,
    rows: ArrayLike<number>,
    replace: boolean,
  ): Promise<{ exists: true } | { written: number; gone: number }>;
}

interface Parts {
  files: Files;
  state(): State;
  world(): World;
  dispatch(action: Action): void;
}

/** What opens the prompt and what answers it. */
export function savingEffects({ files, state, world, dispatch }: Parts): Effects {
  return {
    'save-open': () => dispatch({ type: 'save-prompt', name: files.name() }),
    'save-write': () => {
      const { line, replaces } = state().save;
      const path = line.text.trim();
      if (path === '') return dispatch({ type: 'save-remark', text: 'a file needs a name' });
      const rows = rowsOf(state(), world());
      dispatch({ type: 'save-remark', text: `writing ${plural(rows.length, 'event')} …` });
      files.save(path, rows, replaces === path).then(
        (saved) => dispatch('exists' in saved ? asks(path) : { type: 'saved', text: told(path, saved) }),
        (error: Error) => dispatch({ type: 'save-remark', text: error.message }),
      );
    },
  };
}

function asks(path: string): Action {
  return { type: 'save-remark', text: `${path} is there already: enter writes over it`, replaces: path };
}

function told(path: string, { written, gone }: { written: number; gone: number }): string {
  return `${plural(written, 'event')} written to ${path}${gone > 0 ? `; ${plural(gone, 'event')} had gone before` : ''}`;
}

function oldestFirst(rows: Matches, end: number): Float64Array {
  return Float64Array.from({ length: lowerBound(rows, end) }, (_, place) => rows.at(place));
}

/** Numbers of the chosen events, oldest first. */
function rowsOf(state: State, world: World): Float64Array {
  const { choices, index, end } = state.save;
  const { rows, hops, eventsOf } = world;
  switch (choices[index]?.what) {
    case 'path':
      return Float64Array.from(hops).sort();
    case 'marked':
      return Float64Array.from(state.marks).sort();
    case 'list': {
      const list = oldestFirst(rows.byTime ?? rows, end);
      if (state.listing === 'events') return list;
      return Float64Array.from(new Set([...list].flatMap((row) => [...eventsOf(row)]))).sort();
    }
    default:
      return new Float64Array(0);
  }
}
