// Filters over the events of a transaction or trace: which rules are met where.
import { expect, it } from 'vitest';
import { compileGroupFilter } from '../../src/filter/group.ts';
import { contextOf } from '../support/context.ts';

const R = 0x8000;
const context = contextOf([
  { src: '10.0.0.1', dst: '10.0.0.2', columns: { pkt_type: 4 } },
  { src: '10.0.0.2', dst: '192.0.2.1', columns: { pkt_type: 4 } },
  { src: '192.0.2.1', dst: '10.0.0.2', columns: { flags: R | 2, rcode: 2 } },
  { src: '10.0.0.2', dst: '10.0.0.1', columns: { flags: R } },
]);

const matches = (rows: number[], ...filters: string[]) => compileGroupFilter(filters, context)(rows);

it.each<[string, number[], boolean]>([
  ['src.addr==10.0.0.1', [0, 1, 2, 3], true],
  ['src.addr==10.0.0.9', [0, 1, 2, 3], false],
  // Met by different events: the path from here to there.
  ['src.addr==10.0.0.1 && dst.addr==192.0.2.1', [0, 1, 2, 3], true],
  ['src.addr==10.0.0.1 && dst.addr==192.0.2.1', [0, 3], false],
  ['!src.addr==192.0.2.1', [0, 1, 2, 3], false],
  ['!src.addr==192.0.2.1', [0, 3], true],
  ['src.addr==10.0.0.9 || rcode==SERVFAIL', [0, 1, 2, 3], true],
  // The query, which has no rcode, is no reason to show a lookup without error.
  ['qr==R,rcode!=Success', [0, 3], false],
  ['qr==R,rcode!=Success', [0, 1, 2, 3], true],
  ['rcode!~Success', [0], false],
  ['rcode==""', [0, 3], true],
])('%s over %j: %s', (filter, rows, expected) => {
  expect(matches(rows, filter)).toBe(expected);
});

it('needs all expressions to match, and says what is wrong with one', () => {
  expect(matches([0, 1], 'src.addr==10.0.0.1', 'dst.addr==192.0.2.1')).toBe(true);
  expect(matches([0, 1], 'src.addr==10.0.0.1', 'rcode==SERVFAIL')).toBe(false);
  expect(matches([0])).toBe(true);
  expect(() => compileGroupFilter(['state==answerd'], context)).toThrow(
    /state cannot be "answerd".*answered/,
  );
});
