// What the tables are asked for -> a table, up to date, made a slice at a time between keys and frames.
import type { FieldContext } from '../../fields/context.ts';
import { compileGroupFilter, type GroupPredicate } from '../../filter/group.ts';
import { DIMENSIONS, type Dimension, nameDimension } from '../../tables/dimensions.ts';
import type { TableResult } from '../../tables/row.ts';
import { Table, type TableQuery } from '../../tables/table.ts';
import type { Clock } from '../frames.ts';
import type { State } from '../state/state.ts';
import type { TablesState } from '../state/tables-state.ts';

/** How long a slice may hold up keys and frames. */
const SLICE_MS = 8;
/** To the first table where not all is counted by then, and from one to the next. */
const FIRST_MS = 40;
const PARTIAL_MS = 300;
/** From one table to the next, from an empty one to the first row, and the part of the time that may be spent on them. */
const REFRESH_MS = 1000;
const EMPTY_MS = 100;
const PART = 10;
/** Rows that can be walked through; what is beyond them is one row. */
const MOST_ROWS = 1000;

/** A table and what it is of. */
export interface Shown {
  readonly result: TableResult;
  readonly query: TableQuery;
  /** How much of what is kept has been looked at, 0 to 1. */
  readonly progress: number;
  /** One after the newest event when it was made. */
  readonly end: number;
}

/** Counts while the tables are open, and is nothing while they are not. */
export class Counting {
  private readonly context: FieldContext;
  private readonly clock: Clock;
  private readonly onMade: () => void;
  private table: Table | undefined;
  private query: TableQuery | undefined;
  private filter: { text: string; from: number; predicate: GroupPredicate | undefined } | undefined;
  private made: Shown | undefined;
  private cancel: (() => void) | undefined;
  private spentMs = 0;
  private paused = false;
  /** All that is kept was counted at the last look; a table is being made of what was. */
  private counted = false;
  private making = false;
  private partialAt = 0;
  /** The moment of the table that is made, or shown. */
  private madeOf = '';

  /** @param onMade called when there is another table to show. */
  constructor(context: FieldContext, clock: Clock, onMade: () => void) {
    this.context = context;
    this.clock = clock;
    this.onMade = onMade;
  }

  /** The newest table of what was last asked for, or of what was before while that is being counted. */
  get shown(): Shown | undefined {
    return this.made;
  }

  /** Whether the table shown is of what was last asked for. */
  get current(): boolean {
    return this.made !== undefined && this.made.query === this.query;
  }

  /** To be told of each change of the state. */
  follow(state: State): void {
    this.paused = state.pausedAt !== undefined;
    if (!state.tables.open) {
      this.stop();
      return;
    }
    const query = this.queryOf(state);
    const { query: before } = this;
    if (before && same(before, query)) {
      if (!this.paused && !this.cancel) this.work();
      return;
    }
    const { traces } = this.context;
    if (!traces) return;
    this.query = query;
    if (this.table) this.table.ask(query);
    else this.table = new Table(this.context, traces, query);
    this.cancel?.();
    this.making = false;
    this.partialAt = performance.now() + FIRST_MS;
    this.work();
  }

  /** Forgets what was counted. */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.table = undefined;
    this.query = undefined;
    this.made = undefined;
  }

  private work(): void {
    this.cancel = undefined;
    const { table, query } = this;
    if (!table || !query) return;
    const complete = this.current && this.made?.progress === 1;
    if (complete && !this.making && !table.stale && this.moment() === this.madeOf) {
      this.rest();
      return;
    }
    const start = performance.now();
    const deadline = start + SLICE_MS;
    if (!this.making) {
      this.madeOf = this.moment();
      this.counted = table.count(deadline);
    }
    // Until all is counted, what there is so far, now and then: the newest lookups come first.
    this.making ||= this.counted || start >= this.partialAt;
    const result = this.making ? table.make(deadline) : undefined;
    if (result) this.show(result, query, table.progress);
    // A recount is made once; what follows it is made again and again.
    if (complete) this.spentMs += performance.now() - start;
    if (result && this.counted) this.rest();
    else this.after(0);
  }

  /** Changes whenever a table may say something else. */
  private moment(): string {
    const { store, traces, identities } = this.context;
    return `${store.first} ${store.end} ${traces?.nowNs} ${identities.version}`;
  }

  private show(result: TableResult, query: TableQuery, progress: number): void {
    this.made = { result, query, progress, end: this.context.store.end };
    this.making = false;
    this.partialAt = performance.now() + PARTIAL_MS;
    this.onMade();
  }

  private rest(): void {
    const isEmpty = this.made?.result.rows.length === 0;
    const wait = Math.max(isEmpty ? EMPTY_MS : REFRESH_MS, PART * this.spentMs);
    this.spentMs = 0;
    if (!this.paused) this.after(wait);
  }

  private after(milliseconds: number): void {
    this.cancel = this.clock.after(milliseconds, () => this.work());
  }

  private queryOf({ tables, filter, clearedTo }: State): TableQuery {
    return {
      dimension: dimensionOf(tables),
      predicate: this.predicate(filter.applied, clearedTo),
      window: tables.window,
      order: tables.order,
      most: MOST_ROWS,
    };
  }

  /** Of the applied filter, which compiles; rows before `from` were cleared away. */
  private predicate(text: string, from: number): GroupPredicate | undefined {
    const { filter } = this;
    if (filter?.text === text && filter.from === from) return filter.predicate;
    const matches = text === '' ? undefined : compileGroupFilter([text], this.context);
    const oldest = (rows: readonly number[]) => rows[rows.length - 1];
    const predicate: GroupPredicate | undefined =
      from === 0 ? matches : (rows) => oldest(rows) >= from && (matches?.(rows) ?? true);
    this.filter = { text, from, predicate };
    return predicate;
  }
}

const NAMES: readonly Dimension[] = [
  DIMENSIONS[0],
  ...Array.from({ length: 9 }, (_, level) => nameDimension(level + 1)),
];

/** The dimension on show; one object for each, so that it can be told from another. */
export function dimensionOf({ tab, level }: TablesState): Dimension {
  return tab === 0 ? NAMES[level] : DIMENSIONS[tab];
}

function same(a: TableQuery, b: TableQuery): boolean {
  const order = a.order.by === b.order.by && a.order.inverted === b.order.inverted;
  return order && a.dimension === b.dimension && a.predicate === b.predicate && a.window === b.window;
}
