// A load and a query -> its table; rows of a table against those that were counted slowly.
import { expect } from 'vitest';
import { findDimension } from '../../src/tables/dimensions.ts';
import type { Order, TableResult, TableRow } from '../../src/tables/row.ts';
import { Table, type TableQuery } from '../../src/tables/table.ts';
import type { Load } from './load.ts';
import type { PlainRow } from './recount.ts';

export const BY_QUERIES: Order = { by: 'queries', inverted: false };
export const TIMEOUT_NS = 5e9;
export const FOREVER = Number.POSITIVE_INFINITY;

export function query(by: string, more: Partial<TableQuery> = {}): TableQuery {
  const dimension = findDimension(by)!;
  return { dimension, predicate: undefined, window: 'all', order: BY_QUERIES, most: 1e6, ...more };
}

export function tableOf(load: Load, asked: TableQuery): Table {
  return new Table(load.context, load.scene.traces, asked);
}

export function resultOf(table: Table): TableResult {
  expect(table.count(FOREVER)).toBe(true);
  return table.make(FOREVER)!;
}

/** All but the slices, latencies compared to within 0.02%. */
export function expectRow(row: TableRow, wanted: PlainRow): void {
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

export function expectRows(rows: readonly TableRow[], wanted: readonly PlainRow[]): void {
  expect(rows.map(({ key }) => key)).toEqual(wanted.map(({ key }) => key));
  rows.forEach((row, i) => {
    expectRow(row, wanted[i]);
  });
}
