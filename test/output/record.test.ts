// Rows as JSON lines, indented JSON and YAML: what other programs read back is what went in.
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { FieldValue } from '../../src/fields/field.ts';
import { recordText } from '../../src/output/record.ts';
import { countingContext, fakeField } from './fake.ts';

const context = countingContext(1);
const fields = [
  fakeField('timestamp_raw', [1719000000123456789n]),
  fakeField('src.addr', ['10.0.0.1']),
  fakeField('name', ['a\\000\\"b.example.']),
  fakeField('src.k8s.kind', ['']),
  fakeField('tc', [false]),
  fakeField('latency_ns', [null]),
  fakeField('src.port', [53]),
  fakeField('answers', [
    [
      { name: 'a.', data: '1.2.3.4', ttl: 5 },
      { name: 'no', data: 'x: y', ttl: 6 },
    ],
  ]),
  fakeField('anomalies', [[]]),
  fakeField('edns', [{ options: ['nsid', '1.5', '- x', "#'\n"], empty: {} }]),
];
const expected = {
  timestamp_raw: 1719000000123456789n,
  src: { addr: '10.0.0.1', k8s: { kind: '' }, port: 53 },
  name: 'a\\000\\"b.example.',
  tc: false,
  latency_ns: null,
  answers: [
    { name: 'a.', data: '1.2.3.4', ttl: 5 },
    { name: 'no', data: 'x: y', ttl: 6 },
  ],
  anomalies: [],
  edns: { options: ['nsid', '1.5', '- x', "#'\n"], empty: {} },
};
const withoutNanoseconds = { ...expected, timestamp_raw: Number(expected.timestamp_raw) };

test('a JSON line: nested, members of a group together, integers exact, one line', () => {
  const line = recordText(fields, 'json')(context, 0);
  expect(JSON.parse(line)).toEqual(withoutNanoseconds);
  expect(line).toMatch(
    /^\{"timestamp_raw":1719000000123456789,"src":\{"addr":"10.0.0.1","k8s":\{"kind":""\},"port":53\},/,
  );
  expect(line.indexOf('\n')).toBe(line.length - 1);
});

test('indented JSON is what JSON.stringify indents', () => {
  const text = recordText(fields, 'jsonpretty')(context, 0);
  expect(text).toContain('"timestamp_raw": 1719000000123456789,');
  const without = recordText(fields.slice(1), 'jsonpretty')(context, 0);
  expect(without).toBe(`${JSON.stringify(JSON.parse(without), null, 2)}\n`);
  expect(JSON.parse(text)).toEqual(withoutNanoseconds);
});

test('YAML: a document a row, read back by a YAML parser', () => {
  const text = recordText(fields, 'yaml')(context, 0);
  expect(parse(text, { intAsBigInt: true }).timestamp_raw).toBe(expected.timestamp_raw);
  expect(parse(text)).toEqual(withoutNanoseconds);
  expect(parseAllDocuments(text + text)).toHaveLength(2);
});

test.each([
  'yes',
  'No',
  'null',
  '~',
  '1',
  '0x1f',
  '1e3',
  '.5',
  'a: b',
  'a #b',
  '- a',
  '',
  ' ',
  '\u202e',
  'a\nb',
  '*',
  '!x',
])('YAML keeps the string %j a string', (value) => {
  const row: FieldValue = { list: [value], name: value };
  const text = recordText([fakeField('name', [value]), fakeField('row', [row])], 'yaml')(context, 0);
  for (const version of ['1.1', '1.2'] as const)
    expect(parse(text, { version })).toEqual({ name: value, row });
});
