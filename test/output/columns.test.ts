// Rows as columns: fixed widths, what is cut says so, nothing from outside moves the cursor.
import { expect, test } from 'vitest';
import { columnsHeader, columnsText } from '../../src/output/columns.ts';
import { countingBatch, countingContext, fakeField } from './fake.ts';

const fields = [
  fakeField('comm', ['dig', 'systemd-resolved', '\x1b[2J\u202e', '日本語日本語'], 8),
  fakeField('pid', [1, 20, 300, 4_000_000], 5, 'right'),
  fakeField('name', ['a.', 'b.', 'c.', 'a-long-name.example.com.'], 6),
];

function context() {
  const made = countingContext(4);
  made.store.append(countingBatch(0, 4));
  return made;
}

function lines(width: number): string {
  const text = columnsText({ fields, width, color: false });
  return [
    columnsHeader({ fields, width, color: false }),
    ...[0, 1, 2, 3].map((row) => text(context(), row)),
  ].join('');
}

test('into a pipe the last column is whole', () => {
  expect(lines(Number.POSITIVE_INFINITY)).toBe(
    [
      'COMM       PID NAME',
      'dig          1 a.',
      'systemd…    20 b.',
      '\\x1b[2J…   300 c.',
      '日本語…  4000… a-long-name.example.com.',
      '',
    ].join('\n'),
  );
});

test('on a terminal the last column ends with the line', () => {
  expect(lines(24).split('\n').at(-2)).toBe('日本語…  4000… a-long-n…');
});

test('colour marks the header, and responses with an error', () => {
  const failed = context();
  failed.store.columns.flags.set([0x8000, 0x8000, 0, 0]);
  failed.store.columns.rcode.set([3, 0, 3, 0]);
  const options = { fields, width: 80, color: true };
  expect(columnsHeader(options)).toMatch(/^\x1b\[1m.*\x1b\[0m\n$/);
  const text = columnsText(options);
  expect([0, 1, 2].map((row) => text(failed, row).startsWith('\x1b[31m'))).toEqual([true, false, false]);
});

test('a damaged message has a sign that moves nothing', () => {
  const damaged = context();
  const text = (shown: typeof fields) => {
    const line = columnsText({ fields: shown, width: 80, color: false });
    return [0, 1].map((row) => line(damaged, row));
  };
  const [whole, alone] = [text(fields), text(fields.slice(0, 1))];
  damaged.store.columns.anomalies[1] = 1 << 3;
  expect(text(fields)).toEqual([whole[0], 'systemd…!   20 b.\n']);
  expect(whole[1]).toBe('systemd…    20 b.\n');
  damaged.store.columns.anomalies[0] = 1;
  expect(text(fields)[0]).toBe('dig    !     1 a.\n');
  damaged.store.columns.anomalies[0] = 0;
  expect(text(fields.slice(0, 1))).toEqual([alone[0], alone[1].replace('\n', ' !\n')]);
});
