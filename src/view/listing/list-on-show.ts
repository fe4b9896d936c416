// The state -> the list on show: its rows within pause and clear, in their order, and the table's columns for them.
import type { TableLayout } from '../../config/memory.ts';
import type { RowKind } from '../../fields/row-fields.ts';
import type { Clock } from '../frames.ts';
import { Sorter } from '../sort/sorter.ts';
import { layoutOf } from '../state/picker.ts';
import { type Matches, ShownRows } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import type { TablePainter } from '../table/painter.ts';
import type { Listing, Listings } from './listings.ts';

/** How long sorting may hold up keys and frames at a time. */
const SLICE_MS = 8;

export interface ListParts {
  listings: Listings;
  table: TablePainter;
  clock: Clock;
  state(): State;
  /** Rows are in order that were not before. */
  onSorted(): void;
  /** Told of what the user chooses of the columns of a list. */
  onLayout?(rows: RowKind, layout: TableLayout | undefined): void;
}

export class ListOnShow {
  private readonly parts: ListParts;
  private sorter: Sorter | undefined;
  private filter = '';
  private cancel: (() => void) | undefined;

  constructor(parts: ListParts) {
    this.parts = parts;
  }

  get listing(): Listing {
    return this.parts.listings.of(this.parts.state().listing);
  }

  rows(): Matches {
    const base = this.byTime();
    return this.sorter?.view(base) ?? base;
  }

  /** Takes in new rows, finds and sorts for a moment, and goes on after what waits (keys, frames). */
  work(): void {
    this.listing.filtering.search();
    this.sort();
  }

  /** Takes over what has changed of the list; `before` is undefined at the start. */
  follow(before: State | undefined): void {
    const state = this.parts.state();
    if (before && before.clearedTo !== state.clearedTo) this.sortAnew();
    if (before?.listing === state.listing && before.layouts === state.layouts) return;
    const layout = layoutOf(state);
    const { choice } = this.listing;
    this.parts.table.setColumns(choice.columns(layout), layout?.sort, choice.damage);
    if (before && before.listing !== state.listing) {
      this.parts.listings.of(before.listing).filtering.stop();
      this.listing.filtering.apply(state.filter.applied);
    } else if (before) this.parts.onLayout?.(state.listing, layout);
    if (before?.listing !== state.listing || before.layouts[before.listing]?.sort !== layout?.sort)
      this.sortBy(layout?.sort);
  }

  /** Filters by what the state says. */
  applyFilter(): void {
    const { applied } = this.parts.state().filter;
    this.listing.filtering.apply(applied);
    if (applied !== this.filter) this.sortAnew();
    else this.sort();
    this.filter = applied;
  }

  stop(): void {
    this.cancel?.();
    this.parts.listings.stop();
  }

  private byTime(): Matches {
    const { clearedTo, pausedAt } = this.parts.state();
    return new ShownRows(this.listing.filtering.matches, clearedTo, pausedAt ?? Number.POSITIVE_INFINITY);
  }

  private sortBy(sort: TableLayout['sort']): void {
    const keyOf = sort && this.listing.choice.sortKey(sort.column);
    const changing = this.listing.revision !== undefined;
    this.sorter = keyOf && sort && new Sorter({ keyOf, descending: sort.descending, changing });
    this.sort();
  }

  /** Other rows than before: those sorted so far are shown no more. */
  private sortAnew(): void {
    this.sorter?.restart();
    this.sort();
  }

  /** Sorts for a moment, and goes on when there is more to do: rows that came while sorting rested are put in, too. */
  private sort(): void {
    const wait = this.sorter?.work(this.byTime(), performance.now() + SLICE_MS);
    this.cancel?.();
    this.cancel = wait === undefined ? undefined : this.parts.clock.after(wait, () => this.sortOn());
  }

  private sortOn(): void {
    this.sort();
    this.parts.onSorted();
  }
}
