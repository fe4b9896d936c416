// The one table of keys: what each does, in which part of the screen. The dispatcher and the help are made from it.
import type { Action } from './state/action.ts';
import type { Context } from './state/state.ts';

export interface Binding {
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

const OPENED: Context[] = ['path', 'detail'];
const ROWS: Context[] = ['table', ...OPENED];
const SCROLLED: Context[] = [...ROWS, 'help'];
const EVERYWHERE: Context[] = [...SCROLLED, 'filter', 'columns'];

export const KEYMAP: Binding[] = [
  {
    keys: ['/'],
    context: ROWS,
    action: { type: 'filter-open' },
    description: 'filter: rows narrow while you type',
    hint: 'filter',
  },
  {
    keys: ['c'],
    context: ROWS,
    action: { type: 'columns-open' },
    description: 'choose columns',
    hint: 'columns',
  },
  {
    keys: ['enter'],
    context: ['table'],
    action: { type: 'open' },
    description: 'follow the lookup: its path; again: all of the hop',
    hint: 'follow',
  },
  { keys: ['enter'], context: ['path'], action: { type: 'open' }, description: '', hint: 'open hop' },
  {
    keys: ['esc'],
    context: ['table'],
    action: { type: 'back' },
    description: 'back: close what is open, then drop the filter',
  },
  { keys: ['esc'], context: ['path'], action: { type: 'back' }, description: '', hint: 'back' },
  { keys: ['esc', 'enter'], context: ['detail'], action: { type: 'back' }, description: '', hint: 'back' },
  {
    keys: ['left'],
    context: OPENED,
    action: { type: 'step', by: -1 },
    description: 'in an open row: the row before, or the hop',
  },
  {
    keys: ['right'],
    context: OPENED,
    action: { type: 'step', by: 1 },
    description: 'in an open row: the row after, or the hop',
  },
  {
    keys: ['z'],
    context: OPENED,
    action: { type: 'zoom' },
    description: 'in an open row: whole screen, or beside the table',
    hint: 'zoom',
  },
  {
    keys: ['space'],
    context: ROWS,
    action: { type: 'pause' },
    description: 'pause: hold the screen still; capture goes on',
    hint: 'pause',
  },
  {
    keys: ['f'],
    context: ROWS,
    action: { type: 'follow' },
    description: 'follow the newest row',
    hint: 'newest',
  },
  { keys: ['up', 'k'], context: SCROLLED, action: { type: 'move', by: -1 }, description: 'up a row' },
  { keys: ['down', 'j'], context: SCROLLED, action: { type: 'move', by: 1 }, description: 'down a row' },
  {
    keys: ['pgup', 'ctrl-b'],
    context: SCROLLED,
    action: { type: 'move-page', by: -1 },
    description: 'up a page',
  },
  { keys: ['pgdn'], context: SCROLLED, action: { type: 'move-page', by: 1 }, description: 'down a page' },
  {
    keys: ['ctrl-u'],
    context: SCROLLED,
    action: { type: 'move-page', by: -0.5 },
    description: 'up half a page',
  },
  {
    keys: ['ctrl-d'],
    context: SCROLLED,
    action: { type: 'move-page', by: 0.5 },
    description: 'down half a page',
  },
  { keys: ['g', 'home'], context: SCROLLED, action: { type: 'move-first' }, description: 'oldest row' },
  {
    keys: ['G', 'end'],
    context: SCROLLED,
    action: { type: 'move-last' },
    description: 'newest row, and follow',
  },
  {
    keys: ['y'],
    context: ['table', 'detail'],
    action: { type: 'copy', what: 'row' },
    description: 'copy the row as shown (OSC 52)',
  },
  {
    keys: ['y'],
    context: ['path'],
    action: { type: 'copy', what: 'path' },
    description: 'in a path: copy it as text',
    hint: 'copy',
  },
  {
    keys: ['Y'],
    context: ROWS,
    action: { type: 'copy', what: 'json' },
    description: 'copy the event as JSON (OSC 52)',
  },
  {
    keys: ['ctrl-r'],
    context: ROWS,
    action: { type: 'clear' },
    description: 'clear: start with an empty list',
  },
  { keys: ['?'], context: ROWS, action: { type: 'help' }, description: 'this help', hint: 'help' },
  {
    keys: ['?', 'esc', 'enter'],
    context: ['help'],
    action: { type: 'back' },
    description: '',
    hint: 'close',
  },
  { keys: ['q'], context: SCROLLED, action: { type: 'quit' }, description: 'quit', hint: 'quit' },
  {
    keys: ['ctrl-c'],
    context: EVERYWHERE,
    action: { type: 'quit' },
    description: 'quit, from anywhere',
  },
  {
    keys: ['ctrl-z'],
    context: EVERYWHERE,
    action: { type: 'suspend' },
    description: 'back to the shell for a while (fg returns)',
  },
  {
    keys: ['ctrl-l'],
    context: EVERYWHERE,
    action: { type: 'redraw' },
    description: 'draw the screen again',
  },
  {
    keys: ['enter'],
    context: ['filter'],
    action: { type: 'filter-keep' },
    description: 'in the filter: keep it',
    hint: 'keep',
  },
  {
    keys: ['esc'],
    context: ['filter'],
    action: { type: 'filter-cancel' },
    description: 'in the filter: restore the one before',
    hint: 'restore the one before',
  },
  { keys: ['esc', 'ctrl-o'], context: ['columns'], action: { type: 'back' }, description: '', hint: 'close' },
  {
    keys: ['enter', 'space'],
    context: ['columns'],
    action: { type: 'columns-toggle' },
    description: 'in the columns: show or hide',
    hint: 'show or hide',
  },
  { keys: ['up', 'ctrl-p'], context: ['columns'], action: { type: 'columns-move', by: -1 }, description: '' },
  {
    keys: ['down', 'ctrl-n'],
    context: ['columns'],
    action: { type: 'columns-move', by: 1 },
    description: '',
  },
  { keys: ['pgup'], context: ['columns'], action: { type: 'columns-move', by: -10 }, description: '' },
  { keys: ['pgdn'], context: ['columns'], action: { type: 'columns-move', by: 10 }, description: '' },
  {
    keys: ['ctrl-r'],
    context: ['columns'],
    action: { type: 'columns-reset' },
    description: 'in the columns: back to the default ones',
    hint: 'default columns',
  },
];

const byContext = new Map<string, Action>();
for (const binding of KEYMAP)
  for (const context of binding.context)
    for (const key of binding.keys) byContext.set(`${context} ${key}`, binding.action);

/** What a key does in a context, undefined where it does nothing there. */
export function actionOf(context: Context, key: string): Action | undefined {
  return byContext.get(`${context} ${key}`);
}

/** The bindings offered at the bottom of the screen in a context; those that the table has not, first. */
export function hintsOf(context: Context): Binding[] {
  const offered = KEYMAP.filter((binding) => binding.hint !== undefined && binding.context.includes(context));
  const isOwn = (binding: Binding): boolean => !binding.context.includes('table');
  return [...offered.filter(isOwn), ...offered.filter((binding) => !isOwn(binding))];
}
