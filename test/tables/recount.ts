// In: lookups as plain objects. Out: the rows of a table over them, counted the slow and obvious way.
import type { FieldContext } from '../../src/fields/context.ts';
import { describeTransaction } from '../../src/trace/path/describe-transaction.ts';
import { plainNaming } from '../../src/trace/path/naming.ts';
import type { Traces } from '../../src/trace/traces.ts';

export interface Plain {
  readonly key: string;
  readonly askedNs: number;
  /** An rcode, or what else became of it. */
  readonly fate: number | 'timeout' | 'pending';
  readonly latencyNs: number;
  readonly retries: number;
}

export interface PlainRow {
  key: string;
  queries: number;
  retries: number;
  errors: number;
  nameErrors: number;
  unanswered: number;
  pending: number;
  p50Ns: number;
  p95Ns: number;
  p99Ns: number;
}

/** Most queries first, names decide between equals. */
export function recount(lookups: readonly Plain[]): PlainRow[] {
  const groups = new Map<string, Plain[]>();
  for (const lookup of lookups) {
    const group = groups.get(lookup.key);
    if (group) group.push(lookup);
    else groups.set(lookup.key, [lookup]);
  }
  const rows = [...groups].map(([key, group]) => rowOf(key, group));
  return rows.sort((a, b) => b.queries - a.queries || (a.key < b.key ? -1 : 1));
}

export function rowOf(key: string, lookups: readonly Plain[]): PlainRow {
  const number = (test: (lookup: Plain) => boolean) => lookups.filter(test).length;
  const latencies = lookups
    .filter(({ fate }) => typeof fate === 'number')
    .map(({ latencyNs }) => latencyNs)
    .sort((a, b) => a - b);
  const rank = (p: number) => latencies[Math.ceil(p * latencies.length) - 1] ?? Number.NaN;
  return {
    key,
    queries: lookups.length,
    retries: lookups.reduce((sum, { retries }) => sum + retries, 0),
    errors: number(({ fate }) => typeof fate === 'number' && fate !== 0 && fate !== 3),
    nameErrors: number(({ fate }) => fate === 3),
    unanswered: number(({ fate }) => fate === 'timeout'),
    pending: number(({ fate }) => fate === 'pending'),
    p50Ns: rank(0.5),
    p95Ns: rank(0.95),
    p99Ns: rank(0.99),
  };
}

/** All lookups of which every event is kept, as rows of transactions describe them, grouped by name. */
export function describedLookups(
  context: FieldContext,
  traces: Traces,
  matches: (rows: readonly number[]) => boolean,
) {
  const { store } = context;
  const numbers = new Set<number>();
  for (let row = store.first; row < store.end; row++) numbers.add(traces.transactionOf(row));
  numbers.delete(0);
  const found: Plain[] = [];
  for (const number of numbers) {
    const { transactions } = traces;
    const view = describeTransaction(store, traces, number, plainNaming(store));
    const { rows, attempts } = view.path;
    if (rows.length < transactions.events[transactions.at(number)] || attempts.length === 0) continue;
    if (!matches(rows)) continue;
    found.push({
      key: view.name.toLowerCase(),
      askedNs: traces.timeOf(rows[0]),
      fate: view.state === 'answered' ? view.rcode! : view.state,
      latencyNs: view.state === 'answered' ? view.latencyNs! : Number.NaN,
      retries: view.attempts - 1,
    });
  }
  return found;
}
