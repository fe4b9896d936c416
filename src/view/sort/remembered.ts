// The state -> a line about an order of rows that the user did not choose today, but when he used the program before.
import type { RowKind } from '../../fields/row-fields.ts';
import { keyOf } from '../keymap.ts';
import type { State } from '../state/state.ts';

/** '' where rows of the list come in order of time, or the user has changed its columns or order since. */
export function rememberedOrder(
  { layouts, remembered }: Pick<State, 'layouts' | 'remembered'>,
  listing: RowKind,
): string {
  const layout = layouts[listing];
  if (!layout?.sort || layout !== remembered[listing]) return '';
  return `sorted by ${layout.sort.column} as last time, ${keyOf('sort-time')} resets`;
}
