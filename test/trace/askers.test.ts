// What a program asks after its query was not answered, or failed: the same lookup, or another.
import { describe, expect, it } from 'vitest';
import { DIG } from './cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from './scene.ts';

const NAME = 'metrics.example.org.';
const SECOND = 1e9;

const toServer = (port: number): Point[] => [
  { netns: 'pod', iface: 'eth0', pkt: OUTGOING, process: DIG, src: `10.0.0.5:${port}`, dst: '10.0.0.2:53' },
];
const fromServer = (port: number): Point[] => [
  { netns: 'pod', iface: 'eth0', pkt: HOST, process: DIG, src: '10.0.0.2:53', dst: `10.0.0.5:${port}` },
];

/** IDs of the queries of each lookup where these were asked at so many seconds, from a new socket each. */
function lookups(seconds: number[], rcode?: number): number[][] {
  const scene = new Scene();
  seconds.forEach((at, n) => {
    scene.query(at * SECOND, { id: n, name: NAME }, toServer(5000 + n));
    if (rcode !== undefined)
      scene.response(at * SECOND + 1e6, { id: n, name: NAME, rcode }, fromServer(5000 + n));
  });
  return scene
    .run()
    .all()
    .map(({ transactions }) => transactions.map(({ id }) => id));
}

describe('a query that was not answered', () => {
  it('is asked again after the wait of a resolver: one lookup', () => {
    expect(lookups([0, 2.5, 7.6])).toEqual([[0, 1, 2]]);
  });

  it('is followed by another lookup where nobody waited any more', () => {
    expect(lookups([0, 2.5, 10, 12.5, 20, 22.5])).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('is asked for ever: no lookup takes in more than 30 seconds', () => {
    const all = lookups(Array.from({ length: 30 }, (_, n) => 5 * n));
    expect(all[0]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(all.length).toBeGreaterThan(3);
    expect(all.flat().length).toBe(30);
  });
});

describe('a query that failed', () => {
  it('is asked again at once: one lookup', () => {
    expect(lookups([0, 0.1], 2)).toEqual([[0, 1]]);
  });

  it('is asked for ever: no lookup takes in more than 30 seconds', () => {
    const all = lookups(
      Array.from({ length: 100 }, (_, n) => 0.9 * n),
      2,
    );
    expect(all.length).toBeGreaterThan(2);
    expect(Math.max(...all.map((ids) => ids.length))).toBeLessThanOrEqual(34);
  });
});

describe('another type of the name', () => {
  const A = { name: NAME, qtype: 1 };
  const AAAA = { name: NAME, qtype: 28 };

  it('was asked together with the first after it', () => {
    const scene = new Scene();
    scene.query(0, { ...A, id: 1 }, toServer(5001));
    scene.query(0.05 * SECOND, { ...AAAA, id: 2 }, toServer(5002));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [2, 'asked-together', 'likely'],
      ],
    ]);
  });

  it('was not where an earlier lookup sends it again while a later one begins', () => {
    const scene = new Scene();
    scene.query(0, { ...AAAA, id: 1 }, toServer(5001));
    scene.query(1 * SECOND, { ...A, id: 2 }, toServer(5002));
    scene.response(1.01 * SECOND, { ...A, id: 2 }, fromServer(5002));
    scene.query(5 * SECOND, { ...AAAA, id: 1 }, toServer(5001));
    scene.query(5.02 * SECOND, { ...A, id: 3 }, toServer(5003));
    expect(
      scene
        .run()
        .links()
        .map((trace) => trace.map(([id]) => id)),
    ).toEqual([[1], [2], [3]]);
  });
});
