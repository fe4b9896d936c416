// The state -> the list on show: its rows within pause and clear, and the table's columns for them.
import type { TableLayout } from '../../config/memory.ts';
import type { RowKind } from '../../fields/row-fields.ts';
import { layoutOf } from '../state/picker.ts';
import { type Matches, ShownRows } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import type { TablePainter } from '../table/painter.ts';
import type { Listing, Listings } from './listings.ts';

export class ListOnShow {
  private readonly listings: Listings;
  private readonly table: TablePainter;
  private readonly onLayout: (rows: RowKind, layout: TableLayout | undefined) => void;

  /** @param onLayout told of what the user chooses of the columns of a list. */
  constructor(
    listings: Listings,
    table: TablePainter,
    onLayout: (rows: RowKind, layout: TableLayout | undefined) => void = () => {},
  ) {
    this.listings = listings;
    this.table = table;
    this.onLayout = onLayout;
  }

  of(state: State): Listing {
    return this.listings.of(state.listing);
  }

  rows(state: State): Matches {
    const { matches } = this.of(state).filtering;
    return new ShownRows(matches, state.clearedTo, state.pausedAt ?? Infinity);
  }

  /** Takes over what has changed of the list and its columns; `before` is undefined at the start. */
  follow(before: State | undefined, state: State): void {
    if (before && before.listing === state.listing && before.layouts === state.layouts) return;
    this.table.setColumns(this.of(state).choice.columns(layoutOf(state)));
    if (!before) return;
    if (before.listing === state.listing) this.onLayout(state.listing, layoutOf(state));
    else {
      this.listings.of(before.listing).filtering.stop();
      this.of(state).filtering.apply(state.filter.applied);
    }
  }
}
