// In: what a cluster looks up, and how it fares. Out: batches of its events, at a given rate of event time.
import type { Batch } from '../src/capture/batch.ts';
import { allocateColumns } from '../src/capture/columns.ts';
import { BatchBuilder } from '../test/support/batch.ts';
import { type Point, type Route, SERVER_PORT } from './trace-routes.ts';

const RESPONSE = 0x8180;
const QUERY = 0x0100;
const MESSAGE_BYTES = 100;
const EPOCH_S = 1_735_689_600;
/** Room for lookups that wait for their answers, one after another. */
const MAX_WAITING = 1 << 20;

export interface Plan {
  readonly names: number;
  readonly clients: number;
  /** Lookups that wait for their answer at a time, in their order. */
  readonly open: number;
  /** The way of a lookup. */
  readonly route: Route;
  /** Of each 64 lookups, how many take the other way, which has no answer. */
  readonly lost?: number;
  readonly lostRoute?: Route;
  /** Queries without an answer are sent again after so many other lookups. */
  readonly againAfter?: number;
}

/** A lookup is a number; all about it is computed from that. */
export class TraceTraffic {
  #entries: Batch | undefined;
  readonly #columns;
  readonly #plan: Plan;
  readonly #eventNs: number;
  readonly #events: Generator<[number, Point]>;
  readonly #names: number[] = [];
  readonly #clients: { address: number; netns: number; process: number }[] = [];
  readonly #places: Record<Point['where'], { netns: number; process: number }>;
  readonly #service: number;
  readonly #forwarder: number;
  readonly #upstream: number;
  #timeNs = 0;

  /** `rows` a batch; `eventNs` of event time between two events. */
  constructor(plan: Plan, rows: number, eventNs: number) {
    this.#plan = plan;
    const builder = new BatchBuilder();
    const text = (value: string) => builder.intern(0, value);
    const process = (pid: number, comm: string) =>
      builder.intern(1, [pid, pid, comm, '', '', 0, 0, 1, '', '', ''].join('\0'));
    const netns = (inode: number, name: string) => builder.intern(2, [inode, name, ''].join('\0'));
    for (let i = 0; i < plan.names; i++) this.#names.push(text(`service-${i}.example.org.`));
    for (let i = 0; i < plan.clients; i++) {
      const address = text(`10.${244 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`);
      this.#clients.push({ address, netns: netns(100 + i, `pod${i}`), process: process(10_000 + i, 'app') });
    }
    this.#service = text('10.96.0.10');
    this.#forwarder = text('10.244.255.2');
    this.#upstream = text('192.168.49.1');
    this.#places = {
      client: { netns: 0, process: 0 },
      node: { netns: netns(1, 'node'), process: 0 },
      forwarder: { netns: netns(2, 'coredns'), process: process(2000, 'coredns') },
      file: { netns: 0, process: 0 },
    };
    this.#entries = builder.batch();
    this.#columns = allocateColumns(rows);
    this.#eventNs = eventNs;
    this.#events = this.#interleave();
  }

  /** The entries all rows need, without rows; once, as they are large. */
  entries(): Batch {
    const entries = this.#entries;
    if (entries === undefined) throw new Error('the entries were taken');
    this.#entries = undefined;
    return entries;
  }

  /** The next rows, in memory that is used again. */
  batch(): Batch {
    const rows = this.#columns.time_s.length;
    for (let row = 0; row < rows; row++) {
      const [lookup, point] = this.#events.next().value as [number, Point];
      this.#fill(row, lookup, point);
    }
    return { rows, columns: this.#columns, entries: NO_BYTES, messages: NO_BYTES };
  }

  *#interleave(): Generator<[number, Point]> {
    const { open, route, lost = 0, lostRoute = route, againAfter = 0 } = this.#plan;
    const waiting = new Uint32Array(MAX_WAITING);
    let [first, end] = [0, 0];
    const pairs = (lookup: number, points: readonly Point[]) =>
      points.map((point) => [lookup, point] as [number, Point]);
    for (let lookup = 1; ; lookup++) {
      if (isLost(lookup, lost)) {
        yield* pairs(lookup, lostRoute.there);
        continue;
      }
      yield* pairs(lookup, route.there);
      waiting[end++ % MAX_WAITING] = lookup;
      if (end - first > open) yield* pairs(waiting[first++ % MAX_WAITING], route.back);
      const again = lookup - againAfter;
      if (againAfter > 0 && again > 0 && isLost(again, lost)) yield* pairs(again, lostRoute.there);
    }
  }

  #fill(row: number, lookup: number, point: Point): void {
    const c = this.#columns;
    this.#timeNs += this.#eventNs;
    const spread = Math.imul(lookup, 2654435761) >>> 0;
    const client = this.#clients[lookup % this.#clients.length];
    const place = point.where === 'client' ? client : this.#places[point.where];
    const own = point.leg !== 'upstream';
    c.time_s[row] = EPOCH_S + Math.floor(this.#timeNs / 1e9);
    c.time_ns[row] = this.#timeNs % 1e9;
    c.transport[row] = 17;
    c.ip_version[row] = 4;
    c.qtype[row] = 1;
    c.qclass[row] = 1;
    c.name[row] = this.#names[(Math.imul(spread, 40503) >>> 0) % this.#names.length];
    c.id[row] = own ? spread & 0xffff : spread >>> 16;
    c.ip_id[row] = c.id[row] ^ 0x55;
    c.flags[row] = point.response ? RESPONSE : QUERY;
    c.message[row] = (lookup % 10_000_000) * MESSAGE_BYTES + (own ? 0 : 50) + (point.response ? 25 : 0);
    c.captured_length[row] = 25;
    c.netns[row] = place.netns;
    c.process[row] = point.passing ? 0 : place.process;
    c.ifindex[row] = point.ifindex === 0 ? 10 + (lookup % this.#clients.length) : point.ifindex;
    c.pkt_type[row] = point.pktType;
    c.hop_limit[row] = point.hopLimit;
    this.#putEnds(row, lookup, point, client.address);
  }

  #putEnds(row: number, lookup: number, { leg, response }: Point, address: number): void {
    const c = this.#columns;
    const upstream = leg === 'upstream';
    const client = upstream ? this.#forwarder : address;
    const port = upstream ? 1024 + ((lookup * 13) % 60_000) : 20_000 + ((lookup * 7) % 40_000);
    const server = upstream ? this.#upstream : leg === 'service' ? this.#service : this.#forwarder;
    c.src_addr[row] = response ? server : client;
    c.src_port[row] = response ? SERVER_PORT : port;
    c.dst_addr[row] = response ? client : server;
    c.dst_port[row] = response ? port : SERVER_PORT;
  }
}

function isLost(lookup: number, lost: number): boolean {
  return lookup % 64 < lost;
}

const NO_BYTES = new Uint8Array(0);
