// In: packets at points, as a test tells them. Out: a store with their events, traced.
import { loadAddon } from '../../src/capture/addon.ts';
import type { Process } from '../../src/store/entries.ts';
import { Store } from '../../src/store/store.ts';
import { describeTrace, type TraceView } from '../../src/trace/describe.ts';
import { Traces } from '../../src/trace/traces.ts';
import { BatchBuilder, type EventSpec } from '../support/batch.ts';
import { ipv4, messageBytes, nameBytes, TYPE } from '../support/dns.ts';

export const HOST = 0;
export const OTHERHOST = 3;
export const OUTGOING = 4;

/** Where a message is seen, and between which ends. */
export interface Point {
  netns: string;
  iface: string;
  pkt: number;
  process?: Partial<Process>;
  /** ADDRESS:PORT (IPv4). */
  src: string;
  dst: string;
  hop?: number;
}

export interface Dns {
  id: number;
  name?: string;
  qtype?: number;
  rcode?: number;
  /** Header bits beside QR and RCODE; RD for queries. */
  flags?: number;
  addresses?: string;
  cname?: string;
  /** A zone and its name server, as a referral tells them. */
  referral?: [zone: string, server: string];
  ipId?: number;
  tcp?: boolean;
  /** Bits of native/anomalies.def. */
  anomalies?: number;
}

export class Scene {
  readonly store: Store;
  readonly traces: Traces;
  readonly #builder = new BatchBuilder();
  readonly #netns = new Map<string, number>();
  readonly #ifaces = new Map<string, number>();
  #events: EventSpec[] = [];

  constructor(options: { capacity?: number; timeoutNs?: number } = {}) {
    this.store = new Store(options.capacity ?? 10_000);
    this.traces = new Traces(this.store, {
      queryTimeoutNs: options.timeoutNs ?? 5e9,
      native: loadAddon(),
    });
  }

  /** A query at each point, `step` nanoseconds apart; returns the time of the last. */
  query(at: number, dns: Dns, points: Point[], step = 10_000): number {
    points.forEach((point, i) => {
      this.#see(at + i * step, dns, point, false);
    });
    return at + (points.length - 1) * step;
  }

  /** The same for a response. */
  response(at: number, dns: Dns, points: Point[], step = 10_000): number {
    points.forEach((point, i) => {
      this.#see(at + i * step, dns, point, true);
    });
    return at + (points.length - 1) * step;
  }

  /** Puts all told so far into the store in the order of their times, `size` rows a batch, and traces them. */
  run(size = 7): this {
    const events = this.#events.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    this.#events = [];
    for (let i = 0; i < events.length; i += size) {
      const { from, to } = this.store.append(this.#builder.add(...events.slice(i, i + size)).batch());
      this.traces.advance(from, to);
    }
    return this;
  }

  /** All traces there are, by number. */
  all(): TraceView[] {
    const numbers = new Set<number>();
    for (let row = this.store.first; row < this.store.end; row++) numbers.add(this.traces.traceOf(row));
    const views = [...numbers]
      .sort((a, b) => a - b)
      .map((trace) => describeTrace(this.store, this.traces, trace));
    return views.filter((view) => view !== undefined);
  }

  /** The only trace there is. */
  only(): TraceView {
    const all = this.all();
    if (all.length !== 1)
      throw new Error(`${all.length} traces: ${all.map((view) => view.verdict).join(' | ')}`);
    return all[0];
  }

  /** ID, relation and confidence of the transactions of all traces. */
  links(): [id: number, relation: string, confidence: string][][] {
    return this.all().map((view) =>
      view.transactions.map(({ id, relation, confidence }) => [id, relation, confidence]),
    );
  }

  #see(at: number, dns: Dns, point: Point, response: boolean): void {
    const name = dns.name ?? 'example.com.';
    const [src, srcPort] = split(point.src);
    const [dst, dstPort] = split(point.dst);
    const flags = (response ? 0x8080 : 0) | (dns.flags ?? 0x0100) | (dns.rcode ?? 0);
    const answers = (dns.addresses ?? '').split(',').filter(Boolean);
    this.#events.push({
      at,
      ...(point.netns !== '' && {
        netns: { inode: number(this.#netns, point.netns), name: point.netns },
      }),
      iface: point.iface,
      src,
      dst,
      src_port: srcPort,
      dst_port: dstPort,
      name,
      addresses: dns.addresses,
      cname: dns.cname,
      message: messageBytes({
        id: dns.id,
        flags,
        question: { name, type: dns.qtype ?? 1 },
        answers: answers.map((address) => ({ name, type: TYPE.A, ttl: 60, data: ipv4(address) })),
        authority: dns.referral && [
          { name: dns.referral[0], type: TYPE.NS, ttl: 60, data: nameBytes(dns.referral[1]) },
        ],
      }),
      ...(point.process ? { process: point.process } : {}),
      columns: {
        id: dns.id,
        flags,
        qtype: dns.qtype ?? 1,
        rcode: dns.rcode ?? 0,
        ifindex: number(this.#ifaces, `${point.netns} ${point.iface}`),
        pkt_type: point.pkt,
        transport: dns.tcp ? 6 : 17,
        hop_limit: point.hop ?? 64,
        ip_id: dns.ipId ?? 0,
        num_answers: answers.length,
        anomalies: dns.anomalies ?? 0,
      },
    });
  }
}

function number(known: Map<string, number>, key: string): number {
  if (!known.has(key)) known.set(key, known.size + 1);
  return known.get(key) as number;
}

function split(end: string): [string, number] {
  const [address, port] = end.split(':');
  return [address, Number(port)];
}
