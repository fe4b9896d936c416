// In: made-up lookups at 200,000 events a second of event time. Out: what following them costs an event, and its memory.
import { loadAddon } from '../src/capture/addon.ts';
import type { Batch } from '../src/capture/batch.ts';
import { Store } from '../src/store/store.ts';
import { Traces } from '../src/trace/traces.ts';
import { STATE } from '../src/trace/transactions.ts';
import { type Figure, median, type Part } from './figure.ts';
import { type ResolverPlan, ResolverTraffic } from './resolver-traffic.ts';
import { ASKED_AT_FORWARDER, ASKED_ON, AT_FORWARDER, CACHED, FILE, FORWARDED } from './trace-routes.ts';
import { type Plan, TraceTraffic } from './trace-traffic.ts';

const EVENT_NS = 300;
const MEGABYTES = 160;
// A word kept for each event would be growth; less may be the index, which grows and shrinks with what is open.
const GROWTH_BYTES = 4;
const ROWS = 1_000_000;
// 200,000 events a second.
const EVERY_NS = 5000;
/** As live capture and files hand them over (src/capture/source.ts). */
const LIVE_ROWS = 1024;
const FILE_ROWS = 8192;
const TIMEOUT_NS = 5e9;
// Before the store is full and queries time out, an event costs less.
const FULL_ROWS = 1.2 * ROWS;
/** Events whose times make one sample: long for the scheduler's clock, short beside what other programs do. */
const SAMPLE_ROWS = 50_000;

interface Traffic {
  /** What all rows need, once; then rows. */
  entries(): Batch;
  batch(): Batch;
}

const CLUSTER: Plan = { names: 5000, clients: 50, route: FORWARDED, open: 400 };

const PLANS: Record<string, Plan & { what: string }> = {
  forwarded: { ...CLUSTER, what: 'forwarded, 400 lookups open' },
  'forwarded-5000': { ...CLUSTER, open: 5000, what: 'forwarded, 5,000 lookups open' },
  'forwarded-50000': { ...CLUSTER, open: 50_000, what: 'forwarded, 50,000 lookups open' },
  unanswered: { ...CLUSTER, lost: 44, lostRoute: CACHED, what: '20,000 queries/s unanswered' },
  retried: { ...CLUSTER, route: CACHED, lost: 48, againAfter: 60_000, what: '27,000 queries/s asked again' },
  flood: { ...CLUSTER, names: 1_000_000, route: CACHED, lost: 64, what: '50,000 random names/s unanswered' },
  random: { ...CLUSTER, names: 1_000_000, clients: 5000, what: 'random names, 5,000 clients' },
  hot: { ...CLUSTER, names: 1, clients: 5000, what: 'one name, 5,000 clients' },
  'hot-50000': { ...CLUSTER, names: 1, clients: 5000, open: 50_000, what: 'one name, 50,000 lookups open' },
  file: { names: 1000, clients: 1, route: FILE, open: 20, what: 'file, one client, 1,000 names' },
  'file-100000': {
    names: 100_000,
    clients: 1,
    route: FILE,
    open: 100_000,
    what: 'file, 100,000 queries open',
  },
};

const RESOLVER: ResolverPlan = { names: 100_000, clients: 50, delay: 350, asked: CACHED, askedOn: ASKED_ON };
const AT_RESOLVER = { ...RESOLVER, asked: AT_FORWARDER, askedOn: ASKED_AT_FORWARDER };

const RESOLVER_PLANS: Record<string, ResolverPlan & { what: string }> = {
  resolving: { ...RESOLVER, what: 'recursive resolver, 400 lookups open' },
  'resolving-5000': { ...RESOLVER, delay: 4300, what: 'recursive resolver, 5,000 lookups open' },
  'resolving-alone': { ...AT_RESOLVER, what: 'seen in its own namespace only, 400 open' },
  'resolving-alone-5000': { ...AT_RESOLVER, delay: 4300, what: 'seen in its own namespace only, 5,000 open' },
};

/** Each situation is a part, as no program follows two of them: code that was compiled for one suits it alone. */
export const TRACE_PARTS: Record<string, Part> = Object.fromEntries(
  [
    ...Object.entries(PLANS).map(
      ([name, plan]) =>
        [
          name,
          plan.what,
          () => new TraceTraffic(plan, plan.route === FILE ? FILE_ROWS : LIVE_ROWS, EVERY_NS),
        ] as const,
    ),
    ...Object.entries(RESOLVER_PLANS).map(
      ([name, plan]) => [name, plan.what, () => new ResolverTraffic(plan, LIVE_ROWS, EVERY_NS)] as const,
    ),
  ].map(([name, what, make]) => [
    `trace-${name}`,
    async ({ quick }) => measure(what, make(), quick ? ROWS : 3 * ROWS),
  ]),
);

/** Fills the store, then measures over `rows` events. */
function measure(what: string, traffic: Traffic, rows: number): Figure[] {
  const store = new Store(ROWS);
  store.append(traffic.entries());
  const before = megabytes();
  const traces = new Traces(store, { queryTimeoutNs: TIMEOUT_NS, native: loadAddon() });
  while (store.end < FULL_ROWS) advance(store, traces, traffic);
  const samples: number[] = [];
  const memory: number[] = [];
  while (store.end < FULL_ROWS + rows) {
    const first = store.end;
    let micros = 0;
    while (store.end < first + SAMPLE_ROWS) micros += advance(store, traces, traffic);
    samples.push((micros * 1000) / (store.end - first));
    memory.push(megabytes() - before - store.messageBytes / 1e6);
  }
  const half = memory.length / 2;
  const growth = Math.max(...memory.slice(half)) - Math.max(...memory.slice(0, half));
  const note = `tenth part ${Math.round(samples.sort((a, b) => a - b)[Math.floor(samples.length / 10)])}; ${openAt(traces)}`;
  return [
    { what: `(g) trace: ${what}`, value: median(samples), unit: 'ns/event', most: EVENT_NS, note },
    {
      what: '(g)   its memory',
      value: Math.max(...memory),
      unit: 'MB',
      most: MEGABYTES,
      note: 'the most it was',
    },
    {
      what: '(g)   its growth over the second half',
      value: growth,
      unit: 'MB',
      most: (GROWTH_BYTES * rows) / 2 / 1e6,
    },
  ];
}

/**
 * Microseconds of this thread's processor time for a batch, at most: the processor time of the process counts collectors
 * and compilers on other threads as well, the time of the clock other programs, so the smaller of both is nearer.
 */
function advance(store: Store, traces: Traces, traffic: Traffic): number {
  const { from, to } = store.append(traffic.batch());
  const start = process.cpuUsage();
  const startMs = performance.now();
  traces.advance(from, to);
  const elapsed = (performance.now() - startMs) * 1000;
  const { user, system } = process.cpuUsage(start);
  return Math.min(user + system, elapsed);
}

function openAt({ transactions: t }: Traces): string {
  let open = 0;
  for (let transaction = Math.max(1, t.next - t.capacity); transaction < t.next; transaction++) {
    if (t.alive(transaction) && t.state[t.at(transaction)] === STATE.pending) open++;
  }
  return `${open} queries open at the end`;
}

function megabytes(): number {
  global.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
