import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { columnMismatch } from '../../src/capture/columns.ts';

it('TypeScript and native/columns.def list the same columns', () => {
  const text = readFileSync(new URL('../../native/columns.def', import.meta.url), 'utf8');
  const native = [...text.matchAll(/^X\((\w+), (\w+), /gm)].map(([, name, type]) => ({ name, type }));
  expect(native.length).toBeGreaterThan(30);
  expect(columnMismatch(native)).toBeUndefined();
});
