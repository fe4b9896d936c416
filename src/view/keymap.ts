// The one table of keys: what each does, in which part of the screen. The dispatcher and the help are made from it.
import type { Binding } from './keys/binding.ts';
import { COLUMN_KEYS } from './keys/columns.ts';
import { DOING_KEYS } from './keys/doing.ts';
import { FILTER_KEYS } from './keys/filter.ts';
import { MOVING_KEYS } from './keys/moving.ts';
import { ROW_KEYS } from './keys/rows.ts';
import type { Action } from './state/action.ts';
import type { Context } from './state/state.ts';

/** In the order of the help. */
export const KEYMAP: Binding[] = [...ROW_KEYS, ...MOVING_KEYS, ...DOING_KEYS, ...FILTER_KEYS, ...COLUMN_KEYS];

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
