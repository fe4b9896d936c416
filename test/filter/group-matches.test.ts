import { describe, expect, it } from 'vitest';
import { GroupMatches } from '../../src/filter/group-matches.ts';
import { contextOf } from '../support/context.ts';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from '../trace/cluster.ts';
import { OUTGOING, type Point, Scene } from '../trace/scene.ts';

const EPOCH_MS = Date.UTC(2025, 0, 1);
const FOREVER = Number.POSITIVE_INFINITY;
const SERVER = '10.0.0.53:53';

/** Lookups of one client, one a millisecond, each third unanswered. */
function asked(count: number, options?: ConstructorParameters<typeof Scene>[0]): Scene {
  const scene = new Scene(options);
  for (let i = 0; i < count; i++) {
    const client = `10.0.0.2:${5000 + i}`;
    const point: Point = { netns: 'pod', iface: 'eth0', pkt: OUTGOING, src: client, dst: SERVER };
    const dns = { id: i, name: `n${i}.example.` };
    scene.query(i * 1e6, dns, [point]);
    if (i % 3 !== 0) scene.response(i * 1e6 + 4e5, dns, [{ ...point, pkt: 0, src: SERVER, dst: client }]);
  }
  return scene.run(16);
}

function matchesOf(scene: Scene, rows: 'transactions' | 'traces', filter = ''): GroupMatches {
  const context = contextOf([], { store: scene.store });
  context.traces = scene.traces;
  const matches = new GroupMatches(context, scene.traces, rows);
  matches.setFilter(filter);
  return matches;
}

const found = (matches: GroupMatches): number[] =>
  Array.from({ length: matches.count }, (_, index) => matches.at(index));

describe('rows of transactions', () => {
  it('are one for each, in the order they began', () => {
    const scene = asked(90);
    const matches = matchesOf(scene, 'transactions');
    expect(matches.work(FOREVER)).toBe(true);
    expect(matches.count).toBe(90);
    const rows = found(matches);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(rows.map((row) => scene.traces.transactionOf(row))).toEqual(rows.map((_, index) => index + 1));
  });

  it('match by any of their events', () => {
    const matches = matchesOf(asked(90), 'transactions', 'qr==R && src.port==53');
    matches.work(FOREVER);
    expect(matches.count).toBe(60);
  });

  it('are found newest first, as time allows', () => {
    const matches = matchesOf(asked(600), 'transactions', 'state==pending');
    let reads = 0;
    // The clock runs out after one look at it.
    expect(matches.work(1, () => reads++)).toBe(false);
    const newest = matches.at(matches.count - 1);
    expect(matches.count).toBeLessThan(200);
    matches.work(FOREVER);
    expect(matches.count).toBe(200);
    expect(matches.at(199)).toBe(newest);
  });

  it('come and go as they are answered or time out', () => {
    const scene = new Scene();
    const point: Point = { netns: 'pod', iface: 'eth0', pkt: OUTGOING, src: '10.0.0.2:5000', dst: SERVER };
    const pending = matchesOf(scene, 'transactions', 'state==pending');
    const timeout = matchesOf(scene, 'transactions', 'state==timeout');
    const counts = (): number[] =>
      [pending, timeout].map((matches) => {
        matches.work(FOREVER);
        return matches.count;
      });
    scene.query(0, { id: 1, name: 'a.example.' }, [point]);
    scene.query(1e6, { id: 2, name: 'b.example.' }, [{ ...point, src: '10.0.0.2:5001' }]);
    scene.run();
    expect(counts()).toEqual([2, 0]);
    scene.response(9e6, { id: 1, name: 'a.example.' }, [{ ...point, pkt: 0, src: SERVER, dst: point.src }]);
    scene.run();
    expect(counts()).toEqual([1, 0]);
    scene.traces.advanceClock(EPOCH_MS + 7000);
    expect(counts()).toEqual([0, 1]);
  });

  it('leave with the event they began with', () => {
    const scene = asked(90, { capacity: 60 });
    const matches = matchesOf(scene, 'transactions');
    matches.work(FOREVER);
    expect(matches.at(0)).toBeGreaterThanOrEqual(scene.store.first);
    expect(matches.count).toBe(36);
  });

  it('stay as they were after a filter that is wrong', () => {
    const matches = matchesOf(asked(30), 'transactions', 'qr==R');
    matches.work(FOREVER);
    expect(() => matches.setFilter('qr==')).toThrow();
    matches.work(FOREVER);
    expect(matches.count).toBe(20);
  });
});

describe('rows of traces', () => {
  it('are one for a lookup with all that was asked on for it', () => {
    const scene = new Scene();
    const matches = matchesOf(scene, 'traces');
    scene.query(0, { id: 1, name: 'a.example.' }, toForwarder());
    scene.query(200_000, { id: 2, name: 'a.example.' }, toUpstream());
    scene.response(9e6, { id: 2, name: 'a.example.' }, fromUpstream());
    scene.response(10e6, { id: 1, name: 'a.example.' }, fromForwarder());
    scene.run(1);
    matches.work(FOREVER);
    expect(found(matches)).toEqual([0]);
  });

  it('match by an event of a transaction below them', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: 'a.example.' }, toForwarder());
    scene.query(200_000, { id: 2, name: 'a.example.' }, toUpstream());
    scene.run();
    const upstream = matchesOf(scene, 'traces', 'dst.addr==192.168.49.1');
    upstream.work(FOREVER);
    expect(found(upstream)).toEqual([0]);
    const elsewhere = matchesOf(scene, 'traces', 'dst.addr==192.168.49.2');
    elsewhere.work(FOREVER);
    expect(elsewhere.count).toBe(0);
  });
});
