// In: a seed. Out: a traced store of lookups made at random through a forwarder, and what is true of each.
import { FieldContext } from '../../src/fields/context.ts';
import { MNEMONICS } from '../support/context.ts';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from '../trace/cluster.ts';
import { type Dns, Scene } from '../trace/scene.ts';

/** Mulberry32: the same sequence in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A question as the one who asked it knows it. */
export interface Truth {
  readonly client: string;
  readonly server: string;
  readonly comm: string;
  readonly netns: string;
  readonly name: string;
  readonly qtype: number;
  readonly atNs: number;
  /** Undefined where no answer came. */
  rcode: number | undefined;
  latencyNs: number;
  retries: number;
}

const PODS = ['alice', 'bob', 'carol'];
const TYPES = [1, 28, 65, 16];
const RCODES = [0, 0, 0, 3, 3, 2, 5];
const FORWARDER = '10.244.0.2';
const SERVICE = '10.96.0.10';
const UPSTREAM = '192.168.49.1';
const LOOKUP_PORT = 10_000;

/** Lookups of three pods within about `seconds`: some answered from the cache, some asked on, some lost, some repeated. */
export class Load {
  readonly scene: Scene;
  readonly context: FieldContext;
  readonly truth: Truth[] = [];
  readonly #dice: () => number;

  constructor(seed: number, lookups: number, seconds = 30, capacity = 100_000) {
    this.#dice = random(seed);
    this.scene = new Scene({ capacity });
    this.context = new FieldContext({ store: this.scene.store, mnemonics: MNEMONICS, describe: () => '{}' });
    this.context.traces = this.scene.traces;
    for (let i = 0; i < lookups; i++) this.#lookUp(i, Math.floor(this.#dice() * seconds * 1e9));
  }

  #lookUp(i: number, at: number): void {
    const pod = this.#one(PODS);
    const address = `10.244.0.${5 + PODS.indexOf(pod)}`;
    const comm = this.#one(['curl', 'java']);
    const who = {
      netns: `demo/${pod}`,
      address,
      port: LOOKUP_PORT + i,
      process: { pid: 100, tid: 100, comm },
    };
    const dns = { id: i & 0xffff, name: this.#name(i), qtype: this.#one(TYPES), ipId: (i % 65_000) + 1 };
    const truth = { client: address, server: SERVICE, comm, netns: who.netns, atNs: at };
    const own: Truth = {
      ...truth,
      name: dns.name,
      qtype: dns.qtype,
      rcode: undefined,
      latencyNs: 0,
      retries: 0,
    };
    this.truth.push(own);
    let arrived = this.scene.query(at, dns, toForwarder(who));
    if (this.#dice() < 0.1) {
      own.retries = 1;
      arrived = this.scene.query(at + 2e9, { ...dns, ipId: dns.ipId + 1 }, toForwarder(who));
    }
    if (this.#dice() < 0.1) return;
    own.rcode = this.#one(RCODES);
    const answerAt = this.#dice() < 0.5 ? arrived + 50_000 : this.#askOn(i, arrived + 100_000, own);
    const end = this.scene.response(answerAt, { ...dns, rcode: own.rcode }, fromForwarder(who));
    own.latencyNs = end - at;
  }

  /** The forwarder's own question to the upstream; gives the time at which it can answer. */
  #askOn(i: number, at: number, asked: Truth): number {
    const port = 30_000 + (i % 30_000);
    const dns: Dns = { id: (i * 7) & 0xffff, name: asked.name, qtype: asked.qtype, ipId: (i % 60_000) + 3 };
    const arrived = this.scene.query(at, dns, toUpstream(port));
    const answerAt = arrived + Math.floor(10 ** (4 + 5 * this.#dice()));
    const end = this.scene.response(answerAt, { ...dns, rcode: asked.rcode }, fromUpstream(port));
    this.truth.push({
      client: FORWARDER,
      server: UPSTREAM,
      comm: 'coredns',
      netns: 'kube-system/coredns',
      name: asked.name,
      qtype: asked.qtype,
      atNs: at,
      rcode: asked.rcode,
      latencyNs: end - at,
      retries: 0,
    });
    return end + 30_000;
  }

  #name(i: number): string {
    const domain = this.#one(['example.com.', 'Example.COM.', 'cluster.local.', 'lan.']);
    return this.#dice() < 0.2 ? `x${i}.${domain}` : `${this.#one(['www', 'api', 'db.prod'])}.${domain}`;
  }

  #one<T>(of: readonly T[]): T {
    return of[Math.floor(this.#dice() * of.length)];
  }
}
