import { describe, expect, it } from 'vitest';
import { KeyVerdicts } from '../../src/filter/key-verdicts.ts';
import { NO, YES } from '../../src/filter/verdicts.ts';

describe('KeyVerdicts', () => {
  it('decides once about rows of one key, until the version changes', () => {
    const asked: number[] = [];
    let version = 0;
    const verdicts = new KeyVerdicts(
      (row) => asked.push(row) > 0 && row % 2 === 0,
      () => version,
    );
    expect(verdicts.prepare().of(7, 2)).toBe(YES);
    expect(verdicts.prepare().of(7, 3)).toBe(YES);
    version++;
    expect(verdicts.prepare().of(7, 3)).toBe(NO);
    expect(asked).toEqual([2, 3]);
  });

  it('never takes one key for another, also where they share a place', () => {
    const isEven = (key: number): boolean => Math.floor(key / 3) % 2 === 0;
    const keys = Array.from(
      { length: 200_000 },
      (_, index) => (index % 300) * 65536 + ((index * 7919) % 65536),
    );
    const verdicts = new KeyVerdicts(
      (row) => isEven(keys[row]),
      () => 0,
    ).prepare();
    for (const row of keys.keys()) {
      if ((verdicts.of(keys[row], row) === YES) !== isEven(keys[row])) throw new Error(`key ${keys[row]}`);
    }
    expect(verdicts.of(2 ** 47 + 5, 0)).toBe(isEven(keys[0]) ? YES : NO);
  });
});
