// Tables over lookups made at random: against what was really asked, and against a slow recount of what is kept.
import { describe, expect, it } from 'vitest';
import { FieldContext } from '../../src/fields/context.ts';
import type { Container, Identities } from '../../src/fields/identity.ts';
import { compileGroupFilter } from '../../src/filter/group.ts';
import { findDimension } from '../../src/tables/dimensions.ts';
import type { Order, TableResult, TableRow } from '../../src/tables/row.ts';
import { Table, type TableQuery } from '../../src/tables/table.ts';
import { MNEMONICS } from '../support/context.ts';
import { Load, random, type Truth } from './load.ts';
import { describedLookups, type Plain, type PlainRow, recount, rowOf } from './recount.ts';

const CONTAINER: Container = {
  node: '',
  namespace: '',
  podName: '',
  podLabels: '',
  ownerKind: '',
  ownerName: '',
  containerName: '',
  containerId: '',
  containerImageName: '',
  containerPid: 0,
  runtimeName: '',
};
const BY_QUERIES: Order = { by: 'queries', inverted: false };
const TIMEOUT_NS = 5e9;
const FOREVER = Number.POSITIVE_INFINITY;

function query(by: string, more: Partial<TableQuery> = {}): TableQuery {
  const dimension = findDimension(by)!;
  return { dimension, predicate: undefined, window: 'all', order: BY_QUERIES, most: 1e6, ...more };
}

function tableOf(load: Load, asked: TableQuery): Table {
  return new Table(load.context, load.scene.traces, asked);
}

function resultOf(table: Table): TableResult {
  expect(table.count(FOREVER)).toBe(true);
  return table.make(FOREVER)!;
}

/** All but the slices, latencies compared to within 0.02%. */
function expectRow(row: TableRow, wanted: PlainRow): void {
  const { slices, p50Ns, p95Ns, p99Ns, ...counts } = row;
  const { p50Ns: p50, p95Ns: p95, p99Ns: p99, ...rest } = wanted;
  expect(counts).toEqual(rest);
  expect(slices.reduce((sum, count) => sum + count, 0)).toBe(row.queries);
  for (const [found, exact] of [
    [p50Ns, p50],
    [p95Ns, p95],
    [p99Ns, p99],
  ]) {
    if (Number.isNaN(exact)) expect(found).toBeNaN();
    else expect(Math.abs(found / exact - 1), `${found} for ${exact}`).toBeLessThan(0.0002);
  }
}

function expectRows(rows: readonly TableRow[], wanted: readonly PlainRow[]): void {
  expect(rows.map(({ key }) => key)).toEqual(wanted.map(({ key }) => key));
  rows.forEach((row, i) => {
    expectRow(row, wanted[i]);
  });
}

const RCODE_NAMES: Record<number, string> = {
  0: 'Success',
  2: 'ServerFailure',
  3: 'NameError',
  5: 'Refused',
};
const TYPE_NAMES: Record<number, string> = { 1: 'A', 16: 'TXT', 28: 'AAAA', 65: 'HTTPS' };
const last = (name: string, labels: number) =>
  name
    .toLowerCase()
    .split('.')
    .slice(-labels - 1)
    .join('.');

function fateOf(truth: Truth, nowNs: number): Plain['fate'] {
  if (truth.rcode !== undefined) return truth.rcode;
  return nowNs - truth.atNs - truth.retries * 2e9 >= TIMEOUT_NS ? 'timeout' : 'pending';
}

const TRUE_KEYS: Record<string, (truth: Truth, fate: Plain['fate']) => string> = {
  name: ({ name }) => name.toLowerCase(),
  name1: ({ name }) => last(name, 1),
  name2: ({ name }) => last(name, 2),
  name3: ({ name }) => last(name, 3),
  qtype: ({ qtype }) => TYPE_NAMES[qtype],
  rcode: (_, fate) => (typeof fate === 'number' ? RCODE_NAMES[fate] : fate),
  server: ({ server }) => server,
  client: ({ client }) => client,
  process: ({ comm }) => comm,
  netns: ({ netns }) => netns,
};

describe('a table of lookups through a forwarder', () => {
  const load = new Load(1, 1500);
  load.scene.run(64);
  const { nowNs } = load.scene.traces;

  it.each(Object.keys(TRUE_KEYS))('by %s says what was asked', (by) => {
    const plain = load.truth.map((truth): Plain => {
      const fate = fateOf(truth, nowNs);
      return { ...truth, key: TRUE_KEYS[by](truth, fate), askedNs: truth.atNs, fate };
    });
    const result = resultOf(tableOf(load, query(by)));
    expectRows(result.rows, recount(plain));
    expectRow(result.total, rowOf('', plain));
    expect(result.others).toBeUndefined();
    expect(result.unasked).toBe(0);
  });

  it.each(['10s', '1m', 'all'] as const)('over %s counts what was asked in that time', (window) => {
    const lengthNs = { '10s': 10e9, '1m': 60e9, all: FOREVER }[window];
    const plain = load.truth
      .filter(({ atNs }) => nowNs - atNs <= lengthNs)
      .map(
        (truth): Plain => ({ ...truth, key: truth.comm, askedNs: truth.atNs, fate: fateOf(truth, nowNs) }),
      );
    expect(plain.length).toBeGreaterThan(100);
    expectRows(resultOf(tableOf(load, query('process', { window }))).rows, recount(plain));
  });

  it('keeps the first rows of each order, and puts all else together', () => {
    const every = resultOf(tableOf(load, query('name'))).rows;
    const value: Record<string, (row: TableRow) => number> = {
      queries: (row) => row.queries,
      errors: (row) => row.errors,
      'error-share': (row) => row.errors / row.queries,
      nxdomain: (row) => row.nameErrors,
      unanswered: (row) => row.unanswered,
      retries: (row) => row.retries,
      p50: (row) => row.p50Ns,
      p95: (row) => row.p95Ns,
      p99: (row) => row.p99Ns,
    };
    for (const [by, of] of Object.entries(value)) {
      for (const inverted of [false, true]) {
        const equal = (a: TableRow, b: TableRow) => b.queries - a.queries || (a.key < b.key ? -1 : 1);
        const sorted = [...every].sort((a, b) => {
          const without = +Number.isNaN(of(a)) - +Number.isNaN(of(b));
          if (without !== 0 || Number.isNaN(of(a))) return without || equal(a, b);
          return (inverted ? of(a) - of(b) : of(b) - of(a)) || equal(a, b);
        });
        const order = { by, inverted } as Order;
        const { rows, others, otherKeys, total } = resultOf(
          tableOf(load, query('name', { order, most: 10 })),
        );
        expect(rows).toEqual(sorted.slice(0, 10));
        expect(otherKeys).toBe(every.length - 10);
        for (const count of ['queries', 'errors', 'nameErrors', 'unanswered', 'retries'] as const) {
          const sum = (all: readonly TableRow[]) => all.reduce((all, row) => all + row[count], 0);
          expect(others![count]).toBe(sum(sorted.slice(10)));
          expect(total[count]).toBe(sum(every));
        }
      }
    }
    const names = resultOf(tableOf(load, query('name', { order: { by: 'value', inverted: true }, most: 5 })));
    expect(names.rows.map(({ key }) => key)).toEqual(
      every
        .map(({ key }) => key)
        .sort()
        .reverse()
        .slice(0, 5),
    );
  });

  it('puts each query into its slice of time', () => {
    const { total, sliceNs } = resultOf(tableOf(load, query('qtype', { window: '10s' })));
    expect(sliceNs).toBe(0.5e9);
    const now = Math.floor(nowNs / sliceNs);
    const inSlice = (ago: number) =>
      load.truth.filter(({ atNs }) => nowNs - atNs <= 10e9 && now - Math.floor(atNs / sliceNs) === ago)
        .length;
    for (let ago = 0; ago < 19; ago++) expect(total.slices[19 - ago], `${ago} slices ago`).toBe(inSlice(ago));
  });
});

describe('what becomes known late', () => {
  it('moves lookups to the row they belong to', () => {
    const load = new Load(2, 100, 10);
    load.scene.run();
    let known = '';
    const identities: Identities = {
      get version() {
        return known.length;
      },
      endpoint: () => undefined,
      container: () => undefined,
      containerOfNetns: () => (known === '' ? undefined : { ...CONTAINER, containerName: known }),
    };
    const { store, traces } = load.scene;
    const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => '{}', identities });
    context.traces = traces;
    const table = new Table(context, traces, query('container'));
    expect(resultOf(table).rows.map(({ key }) => key)).toEqual(['']);
    known = 'web';
    expect(resultOf(table).rows.map(({ key }) => key)).toEqual(['web']);
    known = 'web-1';
    // Not at once again: looking at all lookups takes its time.
    expect(resultOf(table).rows.map(({ key }) => key)).toEqual(['web']);
    expect(table.count(FOREVER, () => 1e9)).toBe(true);
    expect(table.make(FOREVER)!.rows.map(({ key }) => key)).toEqual(['web-1']);
  });
});

describe('a table while events come and go', () => {
  const FILTERS = [
    '',
    'rcode!=Success',
    'comm==curl',
    'state==timeout',
    'netns==demo/bob && qtype==A',
    '!(qtype==TXT)',
  ];

  it.each([1, 2, 3, 4, 5, 6])(
    'is what a recount of the kept events gives (seed %d)',
    (seed) => {
      const dice = random(seed);
      const load = new Load(seed, 600, 20, 500 + Math.floor(dice() * 4000));
      const { traces } = load.scene;
      const filter = FILTERS[seed - 1];
      const predicate = filter === '' ? undefined : compileGroupFilter([filter], load.context);
      const table = tableOf(load, query('name', { predicate }));
      let compared = 0;
      let lookups = 0;
      const advance = traces.advance.bind(traces);
      traces.advance = (from, to) => {
        advance(from, to);
        if (dice() < 0.3) table.count(0);
        if (dice() < 0.03) table.ask(query(dice() < 0.5 ? 'name' : 'rcode', { predicate }));
        if (dice() > 0.01 || compared === 12) return;
        table.ask(query('name', { predicate }));
        while (!table.count(0));
        const plain = describedLookups(load.context, traces, predicate ?? (() => true));
        compared++;
        lookups += plain.length;
        const { rows, total } = resultOf(table);
        expectRows(rows, recount(plain));
        expectRow(total, rowOf('', plain));
      };
      load.scene.run(3 + Math.floor(dice() * 20));
      expect(compared).toBeGreaterThan(3);
      expect(lookups).toBeGreaterThan(20);
    },
    20_000,
  );

  it('is the same whether made at once or in steps, with events in between', () => {
    const load = new Load(9, 3000, 30, 3000);
    const { traces } = load.scene;
    const table = tableOf(load, query('name1'));
    const advance = traces.advance.bind(traces);
    let made = 0;
    traces.advance = (from, to) => {
      advance(from, to);
      table.count(FOREVER);
      const result = table.make(0);
      if (!result) return;
      made++;
      const sum = (count: (row: TableRow) => number) => result.rows.reduce((all, row) => all + count(row), 0);
      expect(sum(({ queries }) => queries)).toBe(result.total.queries);
      for (const row of [...result.rows, result.total]) {
        const { errors, nameErrors, unanswered, pending } = row;
        expect(row.queries).toBeGreaterThanOrEqual(errors + nameErrors + unanswered + pending);
        expect(row.slices.reduce((all, count) => all + count, 0)).toBe(row.queries);
      }
      expect(result.rows.every(({ key }) => ['com.', 'local.', 'lan.'].includes(key))).toBe(true);
    };
    load.scene.run(16);
    expect(made).toBeGreaterThan(20);
  });

  it('forgets what was cleared', () => {
    const load = new Load(3, 200);
    load.scene.run();
    const table = tableOf(load, query('qtype'));
    expect(resultOf(table).total.queries).toBe(load.truth.length);
    load.scene.store.clear();
    expect(resultOf(table)).toMatchObject({ rows: [], total: { queries: 0 }, others: undefined });
  });

  it('calls a query unanswered when its time is over, without another event', () => {
    const load = new Load(4, 0);
    const point = { netns: 'a', iface: 'lo', pkt: 4, src: '10.0.0.1:4000', dst: '10.0.0.53:53' };
    load.scene.query(0, { id: 1 }, [point]);
    load.scene.run();
    const table = tableOf(load, query('rcode'));
    expect(resultOf(table).rows[0]).toMatchObject({ key: 'pending', queries: 1, pending: 1, unanswered: 0 });
    const start = load.scene.store.columns.time_s[0] * 1000;
    load.scene.traces.advanceClock(start + 4999);
    expect(resultOf(table).rows[0].key).toBe('pending');
    load.scene.traces.advanceClock(start + 5000);
    expect(resultOf(table).rows[0]).toMatchObject({ key: 'timeout', queries: 1, pending: 0, unanswered: 1 });
    load.scene.traces.advanceClock(start + 10_001);
    table.ask(query('rcode', { window: '10s' }));
    expect(resultOf(table)).toMatchObject({ rows: [], total: { queries: 0 } });
  });

  it('counts a response that nobody asked for as no query', () => {
    const load = new Load(4, 0);
    const point = { netns: 'a', iface: 'lo', pkt: 0, src: '10.0.0.53:53', dst: '10.0.0.1:4000' };
    load.scene.response(0, { id: 1 }, [point]);
    load.scene.run();
    for (const by of ['server', 'client', 'process', 'rcode', 'container']) {
      expect(resultOf(tableOf(load, query(by)))).toMatchObject({
        rows: [],
        unasked: 1,
        total: { queries: 0 },
      });
    }
  });
});
