// The bounded map behind the joins, against a plain Map.
import { describe, expect, it } from 'vitest';
import { Index } from '../../src/trace/index.ts';

const spread = (i: number) => [Math.imul(i, 0x9e3779b1), Math.imul(i, 0x85ebca6b)] as const;

describe('Index', () => {
  it('keeps what must be kept, whatever comes after', () => {
    const index = new Index((value) => value <= 50_000);
    for (let i = 1; i <= 50_000; i++) index.exchange(...spread(i), i);
    for (let i = 50_001; i <= 400_000; i++) index.exchange(...spread(i), i);
    for (let i = 1; i <= 50_000; i++) expect(index.get(...spread(i))).toBe(i);
  });

  it('forgets the rest, in time and not at once', () => {
    const index = new Index(() => false);
    for (let i = 1; i <= 100_000; i++) index.exchange(...spread(i), i);
    expect(index.get(...spread(1))).toBe(0);
    expect(index.get(...spread(100_000 - 5000))).toBe(100_000 - 5000);
  });

  it('gives the number that was there before', () => {
    const index = new Index(() => true);
    expect(index.exchange(1, 2, 5)).toBe(0);
    expect(index.exchange(1, 2, 6)).toBe(5);
    expect(index.get(1, 2)).toBe(6);
  });

  it('replaces the oldest of a bucket first', () => {
    const index = new Index(() => false);
    for (let i = 1; i <= 20_000; i++) index.exchange(...spread(i), i);
    const found = (from: number, to: number) => {
      let count = 0;
      for (let i = from; i < to; i++) if (index.get(...spread(i)) === i) count++;
      return count;
    };
    expect(found(19_000, 20_000)).toBeGreaterThan(990);
    expect(found(19_000, 20_000)).toBeGreaterThan(found(1, 1001));
  });

  it('gives the number last set, also after it grew', () => {
    const index = new Index(() => true);
    index.exchange(7, 7, 1);
    for (let i = 1; i <= 20_000; i++) index.exchange(...spread(i), i);
    index.exchange(7, 7, 2);
    for (let i = 20_001; i <= 60_000; i++) index.exchange(...spread(i), i);
    expect(index.get(7, 7)).toBe(2);
  });

  it('tells keys apart that share one hash', () => {
    const index = new Index(() => true);
    for (let i = 1; i < 100; i++) index.exchange(42, i, i);
    for (let i = 1; i < 100; i++) expect(index.get(42, i)).toBe(i);
    expect(index.get(42, 100)).toBe(0);
  });
});
