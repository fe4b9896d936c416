// Fields of transactions and traces: what they say of the events of a lookup.
import { expect, it } from 'vitest';
import { findField } from '../../src/fields/find.ts';
import { columnsFor, jsonFieldsFor } from '../../src/fields/row-fields.ts';
import { compileFilter, filterReadsTraces } from '../../src/filter/compile.ts';
import { describeTransaction } from '../../src/trace/path/describe-transaction.ts';
import { plainNaming } from '../../src/trace/path/naming.ts';
import { RELATION } from '../../src/trace/words.ts';
import { contextOf } from '../support/context.ts';
import {
  ANSWER,
  fromForwarder,
  fromUpstream,
  QUESTION,
  toForwarder,
  toUpstream,
  UPSTREAM_ANSWER,
  UPSTREAM_QUESTION,
} from '../trace/cluster.ts';
import { Scene } from '../trace/scene.ts';

function seedContext() {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
  scene.response(29_541_746, UPSTREAM_ANSWER, fromUpstream());
  scene.response(30_215_219, ANSWER, fromForwarder());
  scene.query(40e6, { id: 1, name: 'silent.' }, toForwarder({ port: 40001 }).slice(0, 1));
  scene.run();
  const context = contextOf([], { store: scene.store });
  context.traces = scene.traces;
  return context;
}
const context = seedContext();
const show = (name: string, row: number) => [
  findField(name)!.value(context, row),
  findField(name)!.text(context, row),
];
const FORWARDED = 5;
const SILENT = 13;

it.each<[string, number, unknown, string]>([
  ['transaction', 0, 1, '1'],
  ['transaction', FORWARDED, 2, '2'],
  ['transaction', 12, 1, '1'],
  ['trace', FORWARDED, 1, '1'],
  ['trace', SILENT, 3, '3'],
  ['state', 0, 'answered', 'answered'],
  ['state', SILENT, 'pending', 'pending'],
  ['attempts', 0, 1, '1'],
  ['hops', 0, 8, '8'],
  ['hops', FORWARDED, 5, '5'],
  ['parent', 0, null, ''],
  ['parent', FORWARDED, 1, '1'],
  ['relation', 0, '', ''],
  ['relation', FORWARDED, 'forwarded', 'forwarded'],
  ['confidence', FORWARDED, 'certain', 'certain'],
])('%s of row %i', (name, row, value, text) => {
  expect(show(name, row)).toEqual([value, text]);
});

it('the verdict speaks in the names that filters take', () => {
  expect(show('verdict', FORWARDED)[1]).toMatch(/^answered by 192.168.49.1 through coredns in /);
});

it('nothing is known where traces are not followed', () => {
  const without = contextOf([{}]);
  expect(findField('transaction')!.value(without, 0)).toBeNull();
  expect(findField('verdict')!.text(without, 0)).toBe('');
});

it('filters know them, and say whether they need them', () => {
  const rows = (filter: string) => [0, FORWARDED, SILENT].filter(compileFilter(filter, context).test);
  expect(rows('trace==1')).toEqual([0, FORWARDED]);
  expect(rows('state==pending')).toEqual([SILENT]);
  expect(rows('relation==""')).toEqual([0, SILENT]);
  expect(rows('parent==1')).toEqual([FORWARDED]);
  expect(rows('evidence~"same question"')).toEqual([FORWARDED]);
  expect(filterReadsTraces(['name==a. && !(hops>3)'])).toBe(true);
  expect(filterReadsTraces(['name==a.', 'qr==R'])).toBe(false);
});

it('rows of transactions show how they ended', () => {
  const names = (fields: readonly { name: string }[]) => fields.map((field) => field.name);
  expect(columnsFor('events', ['netns', 'qr', 'latency_ns'])).toEqual([
    ...['timestamp', 'netns', 'qr', 'latency_ns'],
  ]);
  expect(columnsFor('traces', ['netns', 'qr', 'name', 'latency_ns', 'addresses'])).toEqual([
    ...['timestamp', 'netns', 'name', 'state', 'latency_ns', 'attempts', 'hops', 'verdict'],
  ]);
  expect(names(jsonFieldsFor('events'))).toEqual(expect.arrayContaining(['transaction', 'trace']));
  expect(names(jsonFieldsFor('events'))).not.toContain('state');
  expect(names(jsonFieldsFor('transactions'))).toEqual(
    expect.arrayContaining(['trace', 'state', 'relation']),
  );
});

it('what the first of two upstreams was asked in vain is forwarded, in fields as in the path', () => {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  scene.query(100_000, { ...UPSTREAM_QUESTION, id: 8 }, toUpstream(6001, '192.0.2.8:53'));
  scene.query(2000e6, { ...UPSTREAM_QUESTION, id: 9 }, toUpstream(6002, '192.0.2.9:53'));
  scene.response(2030e6, { ...UPSTREAM_ANSWER, id: 9 }, fromUpstream(6002, '192.0.2.9:53'));
  scene.response(2031e6, ANSWER, fromForwarder());
  const { store, traces } = scene.run();
  const known = contextOf([], { store });
  known.traces = traces;
  const relations = [1, 2, 3].map((number) => {
    const row = traces.transactions.first(number);
    return findField('relation')!.text(known, row);
  });
  expect(traces.transactions.relation[traces.transactions.at(2)]).toBe(RELATION.prefetched);
  expect(relations).toEqual(['', 'forwarded', 'retried']);
  expect(scene.only().transactions.map(({ relation }) => relation)).toEqual(relations);
  const described = describeTransaction(store, traces, 2, plainNaming(store));
  expect(described.relation).toBe('forwarded');
  expect(compileFilter('relation==prefetched', known).test(traces.transactions.first(2))).toBe(false);
});
