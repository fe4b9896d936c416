import { expect, it } from 'vitest';
import { Store } from '../../src/store/store.ts';
import { Span } from '../../src/view/span.ts';
import { BatchBuilder } from '../support/batch.ts';

/** What is said of events at these times, in nanoseconds, of which the store keeps two. */
function spanOf(...times: number[]): string {
  const store = new Store(2);
  const span = new Span(store);
  const builder = new BatchBuilder();
  for (const at of times) {
    store.append(builder.add({ at }).batch());
    span.count();
  }
  return span.text;
}

it('is from the earliest to the latest event, in whatever order they come, kept or not', () => {
  expect(spanOf(3e9, 1e9, 2e9, 4.5e9)).toBe('3.50s');
  expect(spanOf(86_400e9, 86_400e9 + 1234)).toBe('1.23us');
});

it('is nothing for one moment', () => {
  expect(spanOf()).toBe('');
  expect(spanOf(5e9, 5e9)).toBe('');
});

it('is said in two units from a minute on', () => {
  expect(spanOf(0, 59.6e9)).toBe('1m 0s');
  expect(spanOf(0, 725e9)).toBe('12m 5s');
  expect(spanOf(0, (3 * 60 + 12) * 60e9)).toBe('3h 12m');
  expect(spanOf(0, 52 * 3600e9)).toBe('2d 4h');
});
