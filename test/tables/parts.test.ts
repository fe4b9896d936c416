// The parts of tables, each by itself: buckets, keys, the best of many, labels of names.
import { describe, expect, it } from 'vitest';
import { lastLabels } from '../../src/fields/labels.ts';
import { bucketOf, latencyOf, percentile, sortBuckets } from '../../src/tables/buckets.ts';
import { Keys } from '../../src/tables/keys.ts';
import { Top } from '../../src/tables/top.ts';
import { random } from './load.ts';

describe('buckets', () => {
  it('tell latencies to 0.02% from a microsecond to a thousand seconds', () => {
    for (let ns = 1001; ns < 1e12; ns *= 1.0007) {
      expect(Math.abs(latencyOf(bucketOf(ns)) / ns - 1), `${ns}`).toBeLessThan(0.0002);
    }
    expect(latencyOf(bucketOf(12))).toBe(1000);
    expect(latencyOf(bucketOf(-5))).toBe(1000);
    expect(latencyOf(bucketOf(5e12))).toBeCloseTo(1e12, -9);
  });

  it.each([10, 40_000])('are sorted by comparing and by counting alike (%d)', (length) => {
    const dice = random(length);
    const buckets = Uint16Array.from({ length }, () => Math.floor(dice() * 65_536));
    const sorted = [...buckets].sort((a, b) => a - b);
    sortBuckets(buckets);
    expect([...buckets]).toEqual(sorted);
  });

  it('give percentiles by nearest rank', () => {
    const sorted = Uint16Array.from([10, 20, 30, 40, 50].map((ms) => bucketOf(ms * 1e6)));
    expect(percentile(sorted, 0.5) / 1e6).toBeCloseTo(30, 1);
    expect(percentile(sorted, 0.95) / 1e6).toBeCloseTo(50, 1);
    expect(percentile(sorted, 0) / 1e6).toBeCloseTo(10, 1);
    expect(percentile(new Uint16Array(0), 0.5)).toBeNaN();
  });
});

describe('keys', () => {
  it('have a number for as long as somebody uses it', () => {
    const keys = new Keys();
    const [a, b] = [keys.take('a'), keys.take('b')];
    expect(keys.take('a')).toBe(a);
    keys.release(a);
    expect(keys.text(a)).toBe('a');
    keys.release(a);
    expect(keys.take('c')).toBe(a);
    expect([keys.text(a), keys.text(b), keys.size]).toEqual(['c', 'b', 2]);
  });

  it('that are held stand for no other text', () => {
    const keys = new Keys();
    const a = keys.take('a');
    keys.hold();
    keys.release(a);
    expect(keys.take('b')).not.toBe(a);
    expect(keys.text(a)).toBe('a');
    keys.letGo();
    expect(keys.take('c')).toBe(a);
  });

  it('are bounded by what is used, however many there were', () => {
    const keys = new Keys();
    for (let i = 0; i < 10_000; i++) {
      const key = keys.take(`name${i}`);
      if (i >= 100) keys.release(key);
    }
    expect(keys.size).toBe(101);
  });
});

describe('the best of many', () => {
  it.each([0, 1, 7, 500, 2000])('are the first %d of all sorted', (most) => {
    const dice = random(most + 1);
    const all = Array.from({ length: 1500 }, (_, i) => Math.floor(dice() * 1e6) * 10_000 + i);
    const top = new Top(most, (a, b) => a - b);
    for (const one of all) top.offer(one);
    expect(top.sorted()).toEqual([...all].sort((a, b) => a - b).slice(0, most));
  });
});

describe('labels', () => {
  it.each([
    ['www.Example.com.', 1, 'com.'],
    ['www.Example.com.', 2, 'example.com.'],
    ['www.Example.com.', 3, 'www.example.com.'],
    ['www.Example.com.', 9, 'www.example.com.'],
    ['com.', 1, 'com.'],
    ['com.', 2, 'com.'],
    ['.', 1, '.'],
    ['.', 3, '.'],
    ['', 1, ''],
    ['a\\.b.c.', 1, 'c.'],
    ['a\\.b.c.', 2, 'a\\.b.c.'],
    ['x\\\\.c.', 1, 'c.'],
    ['x\\\\.c.', 2, 'x\\\\.c.'],
    ['\\..c.', 1, 'c.'],
    ['a.b.', Number.POSITIVE_INFINITY, 'a.b.'],
  ])('of %s, the last %d: %s', (name, level, labels) => expect(lastLabels(name, level)).toBe(labels));
});
