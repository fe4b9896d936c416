import { expect, it } from 'vitest';
import { FRAME_MS, FrameClock } from '../../src/view/frames.ts';
import { FakeClock } from './support/fake-clock.ts';

function counting() {
  const clock = new FakeClock();
  const painted: number[] = [];
  return { clock, painted, frames: new FrameClock(clock, () => painted.push(clock.now())) };
}

it('paints at most 30 times a second for what changes by itself', () => {
  const { clock, painted, frames } = counting();
  for (let millisecond = 0; millisecond < 1000; millisecond++) {
    frames.soon();
    clock.pass(1);
  }
  expect(painted.length).toBeGreaterThan(28);
  expect(painted.length).toBeLessThanOrEqual(31);
});

it('paints for a key at once, also when a later frame is due', () => {
  const { clock, painted, frames } = counting();
  frames.soon();
  clock.pass(1);
  frames.soon();
  frames.now();
  clock.pass(0);
  expect(painted).toEqual([0, 1]);
  clock.pass(10 * FRAME_MS);
  expect(painted.length).toBe(2);
});

it('has no timer while nothing happens', () => {
  const { clock, frames } = counting();
  frames.soon();
  clock.pass(100);
  expect(clock.waiting).toBe(0);
});

it('does nothing between stop and start', () => {
  const { clock, painted, frames } = counting();
  frames.stop();
  frames.now();
  clock.pass(100);
  expect(painted).toEqual([]);
  frames.start();
  frames.now();
  clock.pass(1);
  expect(painted.length).toBe(1);
});
