// Rows with their keys -> the same in order, and two such runs merged, a part at a time.
import { compareKeys, type SortKey } from './keys.ts';

/** Rows in order, with their keys. */
export interface Run {
  readonly rows: readonly number[];
  readonly keys: readonly SortKey[];
}

export const EMPTY: Run = { rows: [], keys: [] };

export function sortedRun(rows: readonly number[], keyOf: (row: number) => SortKey, sign: 1 | -1): Run {
  const pairs = rows.map((row) => ({ row, key: keyOf(row) }));
  pairs.sort((a, b) => compareKeys(a.key, a.row, b.key, b.row, sign));
  return { rows: pairs.map(({ row }) => row), keys: pairs.map(({ key }) => key) };
}

/** Merges two runs into one; `step` does so much of it at a time that a screen stays quick. */
export class Merge {
  private readonly a: Run;
  private readonly b: Run;
  private readonly sign: 1 | -1;
  private readonly rows: number[] = [];
  private readonly keys: SortKey[] = [];
  private i = 0;
  private j = 0;

  constructor(a: Run, b: Run, sign: 1 | -1) {
    this.a = a;
    this.b = b;
    this.sign = sign;
  }

  /** Takes `count` rows over at most; the merged run when all are. */
  step(count: number): Run | undefined {
    const { a, b, sign, rows, keys } = this;
    for (let n = 0; n < count; n++) {
      const left = this.i < a.rows.length;
      if (!left && this.j >= b.rows.length) return { rows, keys };
      const first =
        this.j >= b.rows.length ||
        (left && compareKeys(a.keys[this.i], a.rows[this.i], b.keys[this.j], b.rows[this.j], sign) < 0);
      const run = first ? a : b;
      const at = first ? this.i++ : this.j++;
      rows.push(run.rows[at]);
      keys.push(run.keys[at]);
    }
    return undefined;
  }
}
