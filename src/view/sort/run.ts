// Rows with their keys -> the same in order, and two such runs merged, a part at a time.
import { compareKeys, type SortKey } from './keys.ts';

/** Rows in order, with their keys: those of one field, so all numbers or all texts. */
export interface Run {
  readonly rows: ArrayLike<number>;
  readonly keys: ArrayLike<SortKey>;
}

export const EMPTY: Run = { rows: [], keys: [] };

export function sortedRun(rows: readonly number[], keyOf: (row: number) => SortKey, sign: 1 | -1): Run {
  const pairs = rows.map((row) => ({ row, key: keyOf(row) }));
  pairs.sort((a, b) => compareKeys(a.key, a.row, b.key, b.row, sign));
  return { rows: pairs.map(({ row }) => row), keys: pairs.map(({ key }) => key) };
}

/**
 * Merges two runs into one; `step` does so much of it at a time that a screen stays quick. Has room for all from the start:
 * an array of a million places that grows holds up keys for 50 ms whenever it is copied.
 */
export class Merge {
  private readonly a: Run;
  private readonly b: Run;
  private readonly sign: 1 | -1;
  private readonly from: number;
  private readonly rows: Float64Array;
  private readonly keys: Float64Array | SortKey[];
  private count = 0;
  private i = 0;
  private j = 0;

  /** @param from rows before it have gone, and are left out. */
  constructor(a: Run, b: Run, sign: 1 | -1, from: number) {
    this.a = a;
    this.b = b;
    this.sign = sign;
    this.from = from;
    const room = a.rows.length + b.rows.length;
    this.rows = new Float64Array(room);
    this.keys = typeof (a.keys[0] ?? b.keys[0]) === 'number' ? new Float64Array(room) : new Array(room);
  }

  /** Takes `count` rows over at most; the merged run when all are. */
  step(count: number): Run | undefined {
    const { a, b, sign, from, rows, keys } = this;
    for (let n = 0; n < count; n++) {
      const left = this.i < a.rows.length;
      if (!left && this.j >= b.rows.length) return this.merged();
      const first =
        this.j >= b.rows.length ||
        (left && compareKeys(a.keys[this.i], a.rows[this.i], b.keys[this.j], b.rows[this.j], sign) < 0);
      const run = first ? a : b;
      const at = first ? this.i++ : this.j++;
      if (run.rows[at] < from) continue;
      rows[this.count] = run.rows[at];
      keys[this.count++] = run.keys[at];
    }
    return undefined;
  }

  private merged(): Run {
    const { keys, count } = this;
    if (Array.isArray(keys)) keys.length = count;
    return { rows: this.rows.subarray(0, count), keys: Array.isArray(keys) ? keys : keys.subarray(0, count) };
  }
}
