// Equal questions that are open together, more than are told apart: what is still said, and what is not.
import { describe, expect, it } from 'vitest';
import { toForwarder, toUpstream } from './cluster.ts';
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
  it('some: the link is certain', () => {
    expect(askedAmong(30)).toEqual({ relation: 'forwarded', confidence: 'certain' });
  });

  it('more than are looked at: it is found among what the forwarder received, and likely', () => {
    expect(askedAmong(100)).toEqual({ relation: 'forwarded', confidence: 'likely' });
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
