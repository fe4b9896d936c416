// A row of a table -> the text of each of its columns, and what that means.
import { formatDuration } from '../../fields/format.ts';
import { grouped } from '../../fields/text.ts';
import type { SortKey, TableRow } from '../../tables/row.ts';
import { percentText } from '../../tables/text.ts';
import type { Glyphs, Role } from '../theme.ts';
import { bar, sparkline } from './bars.ts';

/** What a cell is drawn from. */
export interface CellParts {
  row: TableRow;
  /** Queries of all rows, and of the largest. */
  total: number;
  largest: number;
  glyphs: Glyphs;
  /** Cells of the column. */
  width: number;
}

export interface TableColumn {
  readonly name: string;
  readonly title: string;
  readonly width: number;
  /** Where there is space left, it may become so wide. */
  readonly most?: number;
  /** What the table is sorted by where it is sorted by this column. */
  readonly sort?: SortKey;
  readonly right: boolean;
  text(parts: CellParts): string;
  role(row: TableRow): Role;
}

/** At most seven cells. */
function count(value: number): string {
  return value < 1e6 ? grouped(value) : `${(value / 1e6).toFixed(value < 1e7 ? 2 : 1)}M`;
}

const orDot = (value: number, glyphs: Glyphs) => (value === 0 ? glyphs.dot : count(value));
const latency = (ns: number, glyphs: Glyphs) => (Number.isNaN(ns) ? glyphs.dot : formatDuration(ns));
const number = (name: string, title: string, width: number, sort: SortKey) => ({
  name,
  title,
  width,
  sort,
  right: true,
});
const trouble = (value: number, role: Role): Role => (value === 0 ? 'label' : role);

/** In their order on the screen, without the value that a row is about. */
export const COLUMNS: readonly TableColumn[] = [
  {
    ...number('queries', 'QUERIES', 8, 'queries'),
    text: ({ row }) => count(row.queries),
    role: () => 'value',
  },
  {
    name: 'bar',
    title: '',
    width: 8,
    most: 24,
    right: false,
    text: ({ row, largest, glyphs, width }) => bar(row.queries, largest, width, glyphs),
    role: () => 'query',
  },
  {
    name: 'share',
    title: 'SHARE',
    width: 6,
    right: true,
    text: ({ row, total }) => percentText(row.queries, total),
    role: () => 'value',
  },
  {
    ...number('errors', 'ERROR', 6, 'error-share'),
    text: ({ row, glyphs }) => (row.errors === 0 ? glyphs.dot : percentText(row.errors, row.queries)),
    role: ({ errors }) => trouble(errors, 'bad'),
  },
  {
    ...number('unanswered', 'UNANSW', 7, 'unanswered'),
    text: ({ row, glyphs }) => orDot(row.unanswered, glyphs),
    role: ({ unanswered }) => trouble(unanswered, 'bad'),
  },
  {
    ...number('nxdomain', 'NXDOM', 7, 'nxdomain'),
    text: ({ row, glyphs }) => orDot(row.nameErrors, glyphs),
    role: ({ nameErrors }) => trouble(nameErrors, 'warning'),
  },
  {
    ...number('retries', 'RETRY', 6, 'retries'),
    text: ({ row, glyphs }) => orDot(row.retries, glyphs),
    role: ({ retries }) => trouble(retries, 'warning'),
  },
  {
    ...number('p50', 'P50', 8, 'p50'),
    text: ({ row, glyphs }) => latency(row.p50Ns, glyphs),
    role: () => 'value',
  },
  {
    ...number('p95', 'P95', 8, 'p95'),
    text: ({ row, glyphs }) => latency(row.p95Ns, glyphs),
    role: () => 'value',
  },
  {
    ...number('p99', 'P99', 8, 'p99'),
    text: ({ row, glyphs }) => latency(row.p99Ns, glyphs),
    role: () => 'value',
  },
  {
    name: 'trend',
    title: 'OVER TIME',
    width: 10,
    most: 20,
    right: false,
    text: ({ row, glyphs, width }) => sparkline(row.slices, width < 20 ? 10 : 20, glyphs),
    role: () => 'query',
  },
];

/** Which columns narrow terminals keep longest. */
const KEPT_LONGEST = [
  'queries',
  'errors',
  'p95',
  'unanswered',
  'bar',
  'share',
  'trend',
  'p50',
  'p99',
  'nxdomain',
  'retries',
];

export interface PlacedColumn {
  readonly column: TableColumn;
  readonly width: number;
}

export interface TableLayout {
  /** Cells of what a row is about, which comes first. */
  readonly value: number;
  readonly placed: readonly PlacedColumn[];
}

export const GAP = 1;
const LEAST_VALUE = 20;
const MOST_VALUE = 64;

/**
 * Columns that fit into `width` beside a value of at least 20 cells, the one that the table is sorted by among them. What
 * is left goes to the value as far as it is `wanted`, then to bars.
 */
export function layOutTable(width: number, wanted: number, sorted: SortKey): TableLayout {
  const isSorted = ({ sort }: TableColumn) => sort === sorted;
  const ranked = [...COLUMNS].sort(
    (a, b) => +isSorted(b) - +isSorted(a) || KEPT_LONGEST.indexOf(a.name) - KEPT_LONGEST.indexOf(b.name),
  );
  let rest = width - Math.min(LEAST_VALUE, width);
  const shown = new Set<TableColumn>();
  for (const column of ranked) {
    if (column.width + GAP > rest) continue;
    shown.add(column);
    rest -= column.width + GAP;
  }
  const value = Math.min(LEAST_VALUE, width);
  const more = Math.min(rest, Math.max(0, Math.min(wanted, MOST_VALUE) - value));
  rest -= more;
  const placed = COLUMNS.filter((column) => shown.has(column)).map((column) => {
    const extra = Math.min(rest, (column.most ?? column.width) - column.width);
    // Half a sparkline more would be half a cell for each slice.
    const taken = column.name === 'trend' && extra < 10 ? 0 : extra;
    rest -= taken;
    return { column, width: column.width + taken };
  });
  return { value: value + more, placed };
}
