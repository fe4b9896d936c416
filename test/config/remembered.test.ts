// What is remembered: through the file, between programs, and where the file is damaged, foreign or not to be written.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Remembered, type RememberedOptions } from '../../src/config/remembered.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-remembered-'));
  path = join(folder, 'a/b/dnstop/state.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: Partial<RememberedOptions> = {}) => new Remembered({ path, ...options });

/** What a program that starts now would remember. */
function later(options: Partial<RememberedOptions> = {}): Remembered {
  return open(options);
}

test('everything comes back at the next start', () => {
  const one = open();
  one.rememberLayout('kubernetes', {
    columns: [{ name: 'time' }, { name: 'name', width: 'grow' }, { name: 'src', width: 24 }],
    sort: { column: 'latency_ns', descending: true },
  });
  one.rememberFilter(' qr==R ');
  one.rememberFilter('name~x');
  one.saveFilter('slow', 'latency_ns>50ms');
  one.close();
  const two = later();
  expect(two.layout('kubernetes')).toMatchObject({
    columns: [{ name: 'time' }, { name: 'name', width: 'grow' }, { name: 'src', width: 24 }],
    sort: { column: 'latency_ns', descending: true },
  });
  expect(two.layout('none')).toBeUndefined();
  expect(two.history).toEqual(['qr==R', 'name~x']);
  expect([...two.filters]).toEqual([['slow', 'latency_ns>50ms']]);
});

test('what is forgotten is gone', () => {
  const one = open();
  one.rememberLayout('none', { columns: [{ name: 'time' }] });
  one.saveFilter('slow', 'latency_ns>50ms');
  one.close();
  const two = open();
  two.rememberLayout('none', undefined);
  two.forgetFilter('slow');
  two.close();
  expect(later().layout('none')).toBeUndefined();
  expect(later().filters.size).toBe(0);
});

test('a layout counts only under the settings it was made under', () => {
  const one = open({ base: 'time,name' });
  one.rememberLayout('none', { columns: [{ name: 'rcode' }] });
  one.close();
  expect(later({ base: 'time,name' }).layout('none')?.columns).toEqual([{ name: 'rcode' }]);
  expect(later({ base: 'time,src' }).layout('none')).toBeUndefined();
});

test('the history has each filter once, the newest last, and 500 at most', () => {
  const one = open();
  for (let i = 0; i < 600; i++) one.rememberFilter(`pid==${i}`);
  one.rememberFilter('pid==300');
  one.rememberFilter('  ');
  one.rememberFilter(`name==${'x'.repeat(4000)}`);
  one.close();
  expect(later().history).toHaveLength(500);
  expect(later().history.at(-1)).toBe('pid==300');
  expect(later().history.filter((entry) => entry === 'pid==300')).toHaveLength(1);
  expect(later().history[0]).toBe('pid==100');
});

test('two programs lose nothing of each other', () => {
  const [one, two] = [open(), open()];
  one.rememberFilter('one==1');
  two.rememberFilter('two==2');
  one.saveFilter('a', 'x==1');
  two.saveFilter('b', 'y==1');
  one.close();
  two.close();
  one.rememberFilter('one==3');
  one.close();
  expect(later().history).toEqual(['one==1', 'two==2', 'one==3']);
  expect([...later().filters.keys()]).toEqual(['a', 'b']);
});

test('many programs that write at the same time lose nothing', () => {
  const source = new URL('../../src/config/remembered.ts', import.meta.url).pathname;
  const bundle = join(folder, 'remembered.mjs');
  const esbuild = new URL('../../node_modules/.bin/esbuild', import.meta.url).pathname;
  const built = spawnSync(esbuild, [
    source,
    '--bundle',
    '--platform=node',
    '--format=esm',
    `--outfile=${bundle}`,
  ]);
  expect(built.status).toBe(0);
  writeFileSync(
    join(folder, 'writer.mjs'),
    `import { Remembered } from ${JSON.stringify(bundle)};
     for (let i = 0; i < 20; i++) {
       const one = new Remembered({ path: process.argv[2] });
       one.rememberFilter(process.argv[3] + '==' + i);
       one.close();
     }`,
  );
  const run = `for i in 1 2 3 4; do ${process.execPath} ${folder}/writer.mjs ${path} w$i & done; wait`;
  expect(spawnSync('sh', ['-c', run]).status).toBe(0);
  expect(later().history).toHaveLength(80);
});

describe('writing', () => {
  test('comes a moment after the first change, without close', async () => {
    const one = open();
    one.rememberFilter('qr==R');
    expect(existsSync(path)).toBe(false);
    await vi.waitFor(() => expect(later().history).toEqual(['qr==R']), 3000);
  });

  test('does not happen where nothing was changed', () => {
    open().close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('makes folders and file for the user alone, and keeps the mode of a file', () => {
    const one = open();
    one.rememberFilter('qr==R');
    one.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o640);
    one.rememberFilter('qr==Q');
    one.close();
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dirname(path))).toEqual(['state.json']);
  });

  test('waits for who is writing, and not for who died doing so', () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.lock`, '');
    utimesSync(`${path}.lock`, 1, 1);
    const one = open();
    one.rememberFilter('qr==R');
    one.close();
    expect(later().history).toEqual(['qr==R']);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

describe('trouble', () => {
  test.each([['{"version":1,'], ['[]'], ['null'], ['\u0000']])(
    'a damaged file (%j) is told of, and replaced',
    (text) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      const lines: string[] = [];
      const one = open({ onTrouble: (line) => lines.push(line) });
      expect(one.history).toEqual([]);
      one.rememberFilter('qr==R');
      one.close();
      expect(lines).toEqual([`${path} is damaged; what was remembered in it is lost`]);
      expect(later().history).toEqual(['qr==R']);
    },
  );

  test('entries of another shape are left out', () => {
    mkdirSync(dirname(path), { recursive: true });
    const layouts = { none: { columns: [{ name: 'a', width: -1 }, 7, {}] }, x: { columns: [] }, y: 3 };
    writeFileSync(
      path,
      JSON.stringify({ version: 1, history: ['a', 1, 'b', 'a'], filters: { a: 1, b: 'c' }, layouts }),
    );
    const one = open();
    expect(one.history).toEqual(['b', 'a']);
    expect([...one.filters]).toEqual([['b', 'c']]);
    expect(one.layout('none')?.columns).toEqual([{ name: 'a' }]);
    expect(one.layout('x')).toBeUndefined();
  });

  test('the file of a later program is left as it is', () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{"version":2}');
    const lines: string[] = [];
    const one = open({ onTrouble: (line) => lines.push(line) });
    one.rememberFilter('qr==R');
    one.close();
    expect(one.history).toEqual(['qr==R']);
    expect(readFileSync(path, 'utf8')).toBe('{"version":2}');
    expect(lines).toEqual([expect.stringContaining('is of a later dnstop; it is left as it is')]);
  });

  test('a file in the place of a folder: told once, remembered until the end', () => {
    writeFileSync(join(folder, 'a'), '');
    const lines: string[] = [];
    const one = open({ onTrouble: (line) => lines.push(line) });
    one.rememberFilter('qr==R');
    one.close();
    one.rememberFilter('qr==Q');
    one.close();
    expect(one.history).toEqual(['qr==R', 'qr==Q']);
    expect(lines).toEqual([expect.stringMatching(/^cannot write what is remembered: ENOTDIR/)]);
  });

  test('who goes on writing is told of, as what changed is lost', () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.lock`, '');
    const lines: string[] = [];
    const one = open({ onTrouble: (line) => lines.push(line) });
    one.rememberFilter('qr==R');
    one.close();
    expect(lines).toEqual([`cannot write what is remembered: another program holds ${path}.lock`]);
    expect(later().history).toEqual([]);
  });

  test('a folder that cannot be made is told of by the name the user gave it', () => {
    const lines: string[] = [];
    const inProc = '/proc/dnstop/state.json'; // where nobody makes folders
    const one = open({ path: inProc, onTrouble: (line) => lines.push(line) });
    one.rememberFilter('qr==R');
    one.close();
    expect(lines).toEqual([`cannot write what is remembered: ENOENT: no such file or directory (${inProc})`]);
  });

  test('without a place for the file nothing is written and nothing said', () => {
    const one = open({ path: undefined, onTrouble: (line) => expect(line).toBe('') });
    one.rememberFilter('qr==R');
    one.close();
    expect(one.history).toEqual(['qr==R']);
  });
});

const isRoot = process.geteuid?.() === 0;

describe.runIf(isRoot)('under sudo', () => {
  const invoker = { uid: 65534, gid: 65534 };

  beforeEach(() => {
    mkdirSync(join(folder, 'a'));
    spawnSync('chown', ['65534:65534', join(folder, 'a')]);
  });

  test('folders and file belong to the user who ran it', () => {
    const one = open({ invoker });
    one.rememberFilter('qr==R');
    one.close();
    for (const made of [path, dirname(path), dirname(dirname(path))])
      expect(statSync(made)).toMatchObject({ uid: 65534, gid: 65534 });
    expect(later({ invoker }).history).toEqual(['qr==R']);
  });

  test('nothing is written through a link into a folder of others', () => {
    mkdirSync(join(folder, 'roots'));
    symlinkSync(join(folder, 'roots'), join(folder, 'a/b'));
    const lines: string[] = [];
    const one = open({ invoker, onTrouble: (line) => lines.push(line) });
    one.rememberFilter('qr==R');
    one.close();
    expect(readdirSync(join(folder, 'roots'))).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('does not belong to the user who ran sudo')]);
  });

  test('a link to a file of others is not read', () => {
    writeFileSync(join(folder, 'secret'), '{"version":1,"history":["secret"]}');
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(folder, 'secret'), path);
    expect(open({ invoker }).history).toEqual([]);
  });
});
