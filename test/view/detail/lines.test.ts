// Text broken into lines: at spaces, but not between a number and its unit of time.
import { describe, expect, it } from 'vitest';
import { wrapped } from '../../../src/view/detail/lines.ts';

const VERDICT =
  'answered by resolver in upstream through coredns in kube-system/coredns-674b8bbfcf-7zsxv in 39.0 ms, 33.8 ms of them for it, 5 s, 12 µs and 7 ns';
const TIMES = /\d (ns|µs|ms|s)\b/g;

describe('lines', () => {
  it('keep a number and its unit together at every width, and lose nothing', () => {
    const times = VERDICT.match(TIMES)!;
    for (let width = 16; width < 160; width++) {
      const lines = wrapped(VERDICT, width);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.flatMap((line) => line.match(TIMES) ?? [])).toEqual(times);
      expect(lines.join('').replaceAll(' ', '')).toBe(VERDICT.replaceAll(' ', ''));
    }
  });

  it('are broken there where there is no other place', () => {
    expect(wrapped('1234567 ms', 8)).toEqual(['1234567', 'ms']);
  });

  it('are broken at other spaces behind a number', () => {
    expect(wrapped('in 12 messages', 9)).toEqual(['in 12', 'messages']);
  });
});
