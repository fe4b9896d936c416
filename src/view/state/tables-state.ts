// What the tables show: by what lookups are counted, over which time, in which order.
import { DIMENSIONS } from '../../tables/dimensions.ts';
import type { Order, SortKey } from '../../tables/row.ts';
import type { Window } from '../../tables/window.ts';

export interface TablesState {
  open: boolean;
  /** Place of what is counted by among DIMENSIONS; the first is names. */
  tab: number;
  /** How many labels of names count, from the right; 0 for whole names. */
  level: number;
  window: Window;
  order: Order;
  /** Key of the row under the cursor; undefined for the first row, whichever that is. */
  key: string | undefined;
}

/** What a table may be sorted by on the screen, in the order of its columns. */
export const SORTED_BY: readonly SortKey[] = [
  'value',
  'queries',
  'error-share',
  'nxdomain',
  'unanswered',
  'retries',
  'p50',
  'p95',
  'p99',
];

export const CLOSED_TABLES: TablesState = {
  open: false,
  tab: 0,
  level: 2,
  window: '1m',
  order: { by: 'queries', inverted: false },
  key: undefined,
};

/** Tables as asked for on the command line: `by` is the name of a dimension. */
export function openTables(asked: { by: string; window: Window; sort: SortKey }): TablesState {
  const level = /^name([1-9])$/.exec(asked.by)?.[1];
  const tab = level ? 0 : DIMENSIONS.findIndex(({ name }) => name === asked.by);
  const { window, sort } = asked;
  return {
    ...CLOSED_TABLES,
    open: true,
    tab: Math.max(0, tab),
    level: Number(level ?? 0),
    window,
    order: { by: sort, inverted: false },
  };
}
