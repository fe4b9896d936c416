// What following lookups may take, whatever is asked: memory, and what a trace shows of a storm.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CACHED } from '../../bench/trace-routes.ts';
import { TraceTraffic } from '../../bench/trace-traffic.ts';
import { loadAddon } from '../../src/capture/addon.ts';
import { Store } from '../../src/store/store.ts';
import { Traces } from '../../src/trace/traces.ts';
import { toForwarder, toUpstream } from './cluster.ts';
import { Scene } from './scene.ts';

const NAME = 'www.example.org.';
const BATCH_ROWS = 1000;
const EVERY_NS = 5000;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

function bytes(): number {
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('bounds', () => {
  it('memory does not grow with queries that nobody answers', () => {
    const plan = { names: 100_000, clients: 50, route: CACHED, open: 0, lost: 64 };
    const traffic = new TraceTraffic(plan, BATCH_ROWS, EVERY_NS);
    const store = new Store(100_000);
    store.append(traffic.entries());
    const traces = new Traces(store, { queryTimeoutNs: 0.2e9, native: loadAddon() });
    const follow = (events: number) => {
      for (const end = store.end + events; store.end < end; ) {
        const { from, to } = store.append(traffic.batch());
        traces.advance(from, to);
      }
    };
    // The index grows and shrinks as it is cleaned: the least of several looks.
    const least = () =>
      Math.min(
        ...Array.from({ length: 6 }, () => {
          follow(100_000);
          return bytes();
        }),
      );
    follow(200_000);
    const before = least();
    follow(600_000);
    // A word kept for each event would be more.
    expect(least() - before).toBeLessThan(4e6);
    expect(traces.transactions.next).toBeGreaterThan(3 * traces.transactions.capacity);
  }, 60_000);

  it('of a storm the first and the newest transactions are shown, and the verdict says so', () => {
    const asked = (times: number) => {
      const scene = new Scene();
      scene.query(0, { id: 1, name: NAME }, toForwarder());
      for (let n = 0; n < times; n++) {
        scene.query(1e6 + n * 1e6, { id: 1000 + n, name: NAME }, toUpstream(2000 + n));
      }
      return scene.run().only();
    };
    const few = asked(256);
    expect(few.transactions).toHaveLength(257);
    expect(few.verdict).not.toContain('newest');
    const many = asked(300);
    expect(many.transactions).toHaveLength(257);
    expect(many.root.transaction).toBe(1);
    expect(many.transactions.at(-1)?.transaction).toBe(301);
    expect(many.verdict).toContain('shown are the first and the newest 256 of its transactions');
  });
});
