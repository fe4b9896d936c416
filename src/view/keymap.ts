// The one table of keys: what each does, in which part of the screen. The dispatcher and the help are made from it.
import type { Binding } from './keys/binding.ts';
import { COLUMN_KEYS } from './keys/columns.ts';
import { DOING_KEYS } from './keys/doing.ts';
import { FILTER_KEYS, FILTERS_KEYS } from './keys/filter.ts';
import { MOVING_KEYS } from './keys/moving.ts';
import { ROW_KEYS } from './keys/rows.ts';
import { SAVING_KEYS } from './keys/saving.ts';
import { SORTING_KEYS } from './keys/sorting.ts';
import { TABLE_KEYS } from './keys/tables.ts';
import { TERMINAL_KEYS } from './keys/terminal.ts';
import type { Action } from './state/action.ts';
import type { Context } from './state/state.ts';

/** The usual keys, in the order of the help. */
export const KEYMAP: readonly Binding[] = [
  ...ROW_KEYS,
  ...FILTERS_KEYS,
  ...SORTING_KEYS,
  ...TABLE_KEYS,
  ...MOVING_KEYS,
  ...DOING_KEYS,
  ...TERMINAL_KEYS,
  ...FILTER_KEYS,
  ...COLUMN_KEYS,
  ...SAVING_KEYS,
];

let inForce: readonly Binding[] = KEYMAP;
let byContext = indexed(KEYMAP);

/** The key table with the keys that are in force: what the help shows. */
export function bindings(): readonly Binding[] {
  return inForce;
}

/**
 * Gives what is done by a name other keys, as the config file says it; none for the usual ones. A key that is given away
 * is taken, there, from what it did before.
 */
export function rebind(keys: ReadonlyMap<string, readonly string[]>): void {
  const given = KEYMAP.map((binding) => ({
    ...binding,
    keys: [...(keys.get(binding.name) ?? binding.keys)],
  }));
  const isOwn = ({ name }: Binding): boolean => keys.has(name);
  byContext = indexed([...given.filter((binding) => !isOwn(binding)), ...given.filter(isOwn)]);
  const holds = ({ context, action }: Binding, key: string): boolean =>
    context.some((part) => byContext.get(`${part} ${key}`) === action);
  inForce = given.map((binding) => ({ ...binding, keys: binding.keys.filter((key) => holds(binding, key)) }));
}

/** Later bindings win. */
function indexed(table: readonly Binding[]): Map<string, Action> {
  const index = new Map<string, Action>();
  for (const { context, keys, action } of table)
    for (const part of context) for (const key of keys) index.set(`${part} ${key}`, action);
  return index;
}

/** What a key does in a context, undefined where it does nothing there. */
export function actionOf(context: Context, key: string): Action | undefined {
  return byContext.get(`${context} ${key}`);
}

/** The first key that does what goes by this name, for sentences about it; the usual one where it has none. */
export function keyOf(name: string): string {
  const named = (table: readonly Binding[]) => table.find((binding) => binding.name === name)?.keys[0];
  return named(inForce) ?? named(KEYMAP) ?? name;
}

/** The bindings offered at the bottom of the screen in a context; those that the table has not, first. */
export function hintsOf(context: Context): Binding[] {
  const offered = inForce.filter(
    ({ hint, keys, context: parts }) => hint !== undefined && keys.length > 0 && parts.includes(context),
  );
  const isOwn = (binding: Binding): boolean => !binding.context.includes('table');
  return [...offered.filter(isOwn), ...offered.filter((binding) => !isOwn(binding))];
}
