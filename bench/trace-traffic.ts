// In: how many lookups are open at once. Out: batches of forwarded lookups as every namespace of a cluster sees them.
import type { Batch } from '../src/capture/batch.ts';
import { allocateColumns } from '../src/capture/columns.ts';
import { BatchBuilder } from '../test/support/batch.ts';

const NAMES = 5000;
const PODS = 50;
const QUERY_EVENTS = 6;
const EVENTS = 13;
const HOST = 0;
const OTHERHOST = 3;
const OUTGOING = 4;
const RESPONSE = 0x8080;
const MESSAGE_BYTES = 100;

interface Lookup {
  readonly pod: number;
  readonly name: number;
  readonly port: number;
  readonly id: number;
  readonly upstreamPort: number;
  readonly upstreamId: number;
  readonly message: number;
}

/** The 13 events of seed-scenario.md for each lookup, by 50 pods through one forwarder, interleaved. */
export class TraceTraffic {
  readonly #builder = new BatchBuilder();
  readonly #columns;
  readonly #rows: number;
  readonly #eventNs: number;
  readonly #events: Generator<[Lookup, number]>;
  readonly #names: number[] = [];
  readonly #addresses: number[] = [];
  readonly #podNetns: number[] = [];
  readonly #clients: number[] = [];
  readonly #service: number;
  readonly #forwarderAddress: number;
  readonly #upstream: number;
  readonly #node: number;
  readonly #forwarderNetns: number;
  readonly #forwarder: number;
  #timeNs = 0;
  #lookup = 0;

  /** `rows` a batch; `eventNs` of event time between two events. */
  constructor(rows: number, open: number, eventNs: number) {
    const text = (value: string) => this.#builder.intern(0, value);
    const process = (pid: number, comm: string) =>
      this.#builder.intern(1, [pid, pid, comm, '', '', 0, 0, 1, '', '', ''].join('\0'));
    const netns = (inode: number, name: string) => this.#builder.intern(2, [inode, name, ''].join('\0'));
    for (let i = 0; i < NAMES; i++) this.#names.push(text(`service-${i}.example.org.`));
    for (let i = 0; i < PODS; i++) {
      this.#addresses.push(text(`10.244.0.${i + 5}`));
      this.#podNetns.push(netns(100 + i, `pod${i}`));
      this.#clients.push(process(1000 + i, 'app'));
    }
    this.#service = text('10.96.0.10');
    this.#forwarderAddress = text('10.244.0.2');
    this.#upstream = text('192.168.49.1');
    this.#node = netns(1, 'node');
    this.#forwarderNetns = netns(2, 'coredns');
    this.#forwarder = process(2000, 'coredns');
    this.#columns = allocateColumns(rows);
    this.#rows = rows;
    this.#eventNs = eventNs;
    this.#events = this.#interleave(open);
  }

  /** The entries all rows need, without rows. */
  entries(): Batch {
    return this.#builder.batch();
  }

  /** The next rows, in memory that is used again. */
  batch(): Batch {
    for (let row = 0; row < this.#rows; row++) this.#fill(row);
    return { rows: this.#rows, columns: this.#columns, entries: NO_BYTES, messages: NO_BYTES };
  }

  *#interleave(open: number): Generator<[Lookup, number]> {
    const waiting: Lookup[] = [];
    for (;;) {
      const lookup = this.#next();
      waiting.push(lookup);
      for (let step = 0; step < QUERY_EVENTS; step++) yield [lookup, step];
      if (waiting.length <= open) continue;
      const answered = waiting.shift() as Lookup;
      for (let step = QUERY_EVENTS; step < EVENTS; step++) yield [answered, step];
    }
  }

  #next(): Lookup {
    const i = this.#lookup++;
    const spread = Math.imul(i, 2654435761) >>> 0;
    return {
      pod: i % PODS,
      name: (Math.imul(spread, 40503) >>> 0) % NAMES,
      port: 20_000 + ((i * 7) % 40_000),
      id: spread & 0xffff,
      upstreamPort: 1024 + ((i * 13) % 60_000),
      upstreamId: spread >>> 16,
      message: (i % 10_000_000) * MESSAGE_BYTES,
    };
  }

  #fill(row: number): void {
    const [lookup, step] = this.#events.next().value as [Lookup, number];
    const c = this.#columns;
    this.#timeNs += this.#eventNs;
    c.time_s[row] = 1_735_689_600 + Math.floor(this.#timeNs / 1e9);
    c.time_ns[row] = this.#timeNs % 1e9;
    c.transport[row] = 17;
    c.ip_version[row] = 4;
    c.qtype[row] = 1;
    c.qclass[row] = 1;
    c.name[row] = this.#names[lookup.name];
    const own = step < 4 || step > 8;
    c.id[row] = own ? lookup.id : lookup.upstreamId;
    c.ip_id[row] = c.id[row] ^ 0x55;
    c.flags[row] = step < QUERY_EVENTS ? 0x0100 : RESPONSE;
    c.message[row] = lookup.message + (step < 4 ? 0 : step < 6 ? 25 : step < 9 ? 50 : 75);
    c.captured_length[row] = 25;
    this.#fillPoint(row, step, lookup);
    if (own) this.#fillEnds(row, lookup, step);
    else this.#fillUpstreamEnds(row, lookup, step);
  }

  #fillPoint(row: number, step: number, { pod }: Lookup): void {
    const c = this.#columns;
    const inPod = step === 0 || step === 12;
    const inForwarder = step === 3 || step === 4 || step === 8 || step === 9;
    c.netns[row] = inPod ? this.#podNetns[pod] : inForwarder ? this.#forwarderNetns : this.#node;
    c.process[row] = inPod ? this.#clients[pod] : inForwarder ? this.#forwarder : 0;
    c.ifindex[row] = inPod || inForwarder ? 2 : step === 1 || step === 11 ? 10 + pod : step === 6 ? 8 : 9;
    c.pkt_type[row] =
      step === 3 || step === 8 || step === 12 ? HOST : PASSING.has(step) ? OTHERHOST : OUTGOING;
    c.hop_limit[row] = step === 2 || step === 3 || step > 10 || (step > 5 && step < 9) ? 63 : 64;
  }

  #fillEnds(row: number, { pod, port }: Lookup, step: number): void {
    const server = step < 2 || step > 10 ? this.#service : this.#forwarderAddress;
    this.#put(row, step < QUERY_EVENTS, this.#addresses[pod], port, server);
  }

  #fillUpstreamEnds(row: number, { upstreamPort }: Lookup, step: number): void {
    this.#put(row, step < QUERY_EVENTS, this.#forwarderAddress, upstreamPort, this.#upstream);
  }

  #put(row: number, query: boolean, client: number, port: number, server: number): void {
    const c = this.#columns;
    c.src_addr[row] = query ? client : server;
    c.src_port[row] = query ? port : 53;
    c.dst_addr[row] = query ? server : client;
    c.dst_port[row] = query ? 53 : port;
  }
}

const NO_BYTES = new Uint8Array(0);
const PASSING = new Set([1, 5, 10]);
