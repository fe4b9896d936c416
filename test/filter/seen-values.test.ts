import { expect, it } from 'vitest';
import { SyntheticSource } from '../../bench/synthetic.ts';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { findField } from '../../src/fields/find.ts';
import { FIELDS } from '../../src/fields/table.ts';
import { SeenValues } from '../../src/filter/seen-values.ts';
import { valuesOf } from '../../src/filter/value-reader.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

const ALL = () => true;
const field = (name: string) => findField(name)!;

it('counts what reading each row gives, whatever the field', () => {
  const store = new Store(600);
  const source = new SyntheticSource();
  for (const rows of [500, 400]) store.append(source.batch(rows, 0));
  const context = contextOf([], { store });
  for (const one of FIELDS.filter(({ kind }) => kind !== 'time' && kind !== 'duration')) {
    const counts = new Map<string, number>();
    for (let row = store.first; row < store.end; row++)
      for (const text of valuesOf(one, context, row))
        if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
    const seen = new SeenValues(one, context);
    expect(seen.work(Number.POSITIVE_INFINITY)).toBe(true);
    expect(new Map(seen.all().map(({ text, count }) => [text, count])), one.name).toEqual(counts);
    expect(seen.counted).toBe(600);
  }
});

it('goes on where it stopped, newest first, and leaves out what is evicted or comes meanwhile', () => {
  const store = new Store(40_000);
  const source = new SyntheticSource();
  store.append(source.batch(40_000, 0));
  const seen = new SeenValues(field('qr'), contextOf([], { store }));
  expect(seen.work(0)).toBe(false);
  expect(seen.counted).toBe(0);
  while (seen.counted < 10_000) seen.work(performance.now() + 0.01);
  const before = seen.counted;
  store.append(source.batch(20_000, 1000));
  expect(seen.work(Number.POSITIVE_INFINITY)).toBe(true);
  expect(seen.counted).toBe(20_000);
  expect(before).toBeLessThan(20_001);
  expect(seen.top(9, ALL)).toEqual([
    { text: 'R', count: 10_000 },
    { text: 'Q', count: 10_000 },
  ]);
});

it('does not mix up values that have the same index one after the other', () => {
  const store = new Store(10_000);
  const builder = new BatchBuilder();
  const context = contextOf([], { store });
  const many = (name: string, rows: number) =>
    store.append(builder.add(...Array.from({ length: rows }, () => ({ name }))).batch());
  many('old.', 10_000);
  const seen = new SeenValues(field('name'), context);
  while (seen.counted === 0) seen.work(performance.now() + 0.01);
  const { counted } = seen;
  many('between.', 10_000 - 1);
  store.append(builder.entry(DICTIONARY.text, builder.intern(DICTIONARY.text, 'old.'), 'new.').batch());
  seen.work(Number.POSITIVE_INFINITY);
  expect(seen.all().find(({ text }) => text === 'old.')?.count).toBe(counted);
});

it('gives the most frequent ones, and of those equally frequent the newest first', () => {
  const context = contextOf(['a.', 'b.', 'c.', 'a.', 'b.', 'd.'].map((name) => ({ name })));
  const seen = new SeenValues(field('name'), context);
  seen.work(Number.POSITIVE_INFINITY);
  expect(seen.top(3, ALL).map(({ text }) => text)).toEqual(['b.', 'a.', 'd.']);
  expect(seen.top(9, (text) => text > 'b').map(({ text }) => text)).toEqual(['b.', 'd.', 'c.']);
});
