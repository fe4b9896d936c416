// What is asked for ahead: the addon finds keys where the index has them, and no link depends on it.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAddon } from '../../src/capture/addon.ts';
import { Index } from '../../src/trace/index.ts';
import type { Prefetch } from '../../src/trace/prefetch.ts';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { Scene } from './scene.ts';

const built = existsSync(new URL('../../build/Release/dnstop.node', import.meta.url));
if (!built) console.warn('skipped, as the addon is not built: npm run build');

const LOOKUPS = 200;
// So many that the index grows: where little is open, nothing is asked for.
const UNANSWERED = 6000;

/** Lookups by 20 clients, of which every third name is asked by two at once; every fifth is not answered. */
function links(prefetch?: Prefetch): number[][] {
  const scene = new Scene({ prefetch, capacity: 20_000 });
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
  const t = scene.run(500).traces.transactions;
  return Array.from({ length: t.next - 1 }, (_, n) => {
    const at = t.at(n + 1);
    return [t.parent[at], t.relation[at], t.confidence[at], t.state[at], t.events[at]];
  });
}

describe.skipIf(!built)('with the addon', () => {
  it('keys are found where the index has them', () => {
    const addon = loadAddon();
    const index = new Index(() => false);
    const count = 5000;
    const keys = Int32Array.from({ length: count }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
    const others = keys.map((key) => Math.imul(key, 0x85ebca6b));
    keys.forEach((key, i) => {
      index.exchange(key, others[i], i + 1);
    });
    const found = new Uint32Array(count);
    addon.lookUp(index.words, keys, others, count, found);
    const beside = found.filter((value, i) => value !== index.get(keys[i], others[i])).length;
    expect(beside).toBeLessThan(count / 100); // those that went on to the next bucket
    expect(found.filter((value) => value !== 0).length).toBeGreaterThan(count / 2);
  });

  it('arrays of another type, and too short ones, are errors', () => {
    const { lookUp, prefetch } = loadAddon();
    const [words, keys, found] = [new Int32Array(64), new Int32Array(2), new Uint32Array(2)];
    expect(() => lookUp(words, keys, keys, 3, found)).toThrow('expected more words');
    expect(() => lookUp(words, keys, keys, 2, keys as never)).toThrow('expected an array of 32-bit words');
    expect(() => prefetch(words as never, 128, 1, found, 2)).toThrow('expected a Float64Array');
    expect(() => prefetch(new Float64Array(2), 128, 1, found, 3)).toThrow('expected more words');
  });

  it('links are the same', () => {
    expect(links(loadAddon())).toEqual(links());
  });
});

it('the transactions of known messages, new ones and earlier ones of the same question are asked for', () => {
  const asked = new Set<number>();
  const index = new Map<string, number>();
  const lookUp: Prefetch['lookUp'] = (words, a, b, count, found) => {
    for (let w = 0; w < words.length; w += 16)
      for (let at = w; at < w + 15; at += 3) index.set(`${words[at]} ${words[at + 1]}`, words[at + 2]);
    for (let n = 0; n < count; n++) found[n] = index.get(`${a[n]} ${b[n]}`) ?? 0;
  };
  const prefetch: Prefetch['prefetch'] = (_memory, bytes, mask, numbers, count) => {
    expect([bytes, mask]).toEqual([128, 131_071]);
    for (const number of numbers.subarray(0, count)) asked.add(number);
  };
  const last = links({ lookUp, prefetch }).length;
  for (let transaction = UNANSWERED + 1; transaction <= last; transaction++)
    expect(asked).toContain(transaction);
});
