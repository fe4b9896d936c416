// In: nothing. Out: what a table says about the lookups of one key, and the order of its rows.

export interface TableRow {
  readonly key: string;
  readonly queries: number;
  /** Queries sent again under the same DNS ID. */
  readonly retries: number;
  /** Answered with an rcode other than Success and NameError. */
  readonly errors: number;
  readonly nameErrors: number;
  readonly unanswered: number;
  readonly pending: number;
  /** Latencies in nanoseconds as askers saw them; NaN where nothing was answered. */
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  /** Queries by slice of time, oldest first. */
  readonly slices: readonly number[];
}

export const SORT_KEYS = [
  'queries',
  'errors',
  'error-share',
  'nxdomain',
  'unanswered',
  'retries',
  'p50',
  'p95',
  'p99',
  'value',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Order {
  readonly by: SortKey;
  /** Smallest first, or names from z to a. */
  readonly inverted: boolean;
}

/** A table as of one moment. */
export interface TableResult {
  /** The first rows in the order asked for, as many as were asked for. */
  readonly rows: readonly TableRow[];
  /** All rows beyond those together, and how many they are; undefined where there are none. */
  readonly others: TableRow | undefined;
  readonly otherKeys: number;
  readonly total: TableRow;
  /** Responses to no query that was seen: no lookups. */
  readonly unasked: number;
  /** Milliseconds since the epoch up to which event time has come; NaN where nothing came. */
  readonly atMs: number;
  /** Length of a slice in nanoseconds. */
  readonly sliceNs: number;
}
