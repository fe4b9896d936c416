// A field -> a column of the table: its title, how wide it may be, how soon it gives way, how its values are marked.
import type { ColumnWidth } from '../../config/memory.ts';
import type { RowKind } from '../../fields/row-fields.ts';
import type { Role } from '../theme.ts';
import { OUTCOME_SEPARATOR } from './outcome.ts';

/** What the table needs of a field. */
export interface ShownField {
  /** As in filters and --fields: 'name', 'src', 'latency_ns'. */
  name: string;
  description: string;
  /** The value of an event as columns show it, not yet made safe for the terminal; '' where there is none. */
  text(row: number): string;
  /** The value and shorter ones for where it does not fit, longer ones first; not there where it is merely cut. */
  forms?(row: number): readonly string[];
}

export interface TableColumn {
  field: ShownField;
  title: string;
  shape: Shape;
  /** Names of columns it stands in for: shown only where they do not all find a place, and then in place of them. */
  standsFor?: readonly string[];
}

export interface Shape {
  /** Cells it needs to be of use, and cells beyond which it takes no more. */
  min: number;
  max: number;
  /** Cells it makes do with where columns of a higher rank than some would have to go: a little room, and next to none. */
  tighter?: readonly [number, number];
  /** Up to so many cells of what it shows come before others grow. */
  early?: number;
  /** Numbers stand at the right edge. */
  right?: boolean;
  /** When the terminal is too narrow, the column with the lowest rank goes first. */
  rank: number;
  /** While nothing it could show has come (no process in a capture file), it goes before all others. */
  emptyGoes?: boolean;
  /** Its text is of little use when cut. */
  whole?: boolean;
  /** Goes, the lowest rank first, where a column that is to be whole would be cut. */
  yields?: boolean;
  /** Takes the space that nobody else wants. */
  grows?: boolean;
  title?: string;
  role?(text: string): Role;
}

const STATE_ROLES: Record<string, Role> = { answered: 'good', pending: 'held', timeout: 'bad' };

/** Behind the rcode, or in place of it, what is wrong with the message (outcome.ts). */
const rcodeRole = (text: string): Role => {
  if (text === 'Success') return 'good';
  const [rcode] = text.split(OUTCOME_SEPARATOR);
  if (Object.hasOwn(STATE_ROLES, rcode)) return STATE_ROLES[rcode];
  const isAnomaly = rcode === rcode.toLowerCase();
  return isAnomaly || rcode === 'Success' || rcode === 'NameError' ? 'warning' : 'bad';
};

/**
 * The columns worth shaping by hand, most important first; the rest take their width from what they show. Ranks answer in
 * turn: what was asked, how it went, of whom, how long it took, who asked, what the answer was, where and when it was seen.
 */
const SHAPES: Record<string, Shape> = {
  name: { min: 19, max: 48, rank: 100, grows: true },
  qtype: { min: 5, max: 10, rank: 98 },
  qr: { min: 2, max: 2, rank: 97, role: (text) => (text === 'Q' ? 'query' : 'response') },
  verdict: { min: 28, max: 110, rank: 99, whole: true, grows: true },
  rcode: { min: 9, max: 24, early: 14, rank: 95, role: rcodeRole },
  'nameserver.addr': { min: 15, max: 39, rank: 92, title: 'SERVER' },
  latency_ns: { min: 9, max: 12, right: true, rank: 90, title: 'LATENCY' },
  comm: { min: 8, max: 15, rank: 85, emptyGoes: true },
  // The same on most rows; where it is not, the rcode's column says so, too.
  state: { min: 8, max: 8, rank: 81, role: (text) => STATE_ROLES[text] ?? 'label' },
  addresses: { min: 15, max: 60, rank: 82 },
  'runtime.containerName': { min: 11, max: 40, rank: 87, emptyGoes: true },
  'k8s.podName': { min: 11, max: 40, rank: 87, emptyGoes: true },
  netns: { min: 9, max: 24, rank: 80, emptyGoes: true },
  dst: { min: 17, max: 47, rank: 70, whole: true },
  time: { min: 12, max: 12, rank: 65 },
  src: { min: 17, max: 47, rank: 63, whole: true },
  'k8s.namespace': { min: 13, max: 24, rank: 62, emptyGoes: true, yields: true },
  pid: { min: 6, max: 10, right: true, rank: 60, emptyGoes: true },
  // The same on most rows: what is seen is one node, and most pods have one container.
  'k8s.containerName': { min: 17, max: 24, rank: 45, emptyGoes: true, yields: true },
  'k8s.node': { min: 8, max: 24, rank: 40, emptyGoes: true, yields: true },
  iface: { min: 6, max: 16, rank: 50 },
  id: { min: 4, max: 4, rank: 50 },
  timestamp: { min: 24, max: 35, rank: 50 },
  attempts: { min: 8, max: 8, right: true, rank: 66 },
  hops: { min: 4, max: 5, right: true, rank: 64 },
  length: { min: 6, max: 6, right: true, rank: 50 },
  num_answers: { min: 7, max: 7, right: true, rank: 50, title: 'ANSWERS' },
};

/** Rows of lookups all have a latency, so that it tells more than who was asked. */
const OF_LOOKUPS: Record<string, Partial<Shape>> = { latency_ns: { rank: 93 } };
/**
 * What became of it and its verdict come first: in 60 cells both, with latency and name. The verdict tells of attempts and
 * hops where they matter, and the rcode's column of the state.
 */
const OF_TRACES: Record<string, Partial<Shape>> = {
  ...OF_LOOKUPS,
  hops: { rank: 58 },
  attempts: { rank: 59 },
  state: { rank: 64 },
  qtype: { rank: 89 },
  name: { min: 25, tighter: [19, 16] },
  verdict: { min: 48, tighter: [28, 21] },
};
const OF_ROWS: Record<RowKind, Record<string, Partial<Shape>>> = {
  events: {},
  transactions: OF_LOOKUPS,
  traces: OF_TRACES,
};

/** The columns with the widths they were given, by name; where one was told to grow, no other takes the space. */
export function widened(
  columns: readonly TableColumn[],
  widths: ReadonlyMap<string, ColumnWidth | undefined>,
): TableColumn[] {
  const given = columns.map(({ field }) => widths.get(field.name));
  const grows = given.includes('grow');
  return columns.map((column, index) => {
    const width = given[index];
    const shape = { ...column.shape, ...(grows && { grows: width === 'grow' }) };
    if (typeof width === 'number')
      return {
        ...column,
        shape: { ...shape, min: width, max: width, tighter: undefined, whole: false, grows: false },
      };
    return { ...column, shape };
  });
}

const OTHER: Shape = { min: 6, max: 40, rank: 50 };

/**
 * The column of a field that is also known by `aliases`.
 * @param asked the user chose it: it stays longer than any column nobody asked for.
 * @param rows what the list has.
 */
export function columnOf(
  field: ShownField,
  aliases: readonly string[],
  asked: boolean,
  rows: RowKind = 'events',
): TableColumn {
  const shaped = [field.name, ...aliases].find((name) => Object.hasOwn(SHAPES, name));
  const shape: Shape = shaped === undefined ? OTHER : { ...SHAPES[shaped], ...OF_ROWS[rows][shaped] };
  const title = shape.title ?? (aliases[0] ?? field.name).toUpperCase();
  const min = Math.max(shape.min, Math.min(title.length, shape.max));
  const rank = asked ? shape.rank + 100 : shape.rank;
  return {
    field,
    title,
    shape: { ...shape, min, max: Math.max(min, shape.max), rank, yields: shape.yields && !asked },
  };
}
