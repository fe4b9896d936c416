// In: a full store of made-up lookups. Out: what tables of them cost: an event while shown, and the longest wait for a key.
import { loadAddon } from '../src/capture/addon.ts';
import { FieldContext } from '../src/fields/context.ts';
import { compileGroupFilter } from '../src/filter/group.ts';
import { Store } from '../src/store/store.ts';
import { findDimension } from '../src/tables/dimensions.ts';
import { Table, type TableQuery } from '../src/tables/table.ts';
import { Traces } from '../src/trace/traces.ts';
import { MNEMONICS } from '../test/support/context.ts';
import type { Effort, Figure } from './figure.ts';
import { CACHED, FILE, FORWARDED } from './trace-routes.ts';
import { type Plan, TraceTraffic } from './trace-traffic.ts';

const ROWS = 1_000_000;
const EVENT_NS = 5000;
const BATCH_ROWS = 5000;
const SLICE_MS = 8;
const KEY_WAITS_MS = 50;
const EVENT_COSTS_NS = 500;
/** Event time between two tables, at 200,000 events a second. */
const TABLE_EVERY_BATCHES = 40;

const RANDOM = 'random names';
const PLANS: Record<string, Plan> = {
  'pods, 5,000 names': { names: 5000, clients: 50, route: FORWARDED, open: 400 },
  [RANDOM]: { names: 500_000, clients: 5000, route: CACHED, open: 20, lost: 32 },
  'file, 1,000 names': { names: 1000, clients: 1, route: FILE, open: 20 },
};

/** By each of these plans: the recount of a full store, and tables that follow it. */
export async function tables({ quick }: Effort): Promise<Figure[]> {
  const plans = Object.entries(PLANS).slice(0, quick ? 1 : undefined);
  return plans.flatMap(([name, plan]) => measure(name, plan));
}

function measure(name: string, plan: Plan): Figure[] {
  const traffic = new TraceTraffic(plan, BATCH_ROWS, EVENT_NS);
  const store = new Store(ROWS);
  store.append(traffic.entries());
  const traces = new Traces(store, { queryTimeoutNs: 5e9, native: loadAddon() });
  const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => '{}' });
  context.traces = traces;
  const feed = () => {
    const { from, to } = store.append(traffic.batch());
    traces.advance(from, to);
  };
  while (store.end < ROWS * 1.1) feed();
  const asked: TableQuery = {
    dimension: findDimension('name')!,
    predicate: undefined,
    window: 'all',
    order: { by: 'p95', inverted: false },
    most: 1000,
  };
  const table = new Table(context, traces, asked);
  const figures = [figureOf(`${name}: recount`, table)];
  table.ask({ ...asked, predicate: compileGroupFilter(['rcode!=Success || qtype==A'], context) });
  figures.push(figureOf(`${name}: recount, filtered`, table));
  table.ask({ ...asked, dimension: findDimension('qtype')! });
  figures.push(figureOf(`${name}: recount by type`, table));
  table.ask(asked);
  figures.push(figureOf(`${name}: recount again`, table));
  return [...figures, following(name, table, feed, name === RANDOM)];
}

/** The longest piece of work of a recount and a table of it. */
function figureOf(what: string, table: Table): Figure {
  const { longest, total } = pieces(table);
  const note = `${total.toFixed(0)} ms in all`;
  return { what: `tables: ${what}`, value: longest, unit: 'ms', most: KEY_WAITS_MS, note };
}

function pieces(table: Table): { longest: number; total: number } {
  let longest = 0;
  let total = 0;
  const timed = <T>(work: (deadline: number) => T): T => {
    const start = performance.now();
    const result = work(start + SLICE_MS);
    const spent = performance.now() - start;
    longest = Math.max(longest, spent);
    total += spent;
    return result;
  };
  while (!timed((deadline) => table.count(deadline)));
  while (!timed((deadline) => table.make(deadline)));
  return { longest, total };
}

/** `extreme`: every lookup has a row of its own; the screen then draws tables less often. */
function following(name: string, table: Table, feed: () => void, extreme: boolean): Figure {
  let spent = 0;
  let batches = 0;
  let longest = 0;
  while (batches < 200) {
    feed();
    if (++batches % TABLE_EVERY_BATCHES > 0) continue;
    const made = pieces(table);
    spent += made.total;
    longest = Math.max(longest, made.longest);
  }
  const note = `a table each second; longest piece ${longest.toFixed(1)} ms`;
  const value = (spent * 1e6) / (batches * BATCH_ROWS);
  const most = extreme ? undefined : EVENT_COSTS_NS;
  return { what: `tables: ${name}: while shown`, value, unit: 'ns/event', most, note };
}
