// A bit for each place, against a plain Set.
import { expect, it } from 'vitest';
import { Bits } from '../../src/trace/bits.ts';

it('keeps each place apart from its neighbours', () => {
  const bits = new Bits(new Uint32Array(4));
  const set = new Set([0, 1, 31, 32, 63, 64, 127]);
  for (const place of set) bits.set(place, true);
  bits.set(31, false);
  set.delete(31);
  for (let place = 0; place < 128; place++) expect(bits.has(place)).toBe(set.has(place));
});
