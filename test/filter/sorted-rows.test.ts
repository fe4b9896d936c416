import { expect, it } from 'vitest';
import { SortedRows } from '../../src/filter/sorted-rows.ts';

const all = (rows: SortedRows): number[] => Array.from({ length: rows.count }, (_, index) => rows.at(index));

it('keeps rows in order, wherever they come in', () => {
  const rows = new SortedRows();
  rows.add(10);
  rows.add(12);
  rows.addOldest(8);
  rows.addOldest(5);
  rows.add(11);
  rows.add(6);
  rows.add(6);
  expect(all(rows)).toEqual([5, 6, 8, 10, 11, 12]);
});

it('gives up what does not match any more, at either end and between', () => {
  const rows = new SortedRows();
  for (const row of [10, 11, 12]) rows.add(row);
  for (const row of [9, 8]) rows.addOldest(row);
  rows.remove(11);
  rows.remove(8);
  rows.remove(7);
  expect(all(rows)).toEqual([9, 10, 12]);
});

it('drops the oldest, and takes more afterwards', () => {
  const rows = new SortedRows();
  for (let row = 0; row < 20_000; row++) rows.add(row);
  rows.dropBefore(15_000);
  expect(rows.count).toBe(5_000);
  expect(rows.at(0)).toBe(15_000);
  rows.add(20_000);
  rows.addOldest(14_000);
  expect([rows.at(0), rows.at(1), rows.at(rows.count - 1)]).toEqual([14_000, 15_000, 20_000]);
  rows.clear();
  expect(rows.count).toBe(0);
});

it('agrees with a plain sorted set over many changes', () => {
  const rows = new SortedRows();
  const plain = new Set<number>();
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % 200;
  };
  for (let step = 0; step < 5000; step++) {
    const row = random();
    if (random() < 110) {
      rows.add(row);
      plain.add(row);
    } else {
      rows.remove(row);
      plain.delete(row);
    }
  }
  expect(all(rows)).toEqual([...plain].sort((a, b) => a - b));
});
