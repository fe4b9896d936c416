// Tables as text: what scripts read of a row, and columns that line up.
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { compileFilter } from '../../src/filter/compile.ts';
import { tableColumns, tableRecords } from '../../src/output/top-row.ts';
import { findDimension } from '../../src/tables/dimensions.ts';
import { Table, type TableQuery } from '../../src/tables/table.ts';
import { keyText, percentText } from '../../src/tables/text.ts';
import { Load } from '../tables/load.ts';

const load = new Load(5, 300, 20);
load.scene.run(50);

function tableBy(by: string, most: number) {
  const query: TableQuery = {
    dimension: findDimension(by)!,
    predicate: undefined,
    window: 'all',
    order: { by: 'queries', inverted: false },
    most,
  };
  const table = new Table(load.context, load.scene.traces, query);
  table.count(Number.POSITIVE_INFINITY);
  return { query, result: table.make(Number.POSITIVE_INFINITY)! };
}

describe('rows as objects', () => {
  const { query, result } = tableBy('name2', 2);
  const lines = tableRecords(load.context, 'json')(result, query).trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line));

  it('say what there is, the rest in one row behind', () => {
    expect(rows).toHaveLength(3);
    const [first, , others] = rows;
    const { timestamp, latency_p50_ns, latency_p95_ns, latency_p99_ns, ...counts } = first;
    const { queries, errors } = result.rows[0];
    expect(timestamp).toMatch(/^2025-01-01T\d\d:00:(1|2)\d\.\d{9}/);
    expect(counts).toEqual({
      by: 'name2',
      window: 'all',
      rank: 1,
      value: 'example.com.',
      label: 'example.com.',
      others: 0,
      queries,
      share: expect.closeTo(queries / load.truth.length, 6),
      errors,
      error_share: expect.closeTo(errors / queries, 6),
      nxdomain: result.rows[0].nameErrors,
      unanswered: result.rows[0].unanswered,
      pending: result.rows[0].pending,
      retries: result.rows[0].retries,
      filter: 'name~"(^|[.])example[.]com[.]$"',
    });
    expect(latency_p50_ns).toBeLessThanOrEqual(latency_p95_ns);
    expect(latency_p95_ns).toBeLessThanOrEqual(latency_p99_ns);
    expect(others).toMatchObject({
      rank: null,
      value: null,
      label: null,
      filter: null,
      others: result.otherKeys,
    });
    expect(rows.reduce((sum, row) => sum + row.queries, 0)).toBe(load.truth.length);
  });

  it('are the same in YAML and indented', () => {
    const yaml = parseAllDocuments(tableRecords(load.context, 'yaml')(result, query)).map((document) =>
      document.toJS(),
    );
    expect(yaml).toEqual(rows);
    const pretty = tableRecords(load.context, 'jsonpretty')(
      { ...result, rows: result.rows.slice(0, 1), others: undefined },
      query,
    );
    expect(parse(pretty)).toEqual(rows[0]);
  });

  it('are none where nothing was asked', () => {
    const { query, result } = tableBy('name', 5);
    const empty = { ...result, rows: [], others: undefined, atMs: Number.NaN };
    expect(tableRecords(load.context, 'json')(empty, query)).toBe('');
  });
});

describe('filters of rows', () => {
  it.each(['name', 'name1', 'name2', 'name3', 'qtype', 'rcode', 'server', 'client', 'process', 'netns'])(
    'by %s keep an event of each lookup in them, and no other lookup of the asker',
    (by) => {
      const { query, result } = tableBy(by, 1e6);
      const { store, traces } = load.scene;
      const matched = new Set<string>();
      for (const { key, queries } of result.rows) {
        const predicate = compileFilter(query.dimension.expression(key)!, load.context);
        const transactions = new Set<number>();
        for (let row = store.first; row < store.end; row++) {
          if (predicate.test(row)) transactions.add(traces.transactionOf(row));
        }
        // A server's process sees the lookups of others, and a namespace what passes through it.
        if (by === 'process' || by === 'netns') expect(transactions.size).toBeGreaterThanOrEqual(queries);
        // A service's address stands for the pod behind it, where the query arrives under that one's address.
        else expect(transactions.size, key).toBe(queries);
        matched.add(key);
      }
      expect(matched.size).toBe(result.rows.length);
    },
  );

  it('take what names may hold', () => {
    const level = findDimension('name2')!;
    for (const name of ['a"b\\\\c.d$.', 'x+y.(z).', '*.e[f].', 'a\\.b.c.']) {
      const predicate = compileFilter(level.expression(name)!, load.context);
      expect(predicate).toBeDefined();
    }
    expect(level.expression('myhost.')).toBe('name==myhost.');
    expect(level.expression('.')).toBe('name==.');
    expect(level.expression('')).toBeUndefined();
    expect(findDimension('container')!.expression('demo/my-pod')).toBe(
      'k8s.namespace==demo && k8s.podName==my-pod',
    );
    expect(findDimension('container')!.expression('web')).toBe('runtime.containerName==web');
    expect(findDimension('rcode')!.expression('timeout')).toBe('state==timeout');
  });
});

describe('rows as columns', () => {
  it('line up, with the value last', () => {
    const { query, result } = tableBy('qtype', 3);
    const text = tableColumns(load.context, false);
    const lines = text(result, query).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      '  QUERIES  SHARE ERRORS  NXDOM UNANSW RETRIES       P50       P95       P99  TYPE',
    );
    const column = lines[0].indexOf('TYPE');
    result.rows.forEach((row, i) => {
      expect(lines[i + 1].slice(column)).toBe(row.key);
      expect(Number(lines[i + 1].slice(0, 9))).toBe(row.queries);
    });
    expect(lines[4].slice(column)).toBe('(1 others)');
    expect(text(result, query).startsWith('\n')).toBe(true);
  });

  it.each([
    [0, 5, '0%'],
    [0, 0, '0%'],
    [5, 5, '100%'],
    [1, 3, '33.3%'],
    [1, 5000, '<0.1%'],
    [99_999, 100_000, '99.9%'],
  ])('%d of %d is %s', (part, whole, text) => expect(percentText(part, whole)).toBe(text));

  it('show no control characters of what strangers sent', () => {
    expect(keyText(load.context, findDimension('process')!, 'a\x1b[2Jb')).toBe('a\\x1b[2Jb');
    expect(keyText(load.context, findDimension('process')!, '')).toBe('(unknown)');
  });
});
