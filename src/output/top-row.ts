// In: a table. Out: its rows as text, in columns or as objects in JSON and YAML.
import type { FieldContext } from '../fields/context.ts';
import type { FieldValue } from '../fields/field.ts';
import { formatDuration } from '../fields/format.ts';
import { padded } from '../fields/text.ts';
import type { TableResult, TableRow } from '../tables/row.ts';
import type { TableQuery } from '../tables/table.ts';
import { keyText, percentText } from '../tables/text.ts';
import { type RecordFormat, valueText } from './record.ts';

/** Text of one table with its final newline; '' where nothing was asked. */
export type TableText = (result: TableResult, query: TableQuery) => string;

const nanoseconds = (ns: number) => (Number.isNaN(ns) ? null : Math.round(ns));
const duration = (ns: number) => (Number.isNaN(ns) ? '-' : formatDuration(ns));
/** A share with six digits behind the point. */
const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6);

/** One object a row; the rest of the rows, if any, is one with `value` null. */
export function tableRecords(context: FieldContext, format: RecordFormat): TableText {
  return (result, query) => {
    const { dimension, window } = query;
    const milliseconds = Math.floor(result.atMs);
    const seconds = Math.floor(milliseconds / 1000);
    const timestamp = Number.isNaN(seconds)
      ? ''
      : context.timestamps.text(seconds, Math.round((result.atMs - seconds * 1000) * 1e6));
    const record = (row: TableRow, rank: number | null): FieldValue => ({
      timestamp,
      by: dimension.name,
      window,
      rank,
      value: rank === null ? null : row.key,
      label: rank === null ? null : labelOf(context, query, row),
      others: rank === null ? result.otherKeys : 0,
      queries: row.queries,
      share: share(row.queries, result.total.queries),
      errors: row.errors,
      error_share: share(row.errors, row.queries),
      nxdomain: row.nameErrors,
      unanswered: row.unanswered,
      pending: row.pending,
      retries: row.retries,
      latency_p50_ns: nanoseconds(row.p50Ns),
      latency_p95_ns: nanoseconds(row.p95Ns),
      latency_p99_ns: nanoseconds(row.p99Ns),
      filter: rank === null ? null : (dimension.expression(row.key) ?? null),
    });
    const rows = result.rows.map((row, i) => record(row, i + 1));
    if (result.others) rows.push(record(result.others, null));
    return rows.map((row) => valueText(row, format)).join('');
  };
}

function labelOf(context: FieldContext, { dimension }: TableQuery, { key }: TableRow): string {
  return key === '' ? '' : dimension.label(context, key);
}

interface Column {
  readonly title: string;
  readonly width: number;
  text(row: TableRow, result: TableResult): string;
}

const COLUMNS: readonly Column[] = [
  { title: 'QUERIES', width: 9, text: ({ queries }) => String(queries) },
  { title: 'SHARE', width: 6, text: ({ queries }, { total }) => percentText(queries, total.queries) },
  { title: 'ERRORS', width: 6, text: ({ errors, queries }) => percentText(errors, queries) },
  { title: 'NXDOM', width: 6, text: ({ nameErrors, queries }) => percentText(nameErrors, queries) },
  { title: 'UNANSW', width: 6, text: ({ unanswered, queries }) => percentText(unanswered, queries) },
  { title: 'RETRIES', width: 7, text: ({ retries }) => String(retries) },
  { title: 'P50', width: 9, text: ({ p50Ns }) => duration(p50Ns) },
  { title: 'P95', width: 9, text: ({ p95Ns }) => duration(p95Ns) },
  { title: 'P99', width: 9, text: ({ p99Ns }) => duration(p99Ns) },
];

const BOLD = '\x1b[1m';
const PLAIN = '\x1b[0m';

/** Columns of text, what the rows are about behind them; an empty line between two tables. */
export function tableColumns(context: FieldContext, color: boolean): TableText {
  let first = true;
  return (result, query) => {
    const line = (cells: (column: Column) => string, value: string) =>
      `${COLUMNS.map((column) => padded(cells(column), column.width, true)).join(' ')}  ${value}`;
    const titles = line(({ title }) => title, query.dimension.title.toUpperCase());
    const lines = [color ? `${BOLD}${titles}${PLAIN}` : titles];
    const add = (row: TableRow, value: string) => lines.push(line(({ text }) => text(row, result), value));
    for (const row of result.rows) add(row, keyText(context, query.dimension, row.key));
    if (result.others) add(result.others, `(${result.otherKeys} others)`);
    const before = first ? '' : '\n';
    first = false;
    return `${before}${lines.join('\n')}\n`;
  };
}
