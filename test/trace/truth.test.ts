// Many lookups at once through forwarders whose every link is known: what is called certain is true.
import { describe, expect, it } from 'vitest';
import { CONFIDENCE_WORDS } from '../../src/trace/words.ts';
import { COREDNS, fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { Scene } from './scene.ts';

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

interface Truth {
  scene: Scene;
  /** DNS ID of the upstream query -> IDs of the lookups that wait for it, the cause first. */
  waiting: Map<number, number[]>;
  lookups: number;
}

const LOOKUPS = 1000;

/** Lookups of two pods, one in five with a name that is under way; the forwarder merges equal questions or does not. */
function simulate(seed: number, merges: boolean): Truth {
  const dice = random(seed);
  const scene = new Scene({ capacity: 100_000 });
  const waiting = new Map<number, number[]>();
  const open: { name: string; id: number; sentAt: number; answerAt: number }[] = [];
  let at = 0;
  for (let i = 0; i < LOOKUPS; i++) {
    const same = dice() < 0.2 && i > 0;
    at += same ? Math.floor(dice() * 300_000) : Math.floor(dice() * 10e6);
    const who = {
      netns: i % 2 === 0 ? 'demo/alice' : 'demo/bob',
      address: i % 2 === 0 ? '10.244.0.5' : '10.244.0.6',
      port: 10_000 + i,
      process: { pid: 100 + (i % 2), tid: 100 + (i % 2), comm: 'load' },
    };
    const name = same ? `n${i - 1 - Math.floor(dice() * Math.min(3, i))}.example.` : `n${i}.example.`;
    const id = i + 1;
    const arrived = scene.query(at, { id, name, ipId: i }, toForwarder(who));
    const out = open.find((query) => query.name === name && query.answerAt > arrived);
    let answerAt: number;
    if (merges && out) {
      waiting.get(out.id)?.push(id);
      answerAt = out.answerAt;
    } else {
      const own = 30_000 + i;
      const sentAt = arrived + 20_000 + Math.floor(dice() * 200_000);
      answerAt = sentAt + 1e6 + Math.floor(dice() * 30e6);
      scene.query(sentAt, { id: own, name }, toUpstream(own));
      scene.response(answerAt - 40_000, { id: own, name, addresses: '192.0.2.1' }, fromUpstream(own));
      waiting.set(own, [id]);
      open.push({ name, id: own, sentAt, answerAt });
    }
    const delay = 20_000 + Math.floor(dice() * 50_000);
    scene.response(answerAt + delay, { id, name, addresses: '192.0.2.1' }, fromForwarder(who));
  }
  return { scene: scene.run(64), waiting, lookups: LOOKUPS };
}

/** Links found, by how they are called, and whether they are true. */
function judge({ scene, waiting }: Truth) {
  const counts = { certain: [0, 0], likely: [0, 0], ambiguous: [0, 0] };
  const found = new Set<string>();
  const views = scene.all();
  for (const view of views) {
    for (const child of view.transactions) {
      if (child.parent === 0) continue;
      const parent = view.transactions.find((other) => other.transaction === child.parent);
      const isTrue = waiting.get(child.id)?.includes(parent?.id ?? 0) === true;
      counts[child.confidence][isTrue ? 0 : 1]++;
      if (isTrue) found.add(`${parent?.id} ${child.id}`);
    }
  }
  const all = [...waiting].flatMap(([child, parents]) => parents.map((parent) => `${parent} ${child}`));
  return { counts, found: all.filter((link) => found.has(link)).length / all.length, traces: views.length };
}

describe.each([
  { kind: 'merges', merges: true },
  { kind: 'does not merge', merges: false },
])('1000 lookups through a forwarder that $kind', ({ merges }) => {
  it.each([1, 2, 3, 4, 5])('seed %i', (seed) => {
    const truth = simulate(seed, merges);
    const { counts, found, traces } = judge(truth);
    expect(traces).toBe(truth.lookups);
    expect(counts.certain[1]).toBe(0);
    expect(found).toBeGreaterThanOrEqual(merges ? 0.99 : 0.97);
    if (process.env.TRACE_COUNTS) console.log(kind(merges), seed, JSON.stringify(counts), found);
  });
});

const kind = (merges: boolean) =>
  `${merges ? 'merging' : 'not merging'} ${COREDNS.comm} ${CONFIDENCE_WORDS.length}`;
