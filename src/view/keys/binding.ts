// What a key of the screen is: where it works, what it does, what the help says about it.
import type { Action } from '../state/action.ts';
import type { Context } from '../state/state.ts';

export interface Binding {
  /** By this name it is known outside; it never changes. */
  name: string;
  /** Names as in input/key.ts. */
  keys: string[];
  /** Where it works. */
  context: Context[];
  action: Action;
  /** For the help; '' for a second binding of something the help already tells. */
  description: string;
  /** A word or two for the line at the bottom of the screen, where it is offered there. */
  hint?: string;
}

export const OPENED: Context[] = ['path', 'detail'];
export const ROWS: Context[] = ['table', ...OPENED];
/** The list, what is opened from it, and the tables in its place. */
export const LOOKED_AT: Context[] = [...ROWS, 'tables'];
export const SCROLLED: Context[] = [...LOOKED_AT, 'presets', 'help'];
/** Where text is typed: plain characters are not for keys there. */
export const TYPED: Context[] = ['filter', 'columns', 'save'];
export const EVERYWHERE: Context[] = [...SCROLLED, ...TYPED];
