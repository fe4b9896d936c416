// State and action -> the next state. Pure: what it must know of the world comes with it.

import type { Action } from './action.ts';
import { moveBy, movePages, moveTo } from './cursor.ts';
import { edit, insert, type Line, lineOf } from './line.ts';
import { closeOpened, contextBelow, moveHop, open } from './open.ts';
import { pick } from './picker.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

export function reduce(state: State, action: Action, world: World): State {
  switch (action.type) {
    case 'move':
    case 'move-page':
    case 'move-first':
    case 'move-last':
      if (state.context === 'path') return moveHop(state, action, world);
      return scrolls(state) ? scroll(state, action, world) : move(state, action, world);
    case 'follow':
      return {
        ...state,
        follow: !state.follow || state.pausedAt !== undefined,
        pausedAt: undefined,
        ...held(state, world),
      };
    case 'pause':
      return { ...state, pausedAt: state.pausedAt === undefined ? world.end : undefined };
    case 'clear':
      return {
        ...state,
        clearedTo: world.end,
        pausedAt: undefined,
        follow: true,
        path: undefined,
        detail: undefined,
        context: 'table',
      };
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
    case 'filter-open':
    case 'filter-keep':
    case 'filter-cancel':
    case 'filter-checked':
      return filter(state, action);
    case 'columns-open':
    case 'columns-move':
    case 'columns-toggle':
    case 'columns-reset':
      return pick(state, action, world);
    case 'edit':
      return withLine(state, edit(lineInUse(state), action.key));
    case 'typed':
      return withLine(state, lineOf(action.text));
    case 'insert':
      return withLine(state, insert(lineInUse(state), action.text));
    default:
      return state;
  }
}

const scrolls = (state: State): boolean => state.context === 'detail' || state.context === 'help';

type MoveAction = Extract<Action, { type: 'move' | 'move-page' | 'move-first' | 'move-last' }>;

/** Moves the cursor of the table. */
function move(state: State, action: MoveAction, { rows, height }: World): State {
  switch (action.type) {
    case 'move':
      return moveBy(state, rows, height, action.by);
    case 'move-page':
      return movePages(state, rows, height, action.by);
    case 'move-first':
      return moveTo(state, rows, height, 0, 0);
    case 'move-last':
      return { ...state, follow: true };
  }
}

/** Scrolls the open row or the help. */
function scroll(state: State, action: MoveAction, world: World): State {
  const by = scrolledBy(action, world.scrollPage);
  const end = Math.max(0, world.scrollEnd);
  const from = state.context === 'help' ? state.helpScroll : (state.detail?.scroll ?? 0);
  const to = Math.min(Math.max(0, Math.min(from, end) + by), end);
  if (state.context === 'help') return { ...state, helpScroll: to };
  return state.detail ? { ...state, detail: { ...state.detail, scroll: to } } : state;
}

function scrolledBy(action: MoveAction, page: number): number {
  if (action.type === 'move') return action.by;
  if (action.type === 'move-page') return wholeLines(action.by * page);
  return action.type === 'move-first' ? -Infinity : Infinity;
}

const wholeLines = (lines: number): number => Math.sign(lines) * Math.max(1, Math.floor(Math.abs(lines)));

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
      return { ...state, context: contextBelow(state) };
    case 'path':
    case 'detail':
      return closeOpened(state);
    default:
      if (state.filter.applied === '') return state;
      return {
        ...state,
        filter: { line: lineOf(''), applied: state.filter.applied, before: '', error: undefined },
      };
  }
}

type FilterAction = Extract<
  Action,
  { type: 'filter-open' | 'filter-keep' | 'filter-cancel' | 'filter-checked' }
>;

function filter(state: State, action: FilterAction): State {
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

/** The line that has the keyboard in the filter and in the column picker. */
export function lineInUse(state: State): Line {
  return state.context === 'columns' ? state.picker.line : state.filter.line;
}

function withLine(state: State, line: State['filter']['line']): State {
  if (state.context === 'columns') return { ...state, picker: { line, index: 0 } };
  if (state.context === 'filter') return { ...state, filter: { ...state.filter, line } };
  return state;
}
