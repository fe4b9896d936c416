// Tables while lookups begin and end, names become known, and events are evicted.
import { describe, expect, it } from 'vitest';
import { FieldContext } from '../../src/fields/context.ts';
import type { Container, Identities } from '../../src/fields/identity.ts';
import { compileGroupFilter } from '../../src/filter/group.ts';
import type { TableRow } from '../../src/tables/row.ts';
import { Table } from '../../src/tables/table.ts';
import { MNEMONICS } from '../support/context.ts';
import { expectRow, expectRows, FOREVER, query, resultOf, tableOf } from './asked.ts';
import { Load, random } from './load.ts';
import { describedLookups, recount, rowOf } from './recount.ts';

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
