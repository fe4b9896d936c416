import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unmatched } from '../../src/capture/unmatched.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-unmatched-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('names what there is', () => {
  for (const name of ['web', 'db']) writeFileSync(join(folder, name), '');
  expect(unmatched(['nosuch'], folder)).toEqual([
    'no network namespace matches nosuch',
    'by name there are host, db, web',
    'watching for one to appear',
  ]);
  expect(unmatched(['a', 'b'], folder)[0]).toBe('no network namespace matches any of a, b');
});

it('names a few of many, and the host where no other has a name', () => {
  for (let number = 10; number < 40; number++) writeFileSync(join(folder, `n${number}`), '');
  expect(unmatched(['nosuch'], folder)[1]).toMatch(/ n19, n20 and 19 more$/);
  expect(unmatched(['nosuch'], join(folder, 'none'))[1]).toBe('by name there is host');
});
