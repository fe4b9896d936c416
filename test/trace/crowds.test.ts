// Equal questions that are open together, more than are told apart: what is still said, and what is not.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OpenQueries } from '../../src/trace/open-queries.ts';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { OUTGOING, type Point, Scene } from './scene.ts';

const NAME = 'www.example.org.';

const client = (n: number) => ({
  netns: `demo/client-${n}`,
  address: `10.244.1.${n}`,
  port: 5000 + n,
  process: { pid: 100 + n, tid: 100 + n, comm: 'dig' },
});

/** A query from another namespace to a server that is not captured. */
const elsewhere = (n: number): Point[] => [
  {
    netns: 'other',
    iface: 'eth0',
    pkt: OUTGOING,
    process: { pid: 900, tid: 900, comm: 'crawler' },
    src: `10.9.0.1:${10_000 + n}`,
    dst: '192.0.2.53:53',
  },
];

/** What the forwarder's query belongs to after one client asked it, and others asked others. */
function askedAmong(others: number) {
  const scene = new Scene();
  scene.query(0, { id: 1, name: NAME }, toForwarder(client(1)));
  for (let n = 0; n < others; n++) scene.query(50_000 + n * 100, { id: 1000 + n, name: NAME }, elsewhere(n));
  scene.query(1e6, { id: 9, name: NAME }, toUpstream());
  const link = scene
    .run()
    .all()
    .flatMap(({ transactions }) => transactions)
    .find(({ id }) => id === 9);
  return link && { relation: link.relation, confidence: link.confidence };
}

describe('one client asked a forwarder, and equal questions are open elsewhere', () => {
  it.each([30, 100])('%i: the link is certain', (others) => {
    expect(askedAmong(others)).toEqual({ relation: 'forwarded', confidence: 'certain' });
  });

  it('more than are looked at: it is found among what the forwarder received, and likely', () => {
    expect(askedAmong(300)).toEqual({ relation: 'forwarded', confidence: 'likely' });
  });
});

it('of more clients than are told apart, each query of the forwarder goes to one that waits, and none is certain but the first', () => {
  const scene = new Scene();
  const clients = 40;
  for (let n = 1; n <= clients; n++) {
    scene.query(n * 1e6, { id: n, name: NAME }, toForwarder(client(n)));
    scene.query(n * 1e6 + 200_000, { id: 1000 + n, name: NAME }, toUpstream(6000 + n));
  }
  const traces = scene.run().all();
  const links = traces.map((view) =>
    view.transactions.map(({ id, confidence }) => `${id} ${confidence}`).join(', '),
  );
  expect(links[0]).toBe('1 certain, 1001 certain');
  for (let n = 2; n <= clients; n++) expect(links[n - 1]).toBe(`${n} certain, ${1000 + n} likely`);
});

describe('where some wait and others are served', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Lookups of two names by 30 clients, at most 12 open; some are answered from the cache, some asked on twice. */
  function mixed(seed: number): string[] {
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const scene = new Scene();
    for (let n = 1; n <= 120; n++) {
      const at = n * 1e6;
      const name = `name-${random(2)}.example.org.`;
      const who = client(1 + random(30));
      const took = 200_000 + random(10_000_000);
      scene.query(at, { id: n, name }, toForwarder({ ...who, port: 7000 + n }));
      const askedOn = Math.min(2, random(4));
      for (let k = 0; k < askedOn; k++)
        scene.query(
          at + 100_000 + random(900_000),
          { id: 1000 * (k + 1) + n, name },
          toUpstream(9000 + 200 * k + n),
        );
      if (random(8) === 0) continue;
      for (let k = 0; k < askedOn; k++)
        scene.response(at + took + 1e6, { id: 1000 * (k + 1) + n, name }, fromUpstream(9000 + 200 * k + n));
      scene.response(at + took + 1.5e6, { id: n, name }, fromForwarder({ ...who, port: 7000 + n }));
    }
    const traces = scene.run(1000).all();
    return traces.flatMap(({ transactions }) =>
      transactions.map((t) => [transactions[0].id, t.id, t.relation, t.confidence, t.state].join(' ')),
    );
  }

  it.each([1, 2, 3, 4, 5])('links are those of a look at all that are open (seed %i)', (seed) => {
    const quick = mixed(seed);
    vi.spyOn(OpenQueries.prototype, 'walkWaiting').mockImplementation(function (this: OpenQueries, ...args) {
      this.walk(...args);
    });
    expect(quick).toEqual(mixed(seed));
    expect(quick.some((link) => link.includes('likely'))).toBe(true);
    expect(quick.some((link) => link.includes('ambiguous'))).toBe(true);
  });
});
