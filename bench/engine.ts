// In: made-up lookups. Out: on standard output, what each stage behind the boundary costs an event, and a store's memory.
//
// npx esbuild bench/engine.ts --bundle --platform=node --format=esm --outfile=build/bench-engine.mjs && node build/bench-engine.mjs
import { LatencyPairing } from '../src/correlate/latency.ts';
import { FieldContext } from '../src/fields/context.ts';
import { compileFilter } from '../src/filter/compile.ts';
import { Matches } from '../src/filter/matches.ts';
import { Store } from '../src/store/store.ts';
import { batchColumns, EngineTraffic } from './engine-traffic.ts';
import { DESCRIBED, MNEMONICS } from './mnemonics.ts';

const EVENTS = 1_000_000;
const BATCH_ROWS = 8192;
const NAMES = 100_000;
const SCREEN_ROWS = 50;
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

// CPU time: other programs on the machine make the wall clock lie.
const milliseconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const line = (what: string, figure: number, unit: string) =>
  console.log(`${what.padEnd(64)} ${figure.toFixed(1).padStart(8)} ${unit}`);

/** Fills the store twice, so that its rows wrap around; prints the second turn. */
function fill(store: Store, context: FieldContext, traffic: EngineTraffic): void {
  const pairing = new LatencyPairing(store, { queryTimeoutNs: 5e9 });
  const matches = new Matches(store, compileFilter(LIVE_FILTER, context));
  const columns = batchColumns(BATCH_ROWS);
  store.append({ ...traffic.batch(columns, 0), entries: traffic.entries() });
  for (let turn = 0; turn < 2; turn++) {
    const spent = { append: 0, pair: 0, match: 0 };
    let events = 0;
    for (; events < EVENTS; events += BATCH_ROWS) {
      const batch = traffic.batch(columns, BATCH_ROWS);
      const start = milliseconds();
      const { from, to } = store.append(batch);
      const appended = milliseconds();
      pairing.append(from, to);
      const paired = milliseconds();
      matches.extend();
      spent.append += appended - start;
      spent.pair += paired - appended;
      spent.match += milliseconds() - paired;
    }
    if (turn === 0) continue;
    for (const [stage, ms] of Object.entries(spent))
      line(`${stage} (${LIVE_FILTER})`, (ms * 1e6) / events, 'ns/event');
  }
  const { paired, unasked, unanswered } = pairing.counts;
  console.log(`paired ${paired}, unasked ${unasked}, unanswered ${unanswered}, rows kept ${store.size}`);
}

function scan(store: Store, context: FieldContext, filter: string): void {
  const start = milliseconds();
  const matches = new Matches(store, compileFilter(filter, context));
  let first = Number.NaN;
  // A deadline in the past: one slice at a time.
  while (!matches.work(0, milliseconds)) {
    if (Number.isNaN(first) && matches.count >= SCREEN_ROWS) first = milliseconds() - start;
  }
  const all = milliseconds() - start;
  line(`filter ${filter}: screenful`, Number.isNaN(first) ? all : first, 'ms');
  line(`  all of ${store.size} rows, ${matches.count} matches`, all, 'ms');
}

function memory(what: string): void {
  global.gc?.();
  const { rss, heapTotal, heapUsed, arrayBuffers } = process.memoryUsage();
  line(`resident ${what}`, rss / 1e6, 'MB');
  const parts = { heapTotal, heapUsed, arrayBuffers };
  console.log(
    `  ${Object.entries(parts)
      .map(([name, bytes]) => `${name} ${(bytes / 1e6).toFixed(0)}`)
      .join(', ')}`,
  );
}

const shared = process.argv[2] !== 'unshared';
memory('before');
const store = new Store(EVENTS);
const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => DESCRIBED });
fill(store, context, new EngineTraffic(NAMES, shared));
memory(`with ${store.size} rows, ${shared ? 'messages shared by two events' : 'every message its own'}`);
for (const filter of FILTERS) scan(store, context, filter);
memory('after filters');
