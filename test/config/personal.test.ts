// Which of the user's wishes counts: what was left on the screen, what the config file says, what suits the machine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Personal } from '../../src/config/personal.ts';
import { NO_SETTINGS, type Settings } from '../../src/config/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-personal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function personal(
  settings: Partial<Settings> = {},
  complaints: string[] = [],
  surroundings = 'none',
): Personal {
  const places = { invoker: undefined, config: undefined, state: join(folder, 'state.json') };
  return new Personal({ settings: { ...NO_SETTINGS, ...settings }, complaints, places, surroundings });
}

const place = { line: 1, column: 1 };
const columns = [{ name: 'time' }, { name: 'name', width: 'grow' }] as const;

test('columns: the screen before the file before the machine', () => {
  expect(personal().layout('events')).toBeUndefined();
  expect(personal({ columns }).layout('events')).toEqual({ columns });
  const one = personal({ columns });
  one.rememberLayout('events', {
    columns: [{ name: 'rcode' }],
    sort: { column: 'rcode', descending: false },
  });
  expect(one.end()).toEqual([]);
  expect(personal({ columns }).layout('events')).toMatchObject({
    columns: [{ name: 'rcode' }],
    sort: { column: 'rcode' },
  });
  expect(personal({ columns }, [], 'kubernetes').layout('events')).toEqual({ columns });
});

test('each list has columns of its own, and the file is about events', () => {
  const one = personal({ columns });
  expect(one.layout('traces')).toBeUndefined();
  one.rememberLayout('traces', { columns: [{ name: 'verdict' }] });
  expect(one.layout('events')).toEqual({ columns });
  expect(one.layout('traces')).toMatchObject({ columns: [{ name: 'verdict' }] });
});

test('a change of the file counts more than what was left on the screen before it', () => {
  const one = personal();
  one.rememberLayout('events', { columns: [{ name: 'rcode' }] });
  one.end();
  expect(personal({ columns }).layout('events')).toEqual({ columns });
});

test('an order alone leaves the columns what suits the machine, or what the file says', () => {
  const sort = { column: 'rcode', descending: true };
  const one = personal({ columns });
  one.rememberLayout('events', { columns, sort });
  one.rememberLayout('traces', { sort, widths: { name: 12 } });
  one.end();
  const { layouts } = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
  expect(layouts['none events'].columns).toBeUndefined();
  expect(personal({ columns }).layout('events')).toEqual({ columns, sort });
  expect(personal().layout('events')).toEqual({ sort });
  expect(personal({ columns }).layout('traces')).toEqual({ sort, widths: { name: 12 } });
});

test('saved filters of both, the screen before the file', () => {
  const filters = new Map([
    ['slow', { expression: 'latency_ns>1s', place }],
    ['bad', { expression: 'rcode!=Success', place }],
  ]);
  const one = personal({ filters });
  one.remembered.saveFilter('slow', 'latency_ns>50ms');
  expect([...one.filters]).toEqual([
    ['slow', 'latency_ns>50ms'],
    ['bad', 'rcode!=Success'],
  ]);
});

test('the first mistake is shown, the others are counted', () => {
  expect(personal().notice).toBe('');
  expect(personal({}, ['/a b/c.yaml:1:1: x/y: 1:1: z']).notice).toBe('c.yaml:1:1: x/y: 1:1: z');
  expect(personal({}, ['cannot read /c.yaml: x']).notice).toBe('cannot read /c.yaml: x');
  expect(personal({}, ['/h/c.yaml:1:1: a', 'b', 'c']).notice).toBe(
    'c.yaml:1:1: a (and 2 more: dnstop config)',
  );
});

test('what could not be read is told at the end', () => {
  writeFileSync(join(folder, 'state.json'), '{');
  expect(personal().end()).toEqual([expect.stringContaining('is damaged')]);
});
