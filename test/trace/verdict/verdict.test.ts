// What the sentence about a trace must not say.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FRAGMENT_MISSING } from '../../../src/trace/verdict/causes.ts';
import { NOT_DAMAGED } from '../../../src/trace/verdict/verdict.ts';
import { DIG, fromForwarder, fromUpstream, toForwarder, toUpstream } from '../cluster.ts';
import { Scene } from '../scene.ts';

const NAME = 'www.example.org.';
const client = { netns: 'demo/alice', address: '10.244.0.5', port: 1111, process: DIG };

describe('a forwarder that receives several questions of one lookup is not in a loop', () => {
  it('A and AAAA asked together', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder(client));
    scene.query(60_000, { id: 2, name: NAME, qtype: 28 }, toForwarder(client));
    scene.query(200_000, { id: 8, name: NAME }, toUpstream(6001));
    scene.query(260_000, { id: 9, name: NAME, qtype: 28 }, toUpstream(6002));
    scene.response(8e6, { id: 8, name: NAME, addresses: '192.0.2.1' }, fromUpstream(6001));
    scene.response(8.1e6, { id: 9, name: NAME, qtype: 28 }, fromUpstream(6002));
    scene.response(8.2e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder(client));
    scene.response(8.3e6, { id: 2, name: NAME, qtype: 28 }, fromForwarder(client));
    const view = scene.run().only();
    expect(view.transactions.map(({ relation }) => relation).sort()).toEqual([
      '',
      'asked-together',
      'forwarded',
      'forwarded',
    ]);
    expect(view.verdict).toMatch(
      /^A: answered by .* in 8\.2 ms, .*; NODATA for AAAA in 8\.3 ms; 8\.3 ms in all$/,
    );
  });

  it('a query and its retry under another ID', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder(client));
    scene.query(5e9 + 1e6, { id: 2, name: NAME }, toForwarder({ ...client, port: 1112 }));
    scene.response(5e9 + 2e6, { id: 2, name: NAME }, fromForwarder({ ...client, port: 1112 }));
    const view = scene.run().only();
    expect(view.transactions.map(({ relation }) => relation)).toEqual(['', 'retried']);
    expect(view.verdict).not.toContain('loop');
  });
});

it('does not wait for an answer once no more events will come', () => {
  const scene = new Scene();
  scene.query(0, { id: 1, name: NAME }, toForwarder(client));
  scene.run();
  expect(scene.only().verdict).toMatch(/^waiting for coredns .*, 30 µs so far$/);
  scene.traces.finish();
  expect(scene.only().verdict).toMatch(
    /^no answer from coredns .* in what was captured, which ends \S+ .s after/,
  );
});

it('knows the bits of anomalies by their place in the list', () => {
  const list = readFileSync(new URL('../../../native/anomalies.def', import.meta.url), 'utf8');
  const names = [...list.matchAll(/^X\((\w+),/gm)].map(([, name]) => name);
  expect(1 << names.indexOf('fragment_missing')).toBe(FRAGMENT_MISSING);
  expect(NOT_DAMAGED).toBe(
    ['truncated', 'fragment_missing', 'stream_gap'].reduce(
      (bits, name) => bits | (1 << names.indexOf(name)),
      0,
    ),
  );
});
