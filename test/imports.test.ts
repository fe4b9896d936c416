// Holds the source to ARCHITECTURE.md: who may import whom, no cycles, and sizes that fit a reader's head.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const SRC = join(ROOT, 'src');
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 60;

/** The stages in their order; each may import those before it. */
const STAGES = [
  'capture',
  'store',
  'correlate',
  'trace',
  'fields',
  'identity',
  'filter',
  'tables',
  'feed',
  'output',
  'config',
  'record',
  'view',
  'cli',
  'demo',
];
/** Folders with fewer rights than their place gives them. */
const ONLY: Record<string, string[]> = {
  cli: ['fields', 'filter', 'tables', 'config', 'view'],
  config: ['fields', 'filter'],
  demo: ['capture', 'fields'],
  record: ['capture', 'store', 'fields', 'identity', 'filter', 'feed', 'output', 'config'],
  tables: ['store', 'trace', 'fields', 'filter'],
  output: ['store', 'correlate', 'trace', 'fields', 'filter', 'tables'],
  view: ['store', 'correlate', 'trace', 'fields', 'filter', 'tables', 'config'],
};
const IMPORT = /^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** `function f(…) {`, `… => {`, `method(…): T {`, and the last line of a signature over several lines. */
const OPENS_FUNCTION = /(\bfunction\b.*|=>|\).*) \{$/;
const OPENS_BLOCK = /^\s*(\} )?(if|for|while|switch|do|try|else|catch|class|interface)\b/;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const files = filesUnder(SRC).map((path) => ({
  path,
  name: relative(SRC, path),
  text: readFileSync(path, 'utf8'),
}));

/** Files of src that a file imports. */
function importsOf(file: { path: string; text: string }): string[] {
  return [...file.text.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? match[3])
    .filter((target) => target.startsWith('.'))
    .map((target) => relative(SRC, join(dirname(file.path), target)))
    .filter((target) => target !== '../package.json');
}

const folderOf = (name: string) => (name.includes('/') ? name.split('/')[0] : '');

function allowed(folder: string): string[] {
  return ONLY[folder] ?? STAGES.slice(0, Math.max(0, STAGES.indexOf(folder)));
}

describe('imports', () => {
  it('finds the source', () => expect(files.length).toBeGreaterThan(20));

  it('knows every folder', () => {
    const folders = new Set(files.map(({ name }) => folderOf(name)).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => !STAGES.includes(folder))).toEqual([]);
  });

  it('go from later stages to earlier ones only', () => {
    const wrong = files.flatMap((file) => {
      const from = folderOf(file.name);
      if (from === '') return []; // main wires everything
      return importsOf(file)
        .filter((target) => folderOf(target) !== from && !allowed(from).includes(folderOf(target)))
        .map((target) => `${file.name} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('make no cycle', () => {
    const graph = new Map(files.map((file) => [file.name, importsOf(file)]));
    const done = new Set<string>();
    const visit = (name: string, path: string[]): void => {
      if (path.includes(name)) throw new Error([...path.slice(path.indexOf(name)), name].join(' -> '));
      if (done.has(name)) return;
      for (const target of graph.get(name) ?? []) visit(target, [...path, name]);
      done.add(name);
    };
    for (const name of graph.keys()) visit(name, []);
    expect([...done].sort()).toEqual(files.map(({ name }) => name).sort());
  });

  it('name files with their ending, and pass nothing on', () => {
    const targets = files.flatMap((file) => importsOf(file).map((target) => `${file.name}: ${target}`));
    expect(targets.filter((target) => !/\.(tsx?|json)$/.test(target))).toEqual([]);
    const passOn = files.filter(
      ({ name, text }) => /^export\s[^;(=]*?from\s/m.test(text) || /(^|\/)types\.ts$/.test(name),
    );
    expect(passOn.map(({ name }) => name)).toEqual([]);
  });
});

describe('sizes', () => {
  it('files begin with what comes in and what goes out', () => {
    const without = files.filter(({ text }) => !/^(#!.*\n)?(\/\/ |\/\*\* )/.test(text));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it(`no file is longer than ${MAX_FILE_LINES} lines`, () => {
    const all = [SRC, join(ROOT, 'test'), join(ROOT, 'bench')].flatMap(filesUnder);
    const long = all.filter((path) => readFileSync(path, 'utf8').split('\n').length - 1 > MAX_FILE_LINES);
    expect(long).toEqual([]);
  });

  it(`no function is longer than ${MAX_FUNCTION_LINES} lines`, () => {
    const long = files.flatMap((file) => functionsOf(file.text).map((one) => ({ file: file.name, ...one })));
    expect(long.length).toBeGreaterThan(200);
    expect(long.filter(({ lines }) => lines > MAX_FUNCTION_LINES)).toEqual([]);
  });
});

/**
 * Functions and methods by the layout of the formatter: a line that opens a body, up to the line that closes it at the
 * same indentation.
 */
function functionsOf(text: string): { first: string; lines: number }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    if (!OPENS_FUNCTION.test(line) || OPENS_BLOCK.test(line)) return [];
    const indent = line.slice(0, line.length - line.trimStart().length);
    const length = lines.slice(start).findIndex((next) => next.startsWith(`${indent}}`));
    return [{ first: line.trim(), lines: length + 1 }];
  });
}
