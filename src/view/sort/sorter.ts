// Rows in order of time -> the same in order of a column, made in parts while keys and frames go on.
import { lowerBound, type Matches } from '../state/rows.ts';
import type { SortKey } from './keys.ts';
import { EMPTY, Merge, type Run, sortedRun } from './run.ts';
import { SortedMatches } from './sorted-matches.ts';

/** Rows that are sorted, or merged, before the clock is looked at. */
const PART = 2048;

export interface SortOptions {
  keyOf(row: number): SortKey;
  descending: boolean;
  /** Values change while rows stay, so that now and then all is to be sorted anew. */
  changing: boolean;
}

/** How long what may have changed is shown in its old order. */
const STALE_MS = 1000;
/** New rows wait this many times as long as sorting took, a second at most: keys, frames and capture go first. */
const REST = 4;
const MAX_REST_MS = 1000;

/**
 * Keeps rows sorted. New rows are sorted among themselves and merged into the others, those that have gone are left out on
 * the way; where rows in between have come or gone (another filter), all are sorted anew. Shown is what was complete last.
 */
export class Sorter {
  private readonly options: SortOptions;
  private readonly sign: 1 | -1;
  private shown: Run = EMPTY;
  private ready = false;
  /** Runs still to be merged, the largest first. */
  private runs: Run[] = [];
  private merge: Merge | undefined;
  /** Rows from..to-1 are in the runs, or in what is shown. */
  private from = 0;
  private to = 0;
  /** Rows that there should be when all is merged. */
  private expected = 0;
  private startedAt = 0;
  private sortedAt = Number.NEGATIVE_INFINITY;
  private restUntil = Number.NEGATIVE_INFINITY;

  constructor(options: SortOptions) {
    this.options = options;
    this.sign = options.descending ? -1 : 1;
  }

  /** Rows in their order as far as that is known; in order of time while it is not known at all. */
  view(base: Matches): SortedMatches {
    const { keyOf } = this.options;
    return new SortedMatches(this.shown, { base, ready: this.ready, keyOf, sign: this.sign });
  }

  /** Other rows, or another filter: what was sorted so far counts no more. */
  restart(): void {
    this.shown = EMPTY;
    this.ready = false;
    this.restUntil = Number.NEGATIVE_INFINITY;
    this.begin(0);
  }

  /**
   * Goes on until all rows are in order or the time is over (performance.now()).
   * @returns in how many milliseconds there is more to do; undefined where nothing is left.
   */
  work(base: Matches, deadlineMs: number): number | undefined {
    if (!this.isBusy()) {
      const now = performance.now();
      const plan = this.plan(base, now);
      if (plan === 'nothing') return undefined;
      if (now < this.restUntil) return this.restUntil - now;
      this.start(plan, base, now);
    }
    while (performance.now() < deadlineMs) {
      if (!this.step(base) && this.finish()) return undefined;
    }
    return 0;
  }

  private isBusy(): boolean {
    return this.runs.length > 0 || this.merge !== undefined;
  }

  private plan(base: Matches, now: number): 'nothing' | 'add' | 'anew' {
    const first = firstOf(base);
    const known = lowerBound(base, this.to);
    const gone = first > this.from;
    // How many have gone is seen when they are left out.
    const same = this.ready && first >= this.from && (gone || this.shown.rows.length === known);
    if (!same || (this.options.changing && now - this.sortedAt > STALE_MS)) return 'anew';
    return gone || known < base.count ? 'add' : 'nothing';
  }

  private start(plan: 'add' | 'anew', base: Matches, now: number): void {
    this.startedAt = now;
    const first = firstOf(base);
    if (plan === 'anew') {
      this.begin(first);
      return;
    }
    this.from = first;
    this.expected = lowerBound(base, this.to);
    this.runs = [this.shown, EMPTY];
  }

  private begin(from: number): void {
    this.runs = [];
    this.merge = undefined;
    this.from = from;
    this.to = Number.isFinite(from) ? from : 0;
    this.expected = 0;
  }

  /** One part of the work; false where all is done. */
  private step(base: Matches): boolean {
    if (this.merge) {
      const run = this.merge.step(PART);
      if (!run) return true;
      this.runs.push(run);
      this.merge = undefined;
      return true;
    }
    const next = lowerBound(base, this.to);
    const waits = next < base.count;
    const [small, large] = [this.runs.at(-1), this.runs.at(-2)];
    // Runs of about one size are merged, so that no row is merged more often than needed.
    if (small && large && (!waits || large.rows.length < 2 * small.rows.length)) {
      this.runs.length -= 2;
      this.merge = new Merge(large, small, this.sign, this.from);
      return true;
    }
    if (waits) this.take(base, next);
    return waits;
  }

  private take(base: Matches, from: number): void {
    const rows: number[] = [];
    const end = Math.min(from + PART, base.count);
    for (let index = from; index < end; index++) rows.push(base.at(index));
    this.to = rows[rows.length - 1] + 1;
    this.expected += rows.length;
    this.runs.push(sortedRun(rows, this.options.keyOf, this.sign));
  }

  /** False where rows in between have gone, so that all begins anew. */
  private finish(): boolean {
    const [sorted = EMPTY] = this.runs;
    if (sorted.rows.length !== this.expected) {
      this.begin(this.from);
      return false;
    }
    this.shown = sorted;
    this.runs = [];
    this.ready = true;
    this.sortedAt = performance.now();
    this.restUntil = this.sortedAt + Math.min(MAX_REST_MS, REST * (this.sortedAt - this.startedAt));
    return true;
  }
}

/** Infinity where there are no rows. */
const firstOf = (base: Matches): number => (base.count > 0 ? base.at(0) : Number.POSITIVE_INFINITY);
