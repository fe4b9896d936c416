// The config file: what it may say, and the line and column of what it may not.
import { describe, expect, test } from 'vitest';
import { checkValues, readSettings } from '../../src/config/read.ts';
import { NO_SETTINGS, type Vocabulary } from '../../src/config/settings.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { contextOf } from '../support/context.ts';

const action = (name: string, keys: string[], contexts = ['table'], typing = false) => ({
  name,
  description: name,
  keys,
  contexts,
  typing,
});

const KNOWN: Vocabulary = {
  actions: [
    action('filter', ['/']),
    action('columns', ['c']),
    action('up', ['up', 'k'], ['table', 'help']),
    action('keep', ['enter'], ['filter'], true),
    action('toggle', ['enter'], ['columns'], true),
  ],
  options: [
    {
      name: 'ports',
      meaning: 'ports',
      initial: '53',
      check(value) {
        if (!/^[\d,]+$/.test(value)) throw new Error(`ports takes numbers, not '${value}'`);
      },
    },
  ],
  isKey: (name) => name.length === 1 || ['enter', 'up', 'ctrl-c', 'f1'].includes(name),
};

const read = (...lines: string[]) => readSettings(lines.join('\n'), KNOWN);
const told = (...lines: string[]) =>
  read(...lines).mistakes.map(({ line, column, message }) => `${line}:${column}: ${message}`);

test.each([[''], ['# nothing'], ['---'], ['keys:'], ['keys:\ncolumns:\nfilters:\ntheme:\nports:']])(
  '%j changes nothing',
  (text) => {
    expect(readSettings(text, KNOWN)).toEqual({ settings: NO_SETTINGS, mistakes: [] });
  },
);

test('everything there is', () => {
  const { settings, mistakes } = read(
    'keys:',
    '  filter: [f1, "/"]',
    '  up: u',
    '  columns: []',
    'theme: 16',
    'columns: [TIME, {name: grow, src: 24}, comm: fit, rcode:]',
    'filters:',
    '  slow: latency_ns>50ms',
    '  "bad ones": "!rcode==Success && qr==R"',
    'ports: [53, 8053]',
  );
  expect(mistakes).toEqual([]);
  expect([...settings.keys]).toEqual([
    ['filter', ['f1', '/']],
    ['up', ['u']],
    ['columns', []],
  ]);
  expect(settings.theme).toBe('16');
  expect(settings.columns).toEqual([
    { name: 'time' },
    { name: 'name', width: 'grow' },
    { name: 'src', width: 24 },
    { name: 'proc.comm', width: 'fit' },
    { name: 'rcode' },
  ]);
  expect([...settings.filters].map(([name, { expression }]) => [name, expression])).toEqual([
    ['slow', 'latency_ns>50ms'],
    ['bad ones', '!rcode==Success && qr==R'],
  ]);
  expect([...settings.options]).toEqual([['ports', '53,8053']]);
});

test.each([
  [['colums: [name]'], "1:1: unknown key 'colums'; did you mean columns?"],
  [['', '  xyzzy: 1'], "2:3: unknown key 'xyzzy'"],
  [['- a'], "1:1: a config file takes lines of the form 'name: value'"],
  [['theme: drak'], "1:8: theme takes auto|dark|light|16|none, not 'drak'"],
  [['theme: [dark]'], '1:8: theme is one text; put it in quotes if it is not taken for one'],
  [['ports: 53,dns'], "1:8: ports takes numbers, not '53,dns'"],
  [['ports: {a: 1}'], '1:8: ports takes a list'],
  [['columns:', '  - name', '  - rcod'], "3:5: unknown field 'rcod'; did you mean rcode?"],
  [['columns:', '  - name: wide'], "2:11: the width of name is fit, grow or a number of cells, not 'wide'"],
  [['columns: [name: 0]'], "1:17: the width of name is fit, grow or a number of cells, not '0'"],
  [['columns: [comm, proc.comm]'], "1:17: column 'proc.comm' is listed twice"],
  [['columns: [[name]]'], "1:11: a column takes lines of the form 'name: value'"],
  [['filters:', '  a: qtyp==A'], `2:6: filter 'a': unknown field "qtyp" at column 1; did you mean qtype?`],
  [['filters:', '  a: !qr==R'], "2:3: filter 'a' begins with '!' and needs quotes"],
  [['filters:', '  a: *b'], "2:6: filter 'a' is one text; put it in quotes if it is not taken for one"],
  [['filters: qr==R'], "1:10: filters takes lines of the form 'name: value'"],
  [['keys:', '  fliter: f1'], "2:3: unknown action 'fliter'; did you mean filter?"],
  [
    ['keys:', '  filter: [f1, ctrl-shift-q]'],
    "2:16: unknown key 'ctrl-shift-q': keys are a, A, /, f1, enter, space, pgup, ctrl-a, alt-a and the like",
  ],
  [['keys:', '  filter: ctrl-c'], '2:11: ctrl-c always quits'],
  [['keys:', '  keep: x'], "2:9: 'x' is typed as text where 'keep' works"],
  [['keys:', '  filter: x', '  up: x'], "3:7: 'x' already means 'filter' there"],
  [['keys:', '  filter: {a: b}'], '2:11: filter takes a list'],
])('%j is told with its place', (lines, message) => {
  expect(told(...lines)).toEqual([message]);
});

test('a key may mean different things in different parts of the screen', () => {
  expect(told('keys:', '  keep: f1', '  toggle: f1', '  filter: f1')).toEqual([]);
});

test('a text that is no YAML is one mistake, and nothing of it counts', () => {
  const { settings, mistakes } = read('theme: dark', 'a: b: c', 'theme: dark');
  expect(settings).toEqual(NO_SETTINGS);
  expect(mistakes).toEqual([
    {
      line: 2,
      column: 4,
      message: 'Nested mappings are not allowed in compact mappings; nothing of this file is used',
    },
  ]);
});

test('a name that comes twice is a mistake', () => {
  expect(told('theme: dark', 'theme: light')).toEqual([
    '2:1: Map keys must be unique; nothing of this file is used',
  ]);
});

test('what is right counts beside what is wrong, and mistakes come in the order of the lines', () => {
  const { settings, mistakes } = read('filters:', '  a: qtyp==A', '  b: qr==R', 'them: dark', 'theme: dark');
  expect(mistakes.map(({ line }) => line)).toEqual([2, 4]);
  expect([...settings.filters.keys()]).toEqual(['b']);
  expect(settings.theme).toBe('dark');
});

describe('values of filters', () => {
  const context = contextOf([]);

  test('are checked by the compiler, with the place in the file', () => {
    const { settings } = read('filters:', '  a: qr==R', '  b:', '    rcode==NXDOMIAN');
    const checked = checkValues(settings, (expression) => compileFilter(expression, context));
    expect([...checked.settings.filters.keys()]).toEqual(['a']);
    expect(checked.mistakes).toEqual([
      {
        line: 4,
        column: 5,
        message: expect.stringMatching(/^filter 'b': .*NXDOMIAN.* at column 8; did you mean NXDOMAIN\?$/),
      },
    ]);
  });
});
