// The screen's parts at a moment -> what actions must know of the world beside the state.
import type { FieldContext } from '../fields/context.ts';
import { arrange } from './arrange.ts';
import { eventsOf } from './listing/events-of.ts';
import type { Listings } from './listing/listings.ts';
import type { Panes } from './panes/panes.ts';
import { layoutOf } from './state/picker.ts';
import type { Matches } from './state/rows.ts';
import type { State } from './state/state.ts';
import type { World } from './state/world.ts';
import type { TablePainter } from './table/painter.ts';

interface Parts {
  /** The rows on show. */
  rows: Matches;
  listings: Listings;
  panes: Panes;
  context: FieldContext;
  nowMs: number;
  table: Pick<TablePainter, 'widthOf' | 'shownColumns'>;
}

export function worldOf(
  state: State,
  { rows, listings, panes, context, nowMs, table: painter }: Parts,
): World {
  const { table, pane } = arrange(state);
  const { choice } = listings.of(state.listing);
  const page = (pane?.height ?? 1) - 1;
  return {
    rows,
    end: context.store.end,
    nowMs,
    height: table.height,
    rowIn: (listing, event) => listings.of(listing).rowOf(event),
    eventsOf: (row) => eventsOf(context, state.listing, row),
    hasPath: (row) => panes.path.has(row),
    hops: state.path ? panes.path.hopsOf(state.path) : [],
    scrollPage: page,
    scrollEnd: panes.length(state, pane) - page,
    tableKeys: state.context === 'tables' ? panes.tables.keys() : [],
    tablePage: pane ? panes.tables.page(state, pane) : 1,
    found:
      state.context === 'columns'
        ? choice.found(state.picker.line.text, state.picker.order).map(({ name }) => name)
        : [],
    shown: choice.shown(layoutOf(state)),
    listed: choice.names,
    widthOf: (name) => painter.widthOf(name),
    placed: painter.shownColumns(),
    largestFirst: (name) => choice.largestFirst(name),
  };
}
