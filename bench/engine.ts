// In: made-up lookups. Out: what each stage behind the boundary costs an event, and filters over a full store.
import { LatencyPairing } from '../src/correlate/latency.ts';
import { FieldContext } from '../src/fields/context.ts';
import { compileFilter } from '../src/filter/compile.ts';
import { Matches } from '../src/filter/matches.ts';
import { Store } from '../src/store/store.ts';
import { batchColumns, EngineTraffic } from './engine-traffic.ts';
import { type Effort, type Figure, median } from './figure.ts';
import { DESCRIBED, MNEMONICS } from './mnemonics.ts';

const EVENTS = 1_000_000;
/** What a turn of 25 ms brings at 80,000 events a second; a multiple of 4. */
const BATCH_ROWS = 2000;
const NAMES = 100_000;
const SCREEN_ROWS = 50;
const QUERY_TIMEOUT_NS = 5e9;
const LIVE_FILTER = 'qr==R && rcode!=Success';
const FILTERS = [
  'qr==R && rcode!=Success',
  'qtype==AAAA && latency_ns>10us',
  'name~service-77.*cluster',
  'name==service-777.namespace-1.svc.cluster.local.',
  'src.addr in 10.244.0.0/25, comm==curl',
  'k8s.podName~mypod || netns==host',
  'pid==99999',
  'src~^10.244.0.7:',
];
const STAGES_NS = 200;
const SCREENFUL_MS = 16;
const COMPLETE_MS = 50;

/** Append, pairing and match by event; each filter's first screenful and all of its matches. */
export async function engine({ quick }: Effort): Promise<Figure[]> {
  const store = new Store(EVENTS);
  const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => DESCRIBED });
  const stages = fill(store, context);
  const scans = FILTERS.flatMap((filter) => scanned(store, context, filter, quick ? 3 : 15));
  return [...stages, ...scans];
}

/** Fills the store twice; the second time rows are evicted, and that is measured. */
function fill(store: Store, context: FieldContext): Figure[] {
  const traffic = new EngineTraffic(NAMES, true);
  const pairing = new LatencyPairing(store, { queryTimeoutNs: QUERY_TIMEOUT_NS });
  const matches = new Matches(store, compileFilter(LIVE_FILTER, context));
  const columns = batchColumns(BATCH_ROWS);
  store.append({ ...traffic.batch(columns, 0), entries: traffic.entries() });
  const times = { append: [] as number[], match: [] as number[], pair: [] as number[] };
  while (store.end < 2 * EVENTS) {
    const batch = traffic.batch(columns, BATCH_ROWS);
    const start = performance.now();
    const { from, to } = store.append(batch);
    const appended = performance.now();
    pairing.append(from, to);
    const paired = performance.now();
    matches.extend();
    if (from < EVENTS) continue;
    times.append.push(appended - start);
    times.pair.push(paired - appended);
    times.match.push(performance.now() - paired);
  }
  if (pairing.counts.paired !== store.end / 2) throw new Error(`paired ${pairing.counts.paired}`);
  return stageFigures(times);
}

function stageFigures(times: Record<'append' | 'match' | 'pair', number[]>): Figure[] {
  const ns = (stage: keyof typeof times) => (median(times[stage]) * 1e6) / BATCH_ROWS;
  const figure = (stage: keyof typeof times, note?: string): Figure => ({
    what: `(b)   ${stage}`,
    value: ns(stage),
    unit: 'ns/event',
    note,
  });
  const both = ns('append') + ns('match');
  return [
    { what: '(b) append and match', value: both, unit: 'ns/event', most: STAGES_NS },
    figure('append'),
    figure('match', LIVE_FILTER),
    figure('pair', 'latency of responses; has no goal'),
  ];
}

interface Scan {
  /** Milliseconds until enough matches for a screen are known; NaN where there are not so many. */
  readonly screenful: number;
  readonly all: number;
  readonly count: number;
}

/** From the text of the filter on, as after each key in the filter bar. */
function scan(store: Store, context: FieldContext, filter: string): Scan {
  const start = performance.now();
  const matches = new Matches(store, compileFilter(filter, context));
  let screenful = Number.NaN;
  // A deadline in the past: one slice at a time.
  while (!matches.work(0)) {
    if (Number.isNaN(screenful) && matches.count >= SCREEN_ROWS) screenful = performance.now() - start;
  }
  return { screenful, all: performance.now() - start, count: matches.count };
}

function scanned(store: Store, context: FieldContext, filter: string, times: number): Figure[] {
  const scans = Array.from({ length: times }, () => scan(store, context, filter));
  const all = median(scans.map((scan) => scan.all));
  const note = `${scans[0].count} of ${store.size} events match, first time ${scans[0].all.toFixed(1)} ms`;
  const figures: Figure[] = [
    { what: `(c) complete: ${filter}`, value: all, unit: 'ms', most: COMPLETE_MS, note },
  ];
  if (scans[0].count < SCREEN_ROWS) return figures;
  // Where the last slice brings the last row of the screen, that is when all is complete.
  const screenful = median(scans.map((scan) => (Number.isNaN(scan.screenful) ? scan.all : scan.screenful)));
  return [{ what: `(c) screenful: ${filter}`, value: screenful, unit: 'ms', most: SCREENFUL_MS }, ...figures];
}
