// Sorted rows -> rows by their place in the list, and the place of a row.
import { lowerBound, type Matches } from '../state/rows.ts';
import { compareKeys, type SortKey } from './keys.ts';
import type { Run } from './run.ts';

interface Order {
  /** The same rows in order of time, and more that have come since. */
  base: Matches;
  /** Not yet: then they are shown in order of time. */
  ready: boolean;
  keyOf(row: number): SortKey;
  sign: 1 | -1;
}

export class SortedMatches implements Matches {
  readonly fromTop: boolean;
  readonly byTime: Matches;
  readonly count: number;
  private readonly run: Run;
  private readonly order: Order;

  constructor(run: Run, order: Order) {
    this.run = run;
    this.order = order;
    this.byTime = order.base;
    this.fromTop = order.ready;
    this.count = order.ready ? run.rows.length : order.base.count;
  }

  /** -1 for a row that has gone since the rows were sorted. */
  at(index: number): number {
    const { ready, base } = this.order;
    if (!ready) return base.at(index);
    const row = this.run.rows[index];
    return base.count > 0 && row >= base.at(0) ? row : -1;
  }

  /** Where the row stands, or would stand. */
  indexOf(row: number): number {
    const { base, keyOf, sign, ready } = this.order;
    if (!ready) return lowerBound(base, row);
    if (base.count === 0 || row < base.at(0)) return 0;
    const key = keyOf(row);
    const { rows, keys } = this.run;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(keys[middle], rows[middle], key, row, sign) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
