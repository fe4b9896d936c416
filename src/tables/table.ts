// In: a store that is traced, and what to count by. Out: tables of its lookups, up to date, a slice of work at a time.
import type { FieldContext } from '../fields/context.ts';
import type { GroupPredicate } from '../filter/group.ts';
import type { Traces } from '../trace/traces.ts';
import type { Dimension } from './dimensions.ts';
import type { Order, TableResult } from './row.ts';
import { Snapshot } from './snapshot.ts';
import { Summary } from './summary.ts';
import { Tally } from './tally.ts';
import { WINDOW_NS, type Window } from './window.ts';

/** What a table shows. */
export interface TableQuery {
  readonly dimension: Dimension;
  /** Which lookups count: all, where undefined. */
  readonly predicate: GroupPredicate | undefined;
  readonly window: Window;
  readonly order: Order;
  /** Rows at most; all else is in one row of others. */
  readonly most: number;
}

// What becomes known late (names of pods) makes all lookups be looked at again: at most so often, and a part of the time.
const REVISIT_MS = 2000;
const REVISIT_PART = 20;

/** Costs nothing but memory until `work` is called. */
export class Table {
  readonly #context: FieldContext;
  readonly #traces: Traces;
  readonly #tally: Tally;
  readonly #snapshot: Snapshot;
  #query: TableQuery;
  #making: Generator<void, TableResult> | undefined;
  #known = 0;
  #revisitAt = 0;
  #workedMs = 0;

  /** `context.traces` must be told of every append before `work`. */
  constructor(context: FieldContext, traces: Traces, query: TableQuery) {
    this.#context = context;
    this.#traces = traces;
    this.#query = query;
    this.#tally = new Tally(context, traces, query);
    this.#snapshot = new Snapshot(context.store, traces);
    this.#known = this.#knowledge();
  }

  get query(): TableQuery {
    return this.#query;
  }

  /** Asks for another table. Only another dimension or predicate makes lookups be looked at again. */
  ask(query: TableQuery): void {
    const { dimension, predicate } = this.#query;
    this.#query = query;
    this.#abandon();
    if (query.dimension === dimension && query.predicate === predicate) return;
    this.#tally.group(query);
    this.#known = this.#knowledge();
  }

  /** How much of the kept lookups has been looked at for this table, 0 to 1. */
  get progress(): number {
    return this.#tally.progress;
  }

  /** Whether more became known about containers, pods and processes since all lookups were looked at. */
  get stale(): boolean {
    return this.#knowledge() !== this.#known;
  }

  /** Takes in what came. True when all kept lookups are counted; else it had to stop at `deadlineMs`. */
  count(deadlineMs: number, now: () => number = performance.now.bind(performance)): boolean {
    const start = now();
    if (this.#tally.progress === 1) this.#revisit(start);
    const done = this.#tally.work(deadlineMs, now);
    this.#workedMs += now() - start;
    return done;
  }

  /** Goes on with a table of what was counted, begun if need be; undefined while it is not done by `deadlineMs`. */
  make(deadlineMs: number, now: () => number = performance.now.bind(performance)): TableResult | undefined {
    this.#making ??= this.#steps();
    for (;;) {
      const { done, value } = this.#making.next();
      if (done) {
        this.#making = undefined;
        return value;
      }
      if (now() >= deadlineMs) return undefined;
    }
  }

  *#steps(): Generator<void, TableResult> {
    const { window, order, most } = this.#query;
    const tally = this.#tally;
    const { keys } = tally;
    keys.hold();
    try {
      yield* this.#snapshot.take(tally, WINDOW_NS[window]);
      const summed = yield* new Summary(this.#snapshot, keys).run(order, most);
      const { nowNs, sliceNs } = this.#snapshot;
      return { ...summed, atMs: this.#clockMs(nowNs), sliceNs };
    } finally {
      keys.letGo();
    }
  }

  #abandon(): void {
    // Lets go of the keys it holds.
    if (this.#making?.return) this.#making.return(undefined as never);
    this.#making = undefined;
  }

  /** Event time in milliseconds since the epoch. */
  #clockMs(nowNs: number): number {
    const { store } = this.#context;
    if (store.size === 0) return Number.NaN;
    const newest = store.end - 1;
    const place = newest % store.capacity;
    const { time_s, time_ns } = store.columns;
    return time_s[place] * 1e3 + (time_ns[place] + nowNs - this.#traces.timeOf(newest)) / 1e6;
  }

  #revisit(nowMs: number): void {
    if (!this.stale || nowMs < this.#revisitAt) return;
    this.#known = this.#knowledge();
    this.#revisitAt = nowMs + Math.max(REVISIT_MS, REVISIT_PART * this.#workedMs);
    this.#workedMs = 0;
    this.#tally.revisit();
  }

  /** Grows when keys and verdicts may be others than before. */
  #knowledge(): number {
    const { dimension, predicate } = this.#query;
    if (!dimension.identities && dimension.name !== 'process' && predicate === undefined) return 0;
    const { processes, netns } = this.#context.store;
    return this.#context.identities.version + processes.changes + netns.changes;
  }
}
