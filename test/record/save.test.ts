// Saving chosen rows: these and no others, and never over a file without being told to.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { proposedName, saveRows } from '../../src/record/save.ts';
import { Store } from '../../src/store/store.ts';
import { contextOf } from '../support/context.ts';
import { messageBytes, TYPE } from '../support/dns.ts';
import { readFile } from './support/files.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-save-'));
  path = join(folder, 'a.pcapng');
});
afterEach(() => rmSync(folder, { recursive: true }));

const specs = Array.from({ length: 10 }, (_, i) => ({
  at: i,
  message: messageBytes({ id: i, question: { name: `n${i}.example`, type: TYPE.A } }),
}));

const save = (rows: number[], replace = false, context = contextOf(specs)) =>
  saveRows({ context, path, rows, replace, lost: 0 });

async function names(): Promise<string[]> {
  const { store } = await readFile(path);
  return Array.from({ length: store.end }, (_, row) => store.text.at(store.columns.name[row]));
}

test('the rows chosen, in their order', async () => {
  expect(await save([2, 3, 9])).toEqual({ written: 3, gone: 0 });
  expect(await names()).toEqual(['n2.example.', 'n3.example.', 'n9.example.']);
});

test('rows that are gone by then are counted', async () => {
  const context = contextOf([], { store: new Store(4) });
  const { store } = contextOf(specs.slice(0, 4), { store: context.store });
  store.first = 2;
  expect(await save([0, 1, 2, 3, 4], false, context)).toEqual({ written: 2, gone: 3 });
  expect(await names()).toHaveLength(2);
});

test('a file that is there is written over only when that is wanted', async () => {
  writeFileSync(path, 'before');
  expect(await save([1])).toEqual({ exists: true });
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(await save([1], true)).toEqual({ written: 1, gone: 0 });
  expect(await names()).toEqual(['n1.example.']);
  expect(readdirSync(folder)).toEqual(['a.pcapng']);
});

test('links are not written through', async () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'of another');
  symlinkSync(other, path);
  expect(await save([1])).toEqual({ exists: true });
  await save([1], true);
  expect(readFileSync(other, 'utf8')).toBe('of another');
  expect(await names()).toEqual(['n1.example.']);
});

test('what cannot be written is one line', async () => {
  path = join(folder, 'none', 'a.pcapng');
  await expect(save([1])).rejects.toThrow(`write ${path}: ENOENT: no such file or directory`);
  path = folder;
  await expect(save([1], true)).rejects.toThrow('is not a plain file');
  expect(readdirSync(folder)).toEqual([]);
});

test('the name that is proposed', () => {
  expect(proposedName(new Date(2026, 10, 22, 9, 5, 7))).toBe('dnstop-20261122-090507.pcapng');
});
