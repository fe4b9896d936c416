import { expect, it } from 'vitest';
import { SyntheticSource } from '../../bench/synthetic.ts';
import { Store } from '../../src/store/store.ts';
import { Filtering } from '../../src/view/filtering.ts';
import { EventRows } from '../../src/view/listing/event-rows.ts';
import { contextOf } from '../support/context.ts';
import { FakeClock } from './support/fake-clock.ts';

const ROWS = 200_000;

function filteringOf() {
  const store = new Store(ROWS);
  store.append(new SyntheticSource().batch(ROWS, 0));
  const clock = new FakeClock();
  let found = 0;
  const filtering = new Filtering(new EventRows(contextOf([], { store })), clock, () => found++);
  return { filtering, clock, store, found: () => found };
}

it('finds every match among many rows, and says when there are more', () => {
  const { filtering, clock, found } = filteringOf();
  expect(filtering.apply('qr==R')).toBeUndefined();
  clock.pass(2000);
  expect(filtering.matches.complete).toBe(true);
  expect(filtering.matches.count).toBe(ROWS / 2);
  expect(clock.waiting).toBe(0);
  const before = found();
  expect(filtering.apply('name~service-996')).toBeUndefined();
  clock.pass(2000);
  expect(found()).toBeGreaterThanOrEqual(before);
  expect(filtering.matches.count).toBeGreaterThan(0);
  expect(filtering.matches.count).toBeLessThan(ROWS / 100);
});

it('changes nothing for an expression that is wrong, and says where', () => {
  const { filtering, clock } = filteringOf();
  filtering.apply('qr==R');
  clock.pass(2000);
  const error = filtering.apply('qr==R,qtyp==A');
  expect(error?.column).toBe(7);
  expect(error?.message).toContain('qtyp');
  expect(filtering.matches.count).toBe(ROWS / 2);
});

it('matches all rows again for an empty expression', () => {
  const { filtering, clock, store } = filteringOf();
  filtering.apply('qr==R');
  clock.pass(2000);
  filtering.apply('  ');
  expect(filtering.matches.count).toBe(store.size);
});
