// In: the rows by which an asker sent its queries. Out: to how many servers they went.
import type { Path } from '../path/path.ts';
import { type Case, plural } from './case.ts';

/** How many servers were asked at the moment of the attempt that was answered. */
export function serversAtOnce({ attempts, alongside, sent }: Path): number {
  let first = attempts.indexOf(sent);
  let last = first;
  while (alongside.includes(attempts[first])) first--;
  while (alongside.includes(attempts[last + 1])) last++;
  return last - first + 1;
}

/** Those that went to the server of `row`. */
export function toServerOf(trace: Case, row: number, rows: readonly number[]): number[] {
  const server = serverIn(trace);
  return rows.filter((other) => server(other) === server(row));
}

/** ` (3 queries)`, ` (4 queries to 2 servers)`; empty for one. */
export function countOf(trace: Case, rows: readonly number[]): string {
  if (rows.length < 2) return '';
  const servers = new Set(rows.map(serverIn(trace))).size;
  return ` (${rows.length} queries${servers > 1 ? ` to ${plural(servers, 'server', 'servers')}` : ''})`;
}

function serverIn({ store }: Case): (row: number) => number {
  return (row) => store.columns.dst_addr[row % store.capacity];
}
