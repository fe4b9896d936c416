// Many lookups at once through forwarders whose every link is known: what is called certain is true.
import { describe, expect, it, vi } from 'vitest';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { Scene } from './scene.ts';

// The seeds of hashes (hash.ts) are made when it is loaded. Legs are compared by 16 bits, among messages of one ID and
// question; where there are but 8 IDs, two of them are equal in one of some hundred runs.
vi.hoisted(() => vi.spyOn(Math, 'random').mockReturnValue(0.123456789));

/** Mulberry32: the same sequence in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Traffic {
  lookups: number;
  /** Longest time between two lookups, in nanoseconds. */
  gapNs: number;
  /** How many different DNS IDs there are. */
  ids: number;
  /** Gives the name of a lookup. */
  name(i: number, dice: () => number): string;
  /** Equal questions that are under way share one upstream query. */
  merges: boolean;
  /** Chance that the answer comes from the cache, and that an upstream does not answer. */
  cached: number;
  silent: number;
  /** Longest time in the forwarder before it asks on: then equal questions overtake each other. */
  delayNs: number;
}

/** Port of the client's socket -> ports of the forwarder's sockets that asked for it. */
type Truth = Map<number, Set<number>>;

const LOOKUP_PORT = 10_000;
const UPSTREAM_PORT = 30_000;

/** Two pods ask the forwarder, which asks its upstream from a new port each time and once more after 400 ms. */
class Simulation {
  readonly scene = new Scene({ capacity: 100_000 });
  readonly truth: Truth = new Map();
  readonly #dice: () => number;
  readonly #traffic: Traffic;
  readonly #open = new Map<string, { ports: Set<number>; answerAt: number }>();
  #nextPort = UPSTREAM_PORT;

  constructor(seed: number, traffic: Traffic) {
    this.#dice = random(seed);
    this.#traffic = traffic;
    let at = 0;
    for (let i = 0; i < traffic.lookups; i++) {
      at += this.#upTo(traffic.gapNs);
      this.#lookUp(i, at);
    }
    this.scene.run(64);
  }

  #lookUp(i: number, at: number): void {
    const pod = i % 2 === 0 ? 'alice' : 'bob';
    const address = i % 2 === 0 ? '10.244.0.5' : '10.244.0.6';
    const process = { pid: 100 + (i % 2), tid: 100 + (i % 2), comm: 'load' };
    const who = { netns: `demo/${pod}`, address, port: LOOKUP_PORT + i, process };
    const dns = { id: this.#upTo(this.#traffic.ids), name: this.#traffic.name(i, this.#dice) };
    const arrived = this.scene.query(at, { ...dns, ipId: i + 1 }, toForwarder(who));
    const ports = new Set<number>();
    this.truth.set(who.port, ports);
    const answerAt =
      this.#dice() < this.#traffic.cached
        ? arrived + this.#upTo(50_000)
        : this.#ask(dns.name, arrived, ports);
    const answer = { ...dns, ipId: i + 1, addresses: '192.0.2.1' };
    this.scene.response(answerAt + 20_000 + this.#upTo(50_000), answer, fromForwarder(who));
  }

  /** Asks the upstream, or waits for who does; gives the time of the answer. */
  #ask(name: string, arrived: number, ports: Set<number>): number {
    const out = this.#open.get(name);
    if (this.#traffic.merges && out && out.answerAt > arrived) {
      for (const port of out.ports) ports.add(port);
      return out.answerAt;
    }
    let sentAt = arrived + 20_000 + this.#upTo(this.#traffic.delayNs);
    if (this.#dice() < this.#traffic.silent) {
      this.#send(name, sentAt, ports);
      sentAt += 400e6;
    }
    const answerAt = sentAt + 1e6 + this.#upTo(30e6);
    const { id, port } = this.#send(name, sentAt, ports);
    this.scene.response(answerAt - 40_000, { id, name, addresses: '192.0.2.1' }, fromUpstream(port));
    this.#open.set(name, { ports, answerAt });
    return answerAt;
  }

  #send(name: string, at: number, ports: Set<number>) {
    const port = this.#nextPort++;
    const id = this.#upTo(this.#traffic.ids);
    this.scene.query(at, { id, name, ipId: port }, toUpstream(port));
    ports.add(port);
    return { id, port };
  }

  #upTo(limit: number): number {
    return Math.floor(this.#dice() * limit);
  }
}

/** Links found, by what they are called: true ones and false ones; and how many of the true ones were found. */
function judge({ scene, truth }: Simulation) {
  const counts = { certain: [0, 0], likely: [0, 0], ambiguous: [0, 0] };
  let found = 0;
  const views = scene.all();
  const port = (client: string) => Number(client.split(':')[1]);
  for (const { root, transactions } of views) {
    const ports = truth.get(port(root.client)) ?? new Set();
    for (const { relation, confidence, client } of transactions) {
      if (relation === '') continue;
      const isTrue = ports.has(port(client));
      counts[confidence][isTrue ? 0 : 1]++;
      if (isTrue) found++;
    }
  }
  const links = [...truth.values()].reduce((sum, ports) => sum + ports.size, 0);
  return {
    counts,
    recall: links === 0 ? 1 : found / links,
    roots: views.map(({ root }) => port(root.client)),
  };
}

const oneInFiveEqual = (i: number, dice: () => number) =>
  `n${dice() < 0.2 ? i - Math.floor(dice() * 4) : i}.example.`;
const fewNames = (_: number, dice: () => number) => `n${Math.floor(dice() * 30)}.example.`;
const usual = {
  lookups: 1000,
  gapNs: 10e6,
  ids: 65536,
  name: oneInFiveEqual,
  cached: 0,
  silent: 0,
  delayNs: 200_000,
};
const SEEDS = [1, 2, 3, 4];

const slow = { ...usual, gapNs: 1e6, name: fewNames, delayNs: 30e6, merges: false };

describe.each([
  { kind: 'merges', traffic: { ...usual, merges: true }, recall: 0.99 },
  { kind: 'does not merge', traffic: { ...usual, merges: false }, recall: 0.99 },
  {
    kind: 'merges, caches and retries',
    traffic: { ...usual, merges: true, cached: 0.3, silent: 0.05 },
    recall: 0.98,
  },
  {
    kind: 'is asked 30 names',
    traffic: { ...usual, gapNs: 1e6, name: fewNames, merges: false },
    recall: 0.99,
  },
  {
    kind: 'knows 8 IDs',
    traffic: { ...usual, gapNs: 2e6, ids: 8, name: fewNames, merges: true },
    recall: 0.99,
  },
  { kind: 'is slow to ask on', traffic: slow, recall: 0.5 },
  { kind: 'is slow, caches and retries', traffic: { ...slow, cached: 0.3, silent: 0.1 }, recall: 0.5 },
])('through a forwarder that $kind', ({ traffic, recall }) => {
  it.each(SEEDS)('nothing false is certain (seed %i)', (seed) => {
    const result = judge(new Simulation(seed, traffic));
    if (process.env.TRACE_COUNTS)
      console.log(JSON.stringify(result.counts), result.recall, result.roots.length);
    expect(result.counts.certain[1]).toBe(0);
    expect(result.recall).toBeGreaterThanOrEqual(recall);
    expect(new Set(result.roots).size).toBe(traffic.lookups);
  });
});
