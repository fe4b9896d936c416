// In: made-up lookups through a forwarder. Out: on standard output, what following them costs an event.
//
// npx esbuild bench/trace.ts --bundle --platform=node --format=esm --outfile=build/bench-trace.mjs && node build/bench-trace.mjs
import { Store } from '../src/store/store.ts';
import { Traces } from '../src/trace/traces.ts';
import { CONFIDENCE, RELATION } from '../src/trace/words.ts';
import { TraceTraffic } from './trace-traffic.ts';

const EVENTS = 2_000_000;
// Small batches: most of them run without being interrupted by other programs, and the median shows it.
const BATCH_ROWS = 256;
// 200,000 events a second.
const EVENT_NS = 5000;

function run(open: number): void {
  const store = new Store(1_000_000);
  const traffic = new TraceTraffic(BATCH_ROWS, open, EVENT_NS);
  store.append(traffic.entries());
  const traces = new Traces(store, { queryTimeoutNs: 5e9 });
  const costs: number[] = [];
  for (let events = 0; events < EVENTS; events += BATCH_ROWS) {
    const { from, to } = store.append(traffic.batch());
    const start = process.hrtime.bigint();
    traces.advance(from, to);
    if (events > EVENTS / 2) costs.push(Number(process.hrtime.bigint() - start) / BATCH_ROWS);
  }
  costs.sort((a, b) => a - b);
  const at = (part: number) => costs[Math.floor(costs.length * part)].toFixed(0).padStart(6);
  console.log(
    `${String(open).padStart(7)} lookups open: median ${at(0.5)} ns/event, tenth part ${at(0.1)}, best ${at(0)}; ${linked(traces)}`,
  );
}

/** How the newest upstream queries were linked. */
function linked({ transactions: t }: Traces): string {
  const counts = { forwarded: 0, certain: 0 };
  for (let transaction = t.next - 20_000; transaction < t.next; transaction++) {
    if (t.relation[t.at(transaction)] !== RELATION.forwarded) continue;
    counts.forwarded++;
    if (t.confidence[t.at(transaction)] === CONFIDENCE.certain) counts.certain++;
  }
  return `${counts.forwarded} of 10000 linked, ${counts.certain} certain`;
}

for (const open of [20, 400, 5000, 50_000]) run(open);
