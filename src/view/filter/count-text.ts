// The state and what a filter comes to -> what the line of the filters says at its right: which rows the list shows, and how many.
import { grouped, plural } from '../../fields/text.ts';
import type { State } from '../state/state.ts';

export interface Count {
  matching: number;
  /** Every row was examined: `matching` is final until more rows come. */
  complete: boolean;
  /** Events there are. */
  total: number;
}

/** From this width on there is space for sentences beside the filter. */
const WIDE = 100;

/** `4 of 8 match`; where the list is not of events their number says nothing of its rows: `3 traces match`. */
export function countText(state: State, { matching, total, complete }: Count): string {
  const { filter, listing } = state;
  const soFar = complete ? '' : ' so far';
  if (filter.applied === '' && insteadText(state) !== '') return `all ${grouped(matching)} listed${soFar}`;
  if (listing === 'events') return `${grouped(matching)} of ${grouped(total)} match${soFar}`;
  return `${plural(matching, listing.slice(0, -1))} match${matching === 1 ? 'es' : ''}${soFar}`;
}

/** By what rows are chosen while the text in the bar is wrong, or not finished; '' where they are chosen by it. */
export function insteadText({ filter, columns }: State): string {
  const { edit, applied } = filter;
  if (!edit?.error || edit.name) return '';
  const wide = columns >= WIDE;
  if (edit.good.trim() !== '') return wide ? 'last valid filter still on: ' : 'last valid: ';
  if (applied === '') return wide ? 'no filter on yet: ' : 'no filter yet: ';
  return wide ? 'only the others are on: ' : 'only others on: ';
}
