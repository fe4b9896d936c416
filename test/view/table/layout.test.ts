import { describe, expect, it } from 'vitest';
import { columnOf, type TableColumn } from '../../../src/view/table/column.ts';
import { GUTTER, type Layout, layOut } from '../../../src/view/table/layout.ts';

const column = (name: string, asked = false): TableColumn =>
  columnOf({ name, description: '', text: () => '' }, [], asked);
const DEFAULTS = 'time netns src dst comm pid qr qtype name rcode latency_ns addresses'
  .split(' ')
  .map((name) => column(name));

/** Rows with a process and a namespace came. */
const LIVE = new Map([
  ['netns', 4],
  ['comm', 4],
  ['pid', 4],
]);

const namesOf = ({ placed }: Layout): string[] => placed.map(({ column }) => column.field.name);
const total = ({ placed, gap }: Layout): number =>
  GUTTER + placed.reduce((sum, { width }) => sum + width, 0) + gap * (placed.length - 1);

describe('layOut', () => {
  it('drops the least important columns first', () => {
    expect(namesOf(layOut(DEFAULTS, LIVE, 80))).toEqual(
      'netns comm qr qtype name rcode latency_ns'.split(' '),
    );
    expect(namesOf(layOut(DEFAULTS, LIVE, 40))).toEqual('qr qtype name rcode'.split(' '));
    expect(layOut(DEFAULTS, new Map(), 200).hidden).toEqual([]);
  });

  it('drops columns of the process and the namespace first where there are none', () => {
    expect(namesOf(layOut(DEFAULTS, new Map(), 80))).toEqual(
      'qr qtype name rcode latency_ns addresses'.split(' '),
    );
  });

  it('keeps a column that was asked for longer than the default ones', () => {
    const columns = [...DEFAULTS, column('pkt_type', true)];
    expect(namesOf(layOut(columns, LIVE, 80))).toContain('pkt_type');
  });

  it.each([40, 60, 80, 100, 120, 139, 140, 200, 400])('fills %i cells exactly', (width) => {
    const seen = new Map([
      ['name', 60],
      ['src', 45],
      ['addresses', 300],
    ]);
    expect(total(layOut(DEFAULTS, new Map(), width))).toBe(width);
    expect(total(layOut(DEFAULTS, seen, width))).toBe(width);
  });

  it('gives what a column shows before it gives the rest to the name', () => {
    const { placed } = layOut(DEFAULTS, new Map([['comm', 15]]), 200);
    expect(placed.find((place) => place.column.field.name === 'comm')!.width).toBe(15);
  });

  it('never gives more than there is, even to a single column', () => {
    expect(total(layOut([column('timestamp')], new Map([['timestamp', 35]]), 12))).toBe(12);
  });
});
