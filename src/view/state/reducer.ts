// State and action -> the next state. Pure: what it must know of the world comes with it.

import { keyOf } from '../keymap.ts';
import type { Action, MoveAction } from './action.ts';
import { moveBy, movePages, moveTo } from './cursor.ts';
import { dropFilters, filter, isFilterAction } from './filter-bar.ts';
import { edit, insert } from './line.ts';
import { listNext } from './listing.ts';
import { closeOpened, contextBelow, moveHop, open } from './open.ts';
import { pick } from './picker.ts';
import { save } from './saving.ts';
import { scroll, scrolls } from './scroll.ts';
import { sort } from './sort.ts';
import type { Pinned, State } from './state.ts';
import { tables } from './tables.ts';
import { typed } from './typing.ts';
import type { World } from './world.ts';

/** What is about the tables is theirs in whatever they show; all else is the list's. */
export function reduce(state: State, action: Action, world: World): State {
  return tables(state, action, world) ?? reduceList(state, action, world);
}

function reduceList(state: State, action: Action, world: World): State {
  if (isFilterAction(action)) return filter(state, action);
  switch (action.type) {
    case 'move':
    case 'move-page':
    case 'move-first':
    case 'move-last':
      if (state.context === 'path') return moveHop(state, action, world);
      return scrolls(state) ? scroll(state, action, world) : move(state, action, world);
    case 'follow':
      return followed(state, world);
    case 'pause':
      return { ...state, pausedAt: state.pausedAt === undefined ? world.end : undefined };
    case 'clear':
      return cleared(state, world);
    case 'clear-undo':
      return state.clearedTo === 0 ? { ...state, notice: 'nothing was cleared' } : { ...state, clearedTo: 0 };
    case 'sort-by':
    case 'sort-step':
    case 'sort-invert':
    case 'sort-time':
      return sort(state, action, world);
    case 'list-next':
      return listNext(state, world);
    case 'resize':
      return { ...state, columns: action.columns, lines: action.lines };
    case 'notice':
      return { ...state, notice: action.text };
    case 'help':
      return { ...state, context: 'help', helpScroll: 0 };
    case 'back':
      return back(state);
    case 'open':
    case 'step':
    case 'zoom':
      return open(state, action, world);
    case 'cell':
      return { ...state, cell: action.name };
    case 'columns-open':
    case 'columns-move':
    case 'columns-toggle':
    case 'columns-reset':
    case 'columns-place':
    case 'columns-widen':
    case 'columns-width':
      return pick(state, action, world);
    case 'edit':
      return typed(state, (line) => edit(line, action.key));
    case 'typed':
      return typed(state, action.text);
    case 'insert':
      return typed(state, (line) => insert(line, action.text));
    default:
      return save(state, action, world);
  }
}

function cleared(state: State, { end: clearedTo }: World): State {
  const closed = { pausedAt: undefined, path: undefined, detail: undefined, context: 'table' } as const;
  // With traffic flowing nothing else would say so.
  const notice = clearedTo === 0 ? '' : `cleared: ${keyOf('clear-undo')} undoes it`;
  return { ...state, ...closed, clearedTo, follow: true, marks: new Set(), notice };
}

/** Moves the cursor of the table. */
function move(state: State, action: MoveAction, { rows, height }: World): State {
  switch (action.type) {
    case 'move':
      return moveBy(state, rows, height, action.by);
    case 'move-page':
      return movePages(state, rows, height, action.by);
    case 'move-first':
      return rows.fromTop ? { ...state, follow: true } : moveTo(state, rows, height, 0, 0);
    case 'move-last':
      return rows.fromTop
        ? moveTo(state, rows, height, rows.count - 1, rows.count)
        : { ...state, follow: true };
  }
}

function followed(state: State, world: World): State {
  const before = pinned(state);
  const follow = !state.follow || state.pausedAt !== undefined;
  const after: Pinned = { ...before, follow, pausedAt: undefined, ...held(state, world) };
  return { ...state, ...after, followed: { before, after, atMs: world.nowMs } };
}

const pinned = ({ follow, pausedAt, anchor, line }: State): Pinned => ({ follow, pausedAt, anchor, line });

/** Leaving follow keeps the cursor where it is. */
function held(state: State, world: World): Partial<State> {
  if (!state.follow || state.pausedAt !== undefined) return {};
  const { anchor, line } = moveBy({ ...state, follow: true }, world.rows, world.height, 0);
  return { anchor, line };
}

function back(state: State): State {
  switch (state.context) {
    case 'help':
    case 'columns':
    case 'save':
      return { ...state, context: contextBelow(state) };
    case 'path':
    case 'detail':
      return closeOpened(state);
    default:
      return dropFilters(state) ?? (state.cell === undefined ? state : { ...state, cell: undefined });
  }
}
