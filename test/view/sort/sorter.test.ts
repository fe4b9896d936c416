import { describe, expect, it } from 'vitest';
import { compareKeys, type SortKey } from '../../../src/view/sort/keys.ts';
import { Sorter } from '../../../src/view/sort/sorter.ts';
import type { Matches } from '../../../src/view/state/rows.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const listOf = (rows: number[]): Matches => ({ count: rows.length, at: (index) => rows[index] });
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const shown = (matches: Matches): number[] =>
  Array.from({ length: matches.count }, (_, index) => matches.at(index));
/** Scattered, with ties, and now and then none. */
const keyOf = (row: number): SortKey => (row % 13 === 0 ? Number.NaN : (row * 7919) % 101);

function expected(rows: number[], key: (row: number) => SortKey, sign: 1 | -1): number[] {
  return [...rows].sort((a, b) => compareKeys(key(a), a, key(b), b, sign));
}

function sorterOf(options: Partial<ConstructorParameters<typeof Sorter>[0]> = {}): Sorter {
  return new Sorter({ keyOf, descending: false, changing: false, ...options });
}

/** Sorting rests for a moment after it has been done. */
function sortNow(sorter: Sorter, base: Matches): number[] {
  const end = performance.now() + 5000;
  do sorter.work(base, FOREVER);
  while (sorter.view(base).count !== base.count && performance.now() < end);
  return shown(sorter.view(base));
}

describe('keys', () => {
  const order = (keys: SortKey[], sign: 1 | -1): SortKey[] =>
    keys
      .map((key, row) => ({ key, row }))
      .sort((a, b) => compareKeys(a.key, a.row, b.key, b.row, sign))
      .map(({ key }) => key);

  it('have those without a value last, either way', () => {
    expect(order([3, Number.NaN, 1, Number.NaN, 2], 1)).toEqual([1, 2, 3, Number.NaN, Number.NaN]);
    expect(order([3, Number.NaN, 1, 2], -1)).toEqual([3, 2, 1, Number.NaN]);
    expect(order(['b', '', 'a'], 1)).toEqual(['a', 'b', '']);
    expect(order(['b', '', 'a'], -1)).toEqual(['b', 'a', '']);
  });

  it('that are equal keep the order of time, or the other way round', () => {
    expect(compareKeys(1, 5, 1, 6, 1)).toBeLessThan(0);
    expect(compareKeys(1, 5, 1, 6, -1)).toBeGreaterThan(0);
  });
});

describe('rows', () => {
  it.each([true, false])('are all there, in order (descending: %s)', (descending) => {
    const rows = range(100, 20_000);
    const sorted = sortNow(sorterOf({ descending }), listOf(rows));
    expect(sorted).toEqual(expected(rows, keyOf, descending ? -1 : 1));
  });

  it('are shown in order of time until they are sorted, which goes on in parts', () => {
    const rows = range(0, 50_000);
    const sorter = sorterOf();
    const base = listOf(rows);
    expect(sorter.work(base, Number.NEGATIVE_INFINITY)).toBe(0);
    expect(sorter.view(base).at(1)).toBe(1);
    expect(sorter.view(base).fromTop).toBe(false);
    expect(sortNow(sorter, base)).toEqual(expected(rows, keyOf, 1));
  });

  it('take their place as they come, and leave as they go', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(0, 9000)));
    const later = range(500, 12_000);
    expect(sortNow(sorter, listOf(later))).toEqual(expected(later, keyOf, 1));
  });

  it('that come while sorting rests are asked for when it has rested', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(0, 50_000)));
    const more = listOf(range(0, 50_001));
    const wait = sorter.work(more, FOREVER);
    expect(wait).toBeGreaterThan(0);
    expect(sorter.view(more).count).toBe(50_000);
    expect(sortNow(sorter, more)).toHaveLength(50_001);
    expect(sorter.work(more, FOREVER)).toBeUndefined();
  });

  it('that have gone make room where none come', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(0, 9000)));
    const later = listOf(range(100, 9000));
    expect(sortNow(sorter, later)).toEqual(expected(range(100, 9000), keyOf, 1));
    expect(sortNow(sorter, listOf([]))).toEqual([]);
    expect(sortNow(sorter, listOf(range(9000, 9010)))).toEqual(expected(range(9000, 9010), keyOf, 1));
  });

  it('that go from between while others go at the old end have all sorted anew', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(0, 5000)));
    const fewer = range(10, 6000).filter((row) => row % 7 !== 0);
    expect(sortNow(sorter, listOf(fewer))).toEqual(expected(fewer, keyOf, 1));
  });

  it('that have gone are never shown, not even before they are sorted again', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(0, 100)));
    const base = listOf(range(90, 120));
    expect(shown(sorter.view(base)).filter((row) => row >= 0 && row < 90)).toEqual([]);
  });

  it('are those of another filter after a restart', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(0, 5000)));
    sorter.restart();
    const even = range(0, 5000).filter((row) => row % 2 === 0);
    expect(sortNow(sorter, listOf(even))).toEqual(expected(even, keyOf, 1));
  });

  it('found at the old end, or gone from between, have all sorted anew', () => {
    const sorter = sorterOf();
    sortNow(sorter, listOf(range(3000, 5000)));
    const older = range(0, 5000).filter((row) => row % 3 !== 0);
    expect(sortNow(sorter, listOf(older))).toEqual(expected(older, keyOf, 1));
  });

  it('know the place of a row', () => {
    const rows = range(0, 3000);
    const base = listOf(rows);
    const sorter = sorterOf({ descending: true });
    sortNow(sorter, base);
    const view = sorter.view(base);
    for (const row of [0, 13, 77, 2999]) expect(view.at(view.indexOf(row))).toBe(row);
  });
});
