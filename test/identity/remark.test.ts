// Remarks: what is put into words is read as it was.
import { expect, test } from 'vitest';
import { NO_CONTAINER } from '../../src/identity/container.ts';
import { containerItems, containerOfRemark, parseRemark, remarkText } from '../../src/identity/remark.ts';

test.each([
  ['a word', 'b'],
  ['spaces', 'nginx -g daemon off;'],
  ['quotes', 'sh -c "echo \\"x\\""'],
  ['a backslash at the end', 'C:\\'],
  ['what looks like another value', 'x proc.pid=1 y="z"'],
  ['equal signs', 'a=b'],
  ['other letters', 'größe λ 名前'],
])('%s', (_, value) => {
  const text = remarkText([
    ['first', value],
    ['number', 7],
    ['last', 'end'],
  ]);
  expect(Object.fromEntries(parseRemark(text))).toEqual({ first: value, number: '7', last: 'end' });
});

test('what is empty is left out, and a remark is one line', () => {
  expect(
    remarkText([
      ['none', ''],
      ['zero', 0],
      ['lines', 'a\nb\0c'],
    ]),
  ).toBe('dnstop lines="a b c"');
});

test('other comments say nothing', () => {
  for (const text of ['', 'dnstop', 'a=b', 'dnstopx a=b', 'seen on a=b'])
    expect(parseRemark(text).size).toBe(0);
});

test('damaged remarks are read as far as they go', () => {
  expect(Object.fromEntries(parseRemark('dnstop a=1 b="never ends'))).toMatchObject({ a: '1' });
  expect(Object.fromEntries(parseRemark('dnstop words =x a=1 a=2'))).toEqual({ a: '1' });
  expect(parseRemark(`dnstop ${'a="'.repeat(50_000)}`).size).toBeLessThanOrEqual(2);
});

test('containers come back whole, also those without a name', () => {
  const named = {
    ...NO_CONTAINER,
    containerName: 'web',
    containerId: 'f'.repeat(64),
    containerPid: 77,
    podLabels: 'app=web,tier=front end',
    namespace: 'demo',
    podName: 'web-0',
  };
  for (const container of [named, NO_CONTAINER, { ...NO_CONTAINER, runtimeName: 'docker' }])
    expect(containerOfRemark(parseRemark(`dnstop${containerItems(container)}`))).toEqual(container);
  expect(containerOfRemark(parseRemark('dnstop proc.pid=1'))).toBeUndefined();
  expect(containerItems(undefined)).toBe('');
});
