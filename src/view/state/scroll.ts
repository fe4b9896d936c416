// State and a move -> the open row, or the help, scrolled.
import type { MoveAction } from './action.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

/** Whether moves scroll text here, instead of moving a cursor. */
export const scrolls = (state: State): boolean => state.context === 'detail' || state.context === 'help';

/** Scrolls the open row or the help. */
export function scroll(state: State, action: MoveAction, world: World): State {
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
