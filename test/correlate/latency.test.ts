import { describe, expect, it } from 'vitest';
import { LatencyPairing } from '../../src/correlate/latency.ts';
import { OUTCOME, Store } from '../../src/store/store.ts';
import { BatchBuilder, type EventSpec } from '../support/batch.ts';

const HOST = 0;
const OTHERHOST = 3;
const OUTGOING = 4;
const MS = 1e6;
const S = 1e9;

interface Sent extends EventSpec {
  pkt?: number;
  ifindex?: number;
  id?: number;
  qtype?: number;
}

function event({ pkt = OUTGOING, ifindex = 2, id = 0x7f22, qtype = 1, ...spec }: Sent): EventSpec {
  return { ...spec, columns: { pkt_type: pkt, ifindex, id, qtype, ...spec.columns } };
}

const query = (sent: Sent = {}) =>
  event({ src: '10.0.0.1', dst: '10.0.0.53', src_port: 4000, dst_port: 53, ...sent });

const answer = (sent: Sent = {}) =>
  event({
    src: '10.0.0.53',
    dst: '10.0.0.1',
    src_port: 53,
    dst_port: 4000,
    response: true,
    pkt: HOST,
    ...sent,
  });

/** Latencies and outcomes by row, appended in pieces of `pieces` rows. */
function paired(specs: EventSpec[], { pieces = specs.length, maxOpen = 1000, capacity = 1000 } = {}) {
  const store = new Store(capacity);
  const pairing = new LatencyPairing(store, { queryTimeoutNs: 5 * S, maxOpen });
  const builder = new BatchBuilder();
  for (let i = 0; i < specs.length; i += pieces) {
    const { from, to } = store.append(builder.add(...specs.slice(i, i + pieces)).batch());
    pairing.append(from, to);
  }
  return {
    pairing,
    latency: [...store.latency.subarray(0, specs.length)],
    outcome: [...store.outcome.subarray(0, specs.length)],
  };
}

const NONE = Number.NaN;
const { paired: PAIRED, unanswered: UNANSWERED, unasked: UNASKED, retried: RETRIED, open: OPEN } = OUTCOME;

describe('LatencyPairing', () => {
  it('measures from the query to its response', () => {
    const { latency, outcome, pairing } = paired([query({ at: 0 }), answer({ at: 29_361_746 })]);
    expect(latency).toEqual([NONE, 29_361_746]);
    expect(outcome).toEqual([PAIRED, PAIRED]);
    expect(pairing.open).toBe(0);
  });

  it.each<[string, Sent]>([
    ['ID', { id: 1 }],
    ['type', { qtype: 28 }],
    ['name', { name: 'other.example.' }],
    ['port of the client', { dst_port: 4001 }],
    ['address of the server', { src: '10.0.0.54' }],
    ['namespace', { netns: { inode: 5 } }],
    ['transport', { columns: { transport: 6 } }],
  ])('takes no response with another %s', (_, other) => {
    const { columns, ...rest } = other;
    const response = answer({ at: MS, ...rest });
    const { outcome, latency } = paired([
      query(),
      { ...response, columns: { ...response.columns, ...columns } },
    ]);
    expect(outcome).toEqual([OPEN, UNASKED]);
    expect(latency[1]).toBe(NONE);
  });

  it('takes a name in other case, and a response without a question', () => {
    const mixed = paired([query({ name: 'ExAmple.com.' }), answer({ at: MS, name: 'example.COM.' })]);
    expect(mixed.latency[1]).toBe(MS);
    const bare = paired([query(), answer({ at: MS, name: '', qtype: 0 })]);
    expect(bare.latency[1]).toBe(MS);
  });

  it('tells the two sides of a loopback apart', () => {
    const lo = { ifindex: 1, iface: 'lo' };
    const { latency } = paired([
      query({ ...lo, at: 0, pkt: OUTGOING }),
      query({ ...lo, at: 10, pkt: HOST }),
      answer({ ...lo, at: 1010, pkt: OUTGOING }),
      answer({ ...lo, at: 1025, pkt: HOST }),
    ]);
    expect(latency).toEqual([NONE, NONE, 1000, 1025]);
  });

  it('pairs each interface of a node by itself, translated addresses by theirs', () => {
    const service = '10.96.0.10';
    const { latency } = paired([
      query({ at: 0, dst: service, pkt: OTHERHOST, ifindex: 5 }),
      query({ at: 10, dst: '10.244.0.2', pkt: OUTGOING, ifindex: 6 }),
      answer({ at: 500, src: '10.244.0.2', pkt: OTHERHOST, ifindex: 6 }),
      answer({ at: 520, src: service, pkt: OUTGOING, ifindex: 5 }),
    ]);
    expect(latency).toEqual([NONE, NONE, 490, 520]);
  });

  it('takes another interface of the namespace where the response came another way', () => {
    const { latency } = paired([query({ ifindex: 2 }), answer({ at: MS, ifindex: 3 })]);
    expect(latency[1]).toBe(MS);
    const sameDirection = paired([query({ ifindex: 2 }), answer({ at: MS, ifindex: 3, pkt: OUTGOING })]);
    expect(sameDirection.outcome).toEqual([OPEN, UNASKED]);
  });

  it('prefers the query of the same interface over a later one elsewhere', () => {
    const { latency } = paired([
      query({ at: 0, ifindex: 2 }),
      query({ at: 10, ifindex: 3 }),
      answer({ at: 100, ifindex: 2 }),
      answer({ at: 110, ifindex: 3 }),
    ]);
    expect(latency).toEqual([NONE, NONE, 100, 100]);
  });

  it('pairs where a capture file does not know directions', () => {
    const { latency } = paired([query({ pkt: 255 }), answer({ pkt: 255, at: 7 })]);
    expect(latency[1]).toBe(7);
  });

  it('measures from the last attempt and marks the ones before', () => {
    const { latency, outcome, pairing } = paired([
      query({ at: 0 }),
      query({ at: 2 * S }),
      answer({ at: 2 * S + MS }),
    ]);
    expect(latency[2]).toBe(MS);
    expect(outcome).toEqual([RETRIED, PAIRED, PAIRED]);
    expect(pairing.counts).toMatchObject({ paired: 1, retried: 1, unanswered: 0 });
  });

  it('takes a second response to one query as unasked', () => {
    expect(paired([query(), answer({ at: 1 }), answer({ at: 2 })]).outcome).toEqual([
      PAIRED,
      PAIRED,
      UNASKED,
    ]);
  });

  it('never pairs a response with a query that was later in event time', () => {
    expect(paired([query({ at: 100 }), answer({ at: 50 })]).outcome).toEqual([OPEN, UNASKED]);
  });

  it('gives up in event time, the same however rows are cut into batches', () => {
    const specs = [
      query({ at: 0, id: 1 }),
      query({ at: 6 * S, id: 2 }),
      answer({ at: 7 * S, id: 1 }),
      query({ at: 60 * S, id: 3 }),
    ];
    for (const pieces of [1, 2, 4]) {
      const { latency, outcome, pairing } = paired(specs, { pieces });
      expect(outcome).toEqual([PAIRED, UNANSWERED, PAIRED, OPEN]);
      expect(latency[2]).toBe(7 * S);
      expect(pairing.counts.unanswered).toBe(2);
      expect(pairing.open).toBe(1);
    }
  });

  it('keeps a bounded number of open queries and drops the oldest', () => {
    const many = Array.from({ length: 50 }, (_, id) => query({ at: id, id }));
    const { pairing, outcome } = paired([...many, answer({ at: 60, id: 39 }), answer({ at: 61, id: 40 })], {
      maxOpen: 10,
    });
    expect(outcome.slice(-2)).toEqual([UNASKED, PAIRED]);
    expect(pairing.counts.forgotten).toBe(40);
    expect(pairing.open).toBe(9);
  });

  it('forgets queries whose rows were evicted', () => {
    const many = Array.from({ length: 30 }, (_, id) => query({ at: id, id }));
    const { pairing } = paired([...many, answer({ at: 31, id: 2 })], { capacity: 8, pieces: 1 });
    expect(pairing.counts).toMatchObject({ unasked: 1, paired: 0 });
    expect(pairing.open).toBeLessThanOrEqual(8);
  });

  it('stays bounded on a capture of one flow and ID with ever other names', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => query({ at: i, name: `n${i}.` }));
    const { pairing } = paired([...many, answer({ at: 20_000, name: 'n19999.' })], {
      capacity: 30_000,
      maxOpen: 30_000,
    });
    expect(pairing.counts.paired).toBe(1);
  });
});
