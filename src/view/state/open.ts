// State and what was done about the open row, its path or one of its hops -> the next state.
import type { Action, MoveAction } from './action.ts';
import { moveTo, positionOf } from './cursor.ts';
import type { Context, State } from './state.ts';
import type { World } from './world.ts';

type OpenAction = Extract<Action, { type: 'open' | 'step' | 'zoom' }>;

/** The part that has the keyboard when what lies over it is closed. */
export function contextBelow({ detail, path, tables }: State): Context {
  if (tables.open) return 'tables';
  if (detail) return 'detail';
  return path ? 'path' : 'table';
}

export function open(state: State, action: OpenAction, world: World): State {
  if (action.type === 'zoom') return { ...state, zoomed: !state.zoomed };
  if (state.path) return action.type === 'open' ? openHop(state) : stepPath(state, action.by, world);
  return openRow(state, action.type === 'step' ? action.by : 0, world);
}

/** Closes what was opened last. */
export function closeOpened(state: State): State {
  if (state.detail && state.path) return { ...state, context: 'path', detail: undefined };
  return { ...state, context: 'table', detail: undefined, path: undefined };
}

/** Moves the cursor over the hops of the open path. */
export function moveHop(state: State, action: MoveAction, { hops, scrollPage }: World): State {
  const { path } = state;
  if (!path || hops.length === 0) return state;
  const last = hops.length - 1;
  const from = Math.max(0, hops.indexOf(path.hop));
  const by = action.type === 'move' ? action.by : 'by' in action ? Math.trunc(action.by * scrollPage) : 0;
  const to = action.type === 'move-first' ? 0 : action.type === 'move-last' ? last : from + by;
  return { ...state, path: { ...path, hop: hops[Math.min(Math.max(0, to), last)] } };
}

function openHop(state: State): State {
  if (!state.path) return state;
  return { ...state, context: 'detail', detail: { row: state.path.hop, scroll: 0 } };
}

/** In the path the next row of the table, in a hop's message the next hop. */
function stepPath(state: State, by: number, world: World): State {
  if (!state.detail) return openRow(state, by, world);
  const moved = moveHop(state, { type: 'move', by }, world);
  return moved.path?.hop === state.path?.hop ? state : openHop(moved);
}

/** Opens a row of the table: its path, or the event alone where no path is known. */
function openRow(state: State, by: number, world: World): State {
  if (world.rows.count === 0) return state;
  const { top, cursor } = positionOf(state, world.rows, world.height);
  const moved = moveTo(state, world.rows, world.height, cursor + by, top);
  const row = moved.anchor;
  if (world.hasPath(row)) {
    if (state.path?.row === row) return moved;
    return {
      ...moved,
      context: 'path',
      path: { row, hop: row, ofTrace: state.listing === 'traces' },
      detail: undefined,
    };
  }
  if (state.detail?.row === row) return moved;
  return { ...moved, context: 'detail', path: undefined, detail: { row, scroll: 0 } };
}
