// The lookup of seed-scenario.md and its variants: what a trace says of it.
import { describe, expect, it } from 'vitest';
import { traceJson } from '../../src/trace/json.ts';
import { plainNaming } from '../../src/trace/path/naming.ts';
import {
  ANSWER,
  fromForwarder,
  fromUpstream,
  QUESTION,
  toForwarder,
  toUpstream,
  UPSTREAM_ANSWER,
  UPSTREAM_QUESTION,
} from './cluster.ts';
import { Scene } from './scene.ts';

function seedLookup(): Scene {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
  scene.response(29_541_746, UPSTREAM_ANSWER, fromUpstream());
  scene.response(30_215_219, ANSWER, fromForwarder());
  return scene.run();
}

describe('the seed scenario', () => {
  const view = seedLookup().only();

  it('is one trace of two transactions, the second forwarded for certain', () => {
    expect(
      view.transactions.map(({ id, relation, confidence, parent, state }) => ({
        id,
        relation,
        confidence,
        parent,
        state,
      })),
    ).toEqual([
      { id: 0x7f22, relation: '', confidence: 'certain', parent: 0, state: 'answered' },
      { id: 0xae34, relation: 'forwarded', confidence: 'certain', parent: view.trace, state: 'answered' },
    ]);
    expect(view.transactions[1].evidence).toContain('asked by the process that received the parent');
  });

  it('has all 13 hops in order', () => {
    expect(view.hops.map((hop) => hop.row)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const [first, second] = view.transactions.map((transaction) => transaction.transaction);
    const expected = [
      first,
      first,
      first,
      first,
      second,
      second,
      second,
      second,
      second,
      first,
      first,
      first,
      first,
    ];
    expect(view.hops.map((hop) => hop.transaction)).toEqual(expected);
    expect(view.hops[12].offsetNs).toBe(30_245_219);
    expect(view.hops[4].deltaNs).toBe(170_000);
  });

  it('names both translations, there and back', () => {
    expect(view.hops.map((hop) => hop.note).filter(Boolean)).toEqual([
      'dnat 10.96.0.10:53 -> 10.244.0.2:53',
      'dnat undone 10.244.0.2:53 -> 10.96.0.10:53',
    ]);
  });

  it('shares out the time, all of it', () => {
    const { networkNs, forwarderNs, upstreamNs } = view.breakdown;
    expect(view.root.latencyNs).toBe(30_245_219);
    expect(view.transactions[1].latencyNs).toBe(29_361_746);
    expect(networkNs + forwarderNs + upstreamNs).toBe(30_245_219);
    expect(networkNs).toBe(30_000 + 10_000 + 20_000 + 30_000);
    expect(upstreamNs).toBe(29_361_746 - 30_000);
  });

  it('says what happened in a sentence', () => {
    expect(view.verdict).toBe(
      'answered by 192.168.49.1 through coredns in kube-system/coredns in 30.2 ms, 29.4 ms of them for 192.168.49.1',
    );
  });

  it('is one in JSON', () => {
    const scene = seedLookup();
    const json = traceJson(scene.only(), plainNaming(scene.store), (row) => ({ row }));
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      trace: 1,
      root: 1,
      transactions: [
        { id: '7f22', parent: null, attempts: 1, hops: 8, latency_ns: 30245219, state: 'answered' },
        { id: 'ae34', parent: 1, relation: 'forwarded', confidence: 'certain', hops: 5 },
      ],
      hops: [{ row: 0, offset_ns: 0, delta_ns: 0, transaction: 1, note: '' }, ...Array(12).fill({})],
      breakdown: { network_ns: 90000 },
    });
  });
});

describe('variants', () => {
  it('a second lookup from the cache is one transaction', () => {
    const scene = seedLookup();
    const at = 100e6;
    const who = { port: 40123 };
    scene.query(at, { ...QUESTION, id: 0x1111 }, toForwarder(who));
    scene.response(at + 130_000, { ...ANSWER, id: 0x1111 }, fromForwarder(who));
    const [, second] = scene.run().all();
    expect(second.transactions).toHaveLength(1);
    expect(second.verdict).toBe('answered from cache by coredns in kube-system/coredns in 160 µs');
    expect(second.breakdown).toEqual({ networkNs: 60_000, forwarderNs: 100_000, upstreamNs: 0, clientNs: 0 });
  });

  it('a silent upstream: the path ends at the node, and both time out', () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
    scene.run().traces.advanceClock(1_735_689_600_000 + 6000);
    const view = scene.only();
    expect(view.transactions.map((transaction) => transaction.state)).toEqual(['timeout', 'timeout']);
    expect(view.verdict).toBe(
      'no answer: 192.168.49.1 did not answer 1 query for coredns in kube-system/coredns; last seen on veth-dns in node',
    );
  });

  it('SERVFAIL after two timeouts of the upstream', () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
    scene.query(2e9, { ...UPSTREAM_QUESTION, id: 0xbeef }, toUpstream(50860));
    scene.response(4e9, { ...QUESTION, rcode: 2 }, fromForwarder());
    const view = scene.run().only();
    expect(view.transactions.map(({ relation }) => relation)).toEqual(['', 'forwarded', 'retried']);
    expect(view.verdict).toBe(
      'SERVFAIL made by coredns in kube-system/coredns after 2 timeouts of 192.168.49.1, in 4.0 s',
    );
  });

  it('SERVFAIL of the upstream is passed on', () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
    scene.response(1e6, { ...UPSTREAM_QUESTION, rcode: 2 }, fromUpstream());
    scene.response(2e6, { ...QUESTION, rcode: 2 }, fromForwarder());
    expect(scene.run().only().verdict).toBe(
      'SERVFAIL answered by 192.168.49.1, passed on by coredns in kube-system/coredns',
    );
  });
});
