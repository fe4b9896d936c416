import { describe, expect, it } from 'vitest';
import type { RowKind } from '../../../src/fields/row-fields.ts';
import { columnOf, type TableColumn, widened } from '../../../src/view/table/column.ts';
import { GUTTER, goingOrder, type Layout, layOut } from '../../../src/view/table/layout.ts';
import { roomIn } from '../../../src/view/table/room.ts';

const column = (name: string, asked = false, rows: RowKind = 'events'): TableColumn =>
  columnOf({ name, description: '', text: () => '' }, [], asked, rows);
const DEFAULTS = 'time netns src dst comm pid qr qtype name rcode latency_ns addresses'
  .split(' ')
  .map((name) => column(name));

/** Rows with a process and a namespace came. */
const LIVE = new Map([
  ['netns', 4],
  ['comm', 4],
  ['pid', 4],
]);

/** As they come from ColumnChoice. */
const WITH_SERVER = DEFAULTS.toSpliced(4, 0, { ...column('nameserver.addr'), standsFor: ['src', 'dst'] });

const namesOf = ({ placed }: Layout): string[] => placed.map(({ column }) => column.field.name);
const total = ({ placed, gap }: Layout): number =>
  GUTTER + placed.reduce((sum, { width }) => sum + width, 0) + gap * (placed.length - 1);

describe('layOut', () => {
  it('drops the least important columns first', () => {
    expect(namesOf(layOut(DEFAULTS, LIVE, 80))).toEqual(
      'comm qr qtype name rcode latency_ns addresses'.split(' '),
    );
    expect(namesOf(layOut(DEFAULTS, LIVE, 40))).toEqual('qr qtype name rcode'.split(' '));
    expect(layOut(DEFAULTS, new Map(), 200).hidden).toEqual([]);
  });

  it('drops columns of the process and the namespace first where there are none', () => {
    expect(namesOf(layOut(DEFAULTS, new Map(), 80))).toEqual(
      'qr qtype name rcode latency_ns addresses'.split(' '),
    );
  });

  it('shows who was asked in place of both ends where they do not both fit', () => {
    const server = 'nameserver.addr';
    const at = (width: number) => namesOf(layOut(WITH_SERVER, LIVE, width));
    expect(at(60)).toEqual([server, ...'qr qtype name rcode'.split(' ')]);
    expect(at(80)).toEqual([server, ...'comm qr qtype name rcode latency_ns'.split(' ')]);
    expect(at(100)).toEqual([server, ...'comm qr qtype name rcode latency_ns addresses'.split(' ')]);
    expect(at(120)).toEqual([
      'time',
      'netns',
      server,
      ...'comm qr qtype name rcode latency_ns addresses'.split(' '),
    ]);
    expect(at(200)).toEqual(namesOf(layOut(DEFAULTS, LIVE, 200)));
    for (let width = 40; width < 220; width++) {
      const names = at(width);
      const ends = names.filter((name) => name === 'src' || name === 'dst').length;
      expect(ends === 2 || ends === 0).toBe(true);
      expect(names.includes(server) && ends === 2).toBe(false);
    }
  });

  it('names the columns it hides, also where the server stands for both ends', () => {
    const hidden = (width: number) => layOut(WITH_SERVER, LIVE, width).hidden.map(({ field }) => field.name);
    expect(hidden(200)).toEqual([]);
    expect(hidden(120)).toEqual(['pid', 'src', 'dst']);
    expect(hidden(40).sort()).toEqual(
      ['src', 'dst', 'time', 'netns', 'comm', 'pid', 'latency_ns', 'addresses'].sort(),
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

  it('lets node, container and namespace go before it cuts source and destination, which share the rest', () => {
    const where = 'k8s.node k8s.namespace k8s.podName k8s.containerName'.split(' ');
    const columns = [
      ...where.map((name) => column(name)),
      ...DEFAULTS.filter((c) => c.field.name !== 'netns'),
    ];
    const seen = new Map([...LIVE, ...where.map((name) => [name, 12] as const)]);
    expect(layOut(columns, seen, 200).hidden).toEqual([]);
    const { placed, hidden } = layOut(columns, new Map([...seen, ['src', 44], ['dst', 44]]), 200);
    expect(hidden.map(({ field }) => field.name)).toEqual([where[0], where[3], where[1]]);
    const [src, dst] = placed.filter(({ column: { field } }) => ['src', 'dst'].includes(field.name));
    expect(src.width).toBeGreaterThan(30);
    expect(Math.abs(src.width - dst.width)).toBeLessThanOrEqual(1);
  });
});

describe('goingOrder', () => {
  it('is the order in which columns are gone from narrower and narrower tables', () => {
    const order = (columns: TableColumn[], width: number) =>
      goingOrder(columns, LIVE, layOut(columns, LIVE, width), width);
    expect(order(DEFAULTS, 80)).toEqual('addresses comm latency_ns rcode qr qtype name'.split(' '));
    // Both ends go together: who was asked takes their place.
    expect(order(WITH_SERVER, 200).slice(0, 4)).toEqual(['pid', 'src', 'dst', 'time']);
    expect(order(WITH_SERVER, 200).at(-1)).toBe('name');
    expect(order(DEFAULTS.slice(0, 1), 80)).toEqual(['time']);
  });
});

it('roomIn tells what has no place in a width, and what is shown in its place', () => {
  const room = roomIn(140, WITH_SERVER, LIVE);
  expect(room.hidden).toEqual(namesHidden(140));
  expect(room.standIn).toEqual({ name: 'nameserver.addr', of: ['src', 'dst'] });
  const wide = roomIn(300, WITH_SERVER, LIVE);
  expect(wide.hidden).toEqual([]);
  expect(wide.standIn).toBeUndefined();
});

const namesHidden = (width: number): string[] =>
  layOut(WITH_SERVER, LIVE, width).hidden.map(({ field }) => field.name);

const widthOf = (layout: Layout, name: string) =>
  layout.placed.find(({ column }) => column.field.name === name)?.width ?? 0;

describe('layOut of traces', () => {
  const traces =
    'time state latency_ns k8s.node k8s.namespace k8s.podName comm qtype name rcode attempts hops verdict'
      .split(' ')
      .map((name) => column(name, false, 'traces'));
  const seen = new Map([
    ...(['k8s.node', 'k8s.namespace', 'k8s.podName', 'comm'] as const).map((name) => [name, 11] as const),
    ['name', 30] as const,
    ['rcode', 13] as const,
    ['verdict', 100] as const,
  ]);
  const at = (width: number) => layOut(traces, seen, width);

  it('has what became of it, its time, name and verdict in 60 cells, the type in 80, who asked in 100', () => {
    expect(namesOf(at(60))).toEqual('latency_ns name rcode verdict'.split(' '));
    expect(namesOf(at(80))).toEqual('latency_ns qtype name rcode verdict'.split(' '));
    expect(namesOf(at(100))).toEqual('latency_ns k8s.podName qtype name rcode verdict'.split(' '));
    expect(namesOf(at(120))).toEqual('latency_ns k8s.podName qtype name rcode verdict'.split(' '));
    expect(namesOf(at(160))).toEqual(
      'time state latency_ns k8s.podName comm qtype name rcode verdict'.split(' '),
    );
    expect(namesOf(at(40))).toEqual('name verdict'.split(' '));
  });

  it('gives the verdict the room of what is the same on most rows', () => {
    expect([60, 80, 100, 120].map((width) => widthOf(at(width), 'verdict'))).toEqual([21, 28, 34, 48]);
    expect([60, 80, 100, 120].map((width) => widthOf(at(width), 'name'))).toEqual([16, 23, 25, 27]);
    expect(widthOf(at(120), 'rcode')).toBe(13);
    const wide = at(200);
    expect(widthOf(wide, 'verdict')).toBeGreaterThan(60);
    expect(namesOf(wide)).toEqual(
      expect.arrayContaining(['time', 'state', 'latency_ns', 'attempts', 'hops']),
    );
    expect(namesOf(wide)).not.toContain('k8s.node');
    expect(namesOf(at(300))).toContain('k8s.node');
  });

  it('fills every width', () => {
    for (let width = 40; width < 300; width++) expect(total(at(width))).toBe(width);
  });

  it('has a column of the width that the user gave it, however tight it is', () => {
    const given = widened(traces, new Map([['name', 30]]));
    for (const width of [60, 100]) expect(widthOf(layOut(given, seen, width), 'name')).toBe(30);
  });
});

it('layOut of transactions keeps the latency longer than who was asked, which 60 cells have no room for', () => {
  const transactions = WITH_SERVER.filter(({ field }) => field.name !== 'qr').map(({ field, standsFor }) => ({
    ...column(field.name, false, 'transactions'),
    standsFor,
  }));
  const at = (width: number) => namesOf(layOut(transactions, LIVE, width));
  expect(at(60)).toEqual('qtype name rcode latency_ns'.split(' '));
  expect(at(70)).toEqual('nameserver.addr qtype name rcode latency_ns'.split(' '));
});

it('layOut shows an rcode whole before the name grows', () => {
  const layout = layOut(DEFAULTS, new Map([['rcode', 13]]), 80);
  expect(widthOf(layout, 'rcode')).toBe(13);
  expect(widthOf(layOut(DEFAULTS, new Map([['rcode', 7]]), 80), 'rcode')).toBe(9);
});
