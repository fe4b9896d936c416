// Messages that end before their header does: what they do not have is shown, printed and filtered by as nothing.
import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../src/fields/field.ts';
import { findField } from '../../src/fields/find.ts';
import { cellFilter } from '../../src/filter/cell.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { contextOf } from '../support/context.ts';

const SHORT_HEADER = 2;
const TRUNCATED = 1;

/** The first bytes of a response NameError from a server, as the decoder reads them: the rest is 0. */
function cutAfter(bytes: number, anomalies = SHORT_HEADER) {
  return {
    name: '',
    src: '10.0.0.53',
    dst: '10.0.0.1',
    src_port: 53,
    dst_port: 40000,
    columns: {
      qtype: 0,
      qclass: 0,
      anomalies,
      captured_length: bytes,
      id: bytes >= 2 ? 0x1a : 0,
      flags: bytes >= 4 ? 0x8583 : 0,
      rcode: bytes >= 4 ? 3 : 0,
      num_answers: bytes >= 8 ? 1 : 0,
    },
  };
}

const context = contextOf([
  cutAfter(0),
  cutAfter(2, TRUNCATED),
  cutAfter(4),
  cutAfter(8),
  { name: 'www.', columns: { qtype: 0, qclass: 0, anomalies: TRUNCATED, captured_length: 17 } },
  { columns: { id: 0, captured_length: 29 } },
]);
const ROWS = [0, 1, 2, 3, 4, 5];

const EXPECTED: Record<string, FieldValue[]> = {
  id: ['', '001a', '001a', '001a', '0000', '0000'],
  qr: ['', '', 'R', 'R', 'Q', 'Q'],
  qr_raw: [null, null, true, true, false, false],
  opcode: ['', '', 'QUERY', 'QUERY', 'QUERY', 'QUERY'],
  qtype: ['', '', '', '', '', 'A'],
  qtype_raw: [null, null, null, null, null, 1],
  qclass: ['', '', '', '', '', 'IN'],
  rcode: ['', '', 'NameError', 'NameError', '', ''],
  rcode_raw: [null, null, 3, 3, 0, 0],
  aa: [null, null, true, true, false, false],
  cd: [null, null, false, false, false, false],
  num_answers: [null, null, null, 1, 0, 0],
};

describe.each(Object.entries(EXPECTED))('%s', (name, expected) => {
  const field = findField(name)!;

  it('is what the message says, else nothing', () => {
    expect(ROWS.map((row) => field.value(context, row))).toEqual(expected);
    const texts = expected.map((value) => (value === null ? '' : String(value)));
    expect(ROWS.map((row) => field.text(context, row))).toEqual(texts);
  });

  it('is filtered by as it is shown', () => {
    const shown = ROWS.map((row) => field.text(context, row));
    for (const text of new Set(shown)) {
      const same = ROWS.filter((row) => shown[row] === text);
      const matching = (filter: string) => ROWS.filter((row) => compileFilter(filter, context).test(row));
      expect(matching(`${name}=="${text}"`)).toEqual(same);
      expect(matching(`${name}!="${text}"`)).toEqual(ROWS.filter((row) => !same.includes(row)));
      if (text !== '') expect(matching(`${name}~"^${text}$"`)).toEqual(same);
      else expect(matching(`${name}!~"."`)).toEqual(same);
    }
  });

  it('makes a filter by its cell', () => {
    for (const row of ROWS) {
      const holds = (filter: string) => compileFilter(filter, context).test(row);
      expect(cellFilter(field, context, row, false, holds)).toContain(name);
    }
  });
});

it('who was asked is told by the ports where the message does not say it', () => {
  expect(ROWS.slice(0, 3).map((row) => findField('nameserver.addr')!.text(context, row))).toEqual(
    Array(3).fill('10.0.0.53'),
  );
});
