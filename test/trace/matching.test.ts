// The boundary to the native matcher: the same transactions however rows are handed over, and wrong memory refused.
import { describe, expect, it } from 'vitest';
import { loadAddon } from '../../src/capture/addon.ts';
import { Store } from '../../src/store/store.ts';
import { Traces } from '../../src/trace/traces.ts';
import { BatchBuilder } from '../support/batch.ts';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { Scene } from './scene.ts';

const LOOKUPS = 200;
// So many that the index grows.
const UNANSWERED = 6000;

/** Lookups by 20 clients, of which every third name is asked by two at once; every fifth is not answered. */
function linked(batchRows: number): number[][] {
  const scene = new Scene({ capacity: 20_000 });
  for (let n = 0; n < UNANSWERED; n++) {
    const name = `silent-${n}.example.org.`;
    scene.query(n * 1000, { id: n, name }, toForwarder({ port: 1024 + n }).slice(0, 1));
  }
  for (let n = 0; n < LOOKUPS; n++) {
    const at = 1e9 + n * 1e6;
    const name = `name-${n % 3 === 0 ? n : n - (n % 2)}.example.org.`;
    const who = { netns: `demo/client-${n % 20}`, address: `10.244.1.${n % 20}`, port: 5000 + n };
    scene.query(at, { id: n, name }, toForwarder(who));
    scene.query(at + 200_000, { id: 1000 + n, name }, toUpstream(6000 + n));
    if (n % 5 === 0) continue;
    scene.response(at + 5e6, { id: 1000 + n, name }, fromUpstream(6000 + n));
    scene.response(at + 6e6, { id: n, name }, fromForwarder(who));
  }
  const t = scene.run(batchRows).traces.transactions;
  return Array.from({ length: t.next - 1 }, (_, n) => {
    const at = t.at(n + 1);
    return [t.parent[at], t.relation[at], t.confidence[at], t.state[at], t.events[at]];
  });
}

describe('rows', () => {
  const expected = linked(500);
  it.each([1, 7, 1024, 20_000])('%i at a time: links and states are the same', (batchRows) => {
    expect(linked(batchRows)).toEqual(expected);
  });
});

it('every end in a batch is told, however many there are', () => {
  const lookups = 3000;
  const scene = new Scene({ capacity: 20_000 });
  const ended = new Set<number>();
  scene.traces.listen({ transactionEnded: (transaction) => ended.add(transaction), traceEnded: () => {} });
  for (let n = 0; n < lookups; n++) {
    const dns = { id: n, name: `name-${n}.example.org.` };
    scene.query(n * 1000, dns, toForwarder({ port: 1024 + n }).slice(0, 1));
    scene.response(1e9 + n * 1000, dns, fromForwarder({ port: 1024 + n }).slice(-1));
  }
  scene.run(2 * lookups);
  expect(ended.size).toBe(lookups);
});

describe('a query at two interfaces whose bytes are kept twice', () => {
  const seen = (...questions: string[]) => {
    const builder = new BatchBuilder();
    const events = questions.map((question, n) => ({
      at: n * 1000,
      iface: `eth${n}`,
      src: '10.0.0.1',
      dst: '10.0.0.2',
      src_port: 4000 + n,
      dst_port: 53,
      name: 'example.org.',
      message: new TextEncoder().encode(question),
      columns: { id: 7, flags: 0x0100, qtype: 1, ifindex: n + 1, pkt_type: 3, transport: 17, hop_limit: 64 },
    }));
    const store = new Store(100);
    const traces = new Traces(store, { queryTimeoutNs: 5e9, native: loadAddon() });
    for (const event of events) {
      const { from, to } = store.append(builder.add(event).batch());
      traces.advance(from, to);
    }
    return new Set(events.map((_, row) => traces.transactionOf(row))).size;
  };

  it('is one transaction where they are equal', () => expect(seen('question', 'question')).toBe(1));
  it('and two where they are not', () => expect(seen('question', 'QUESTION')).toBe(2));
});

describe('memory of another shape is refused', () => {
  const { Matcher } = loadAddon();
  it.each([undefined, {}, { rows: 10 }, { rows: 10, seeds: new Uint32Array(1) }])('%o', (options) => {
    expect(() => new Matcher(options as never)).toThrow(/^expected /);
  });
});
