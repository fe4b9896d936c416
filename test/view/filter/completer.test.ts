import { expect, it } from 'vitest';
import { SyntheticSource } from '../../../bench/synthetic.ts';
import { Store } from '../../../src/store/store.ts';
import { Completer } from '../../../src/view/filter/completer.ts';
import { lineOf } from '../../../src/view/state/line.ts';
import { contextOf } from '../../support/context.ts';
import { FakeClock } from '../support/fake-clock.ts';

const ROWS = 500_000;

function completerOf() {
  const store = new Store(ROWS);
  store.append(new SyntheticSource().batch(ROWS, 0));
  const clock = new FakeClock();
  let counted = 0;
  const completer = new Completer({
    context: contextOf([], { store }),
    clock,
    saved: () => [],
    onCounted: () => counted++,
  });
  return { completer, clock, counted: () => counted };
}

it('counts values of many rows a slice at a time, and says how far it is', () => {
  const { completer, clock, counted } = completerOf();
  const line = lineOf('comm==');
  const start = performance.now();
  const first = completer.at(line);
  expect(performance.now() - start).toBeLessThan(200);
  expect(first.expected).toContain('so far of');
  expect(completer.at(line)).toBe(first);
  clock.pass(60_000);
  expect(counted()).toBeGreaterThan(0);
  const last = completer.at(line);
  expect(last.expected).toContain('of 500,000 events');
  expect(last.items.map(({ count }) => count ?? 0).reduce((sum, count) => sum + count, 0)).toBe(ROWS);
  expect(clock.waiting).toBe(0);
});

it('counts nothing any more when the bar is closed, and anew when it is open again', () => {
  const { completer, clock } = completerOf();
  completer.at(lineOf('name~'));
  expect(clock.waiting).toBe(1);
  completer.reset();
  expect(clock.waiting).toBe(0);
  expect(completer.at(lineOf('name~')).expected).toContain('so far of');
  completer.at(lineOf('comm~'));
  expect(clock.waiting).toBe(1);
});
