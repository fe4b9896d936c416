import { expect, it } from 'vitest';
import { lostEvents } from '../../src/feed/lost.ts';

it('sums what is an event, and nothing else', () => {
  const events = { lost_ring: 1, lost_copy: 20, lost_reader: 300 };
  expect(lostEvents({ ...events, lost_notices: 4000, netns_failed: 50000, packets: 600000 })).toBe(321);
});

it('takes a counter that a source does not have as 0', () => {
  expect(lostEvents({ lost_reader: 7 })).toBe(7);
});
