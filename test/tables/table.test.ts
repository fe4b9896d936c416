// Tables over lookups made at random: against what was really asked, and against a slow recount of what is kept.
import { describe, expect, it } from 'vitest';
import type { Order, TableRow } from '../../src/tables/row.ts';
import { expectRow, expectRows, FOREVER, query, resultOf, TIMEOUT_NS, tableOf } from './asked.ts';
import { Load, type Truth } from './load.ts';
import { type Plain, recount, rowOf } from './recount.ts';

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
