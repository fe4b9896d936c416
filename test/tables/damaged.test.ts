// Damaged messages in the tables: what does not say that it asks is no lookup, what says it is one of an unknown type.
import { expect, it } from 'vitest';
import { loadAddon } from '../../src/capture/addon.ts';
import { jsonNaming } from '../../src/fields/trace-naming.ts';
import { findDimension } from '../../src/tables/dimensions.ts';
import { Table } from '../../src/tables/table.ts';
import { transactionJson } from '../../src/trace/json.ts';
import { describeTransaction } from '../../src/trace/path/describe-transaction.ts';
import { Traces } from '../../src/trace/traces.ts';
import type { EventSpec } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const NO_QUESTION = { qtype: 0, qclass: 0 };
const SPECS: EventSpec[] = [
  { columns: { id: 7 } },
  {
    at: 1e6,
    src_port: 40001,
    name: '',
    columns: { ...NO_QUESTION, anomalies: 2, captured_length: 2, id: 9 },
  },
  { at: 2e6, src_port: 40002, name: 'www.', columns: { ...NO_QUESTION, anomalies: 1, captured_length: 17 } },
  { at: 3e6, src_port: 40003, name: '', columns: { ...NO_QUESTION, anomalies: 2, captured_length: 1 } },
];

function traced() {
  const context = contextOf(SPECS);
  const traces = new Traces(context.store, { queryTimeoutNs: 5e9, native: loadAddon() });
  context.traces = traces;
  traces.advance(0, SPECS.length);
  return { context, traces };
}

it('tables count what asks', () => {
  const { context, traces } = traced();
  const table = new Table(context, traces, {
    dimension: findDimension('qtype')!,
    predicate: undefined,
    window: 'all',
    order: { by: 'queries', inverted: false },
    most: 10,
  });
  table.count(FOREVER);
  const { rows, total } = table.make(FOREVER)!;
  expect(rows.map(({ key, queries }) => [key, queries])).toEqual([
    ['', 1],
    ['A', 1],
  ]);
  expect([total.queries, total.pending]).toEqual([2, 2]);
});

it('transactions in JSON have no ID and type that were not there', () => {
  const { context, traces } = traced();
  const naming = jsonNaming(context);
  const shown = SPECS.map((_, row) => {
    const view = describeTransaction(context.store, traces, traces.transactionOf(row), naming);
    const { id, qtype, name } = transactionJson(view, 1, naming);
    return [id, qtype, name];
  });
  expect(shown).toEqual([
    ['0007', 'A', 'example.com.'],
    ['0009', '', ''],
    ['0000', '', 'www.'],
    ['', '', ''],
  ]);
});
