// In: how many names there are. Out: batches of lookups as a resolver's host sees them, in memory that is used again.
import { type Batch, DICTIONARY } from '../src/capture/batch.ts';
import { allocateColumns, type Columns } from '../src/capture/columns.ts';

const QUERY_BYTES = 56;
const RESPONSE_BYTES = 120;
const RESPONSE_FLAGS = 0x8180;
const QUERY_FLAGS = 0x0100;
const HOST = 0;
const OUTGOING = 4;
// Texts: 1 interface, 2 server, then clients, then names.
const CLIENTS = 250;
const FIRST_CLIENT = 3;
const FIRST_NAME = FIRST_CLIENT + CLIENTS;

/**
 * Each lookup is four events: query out at the client, in at the server, response out, response in. `shared`: both
 * points of a message share its bytes, as on one machine; else every event has its own, as in a busy forwarder.
 */
export class EngineTraffic {
  readonly #names: number;
  readonly #shared: boolean;
  #lookup = 0;
  #streamEnd = 0;
  readonly #messages = new Uint8Array(1 << 20).fill(7);

  constructor(names: number, shared: boolean) {
    this.#names = names;
    this.#shared = shared;
  }

  /** Every entry the rows need. */
  entries(): Uint8Array {
    const bytes = Buffer.alloc(2 * this.#names * 64);
    let end = 0;
    const entry = (dictionary: number, index: number, text: string) => {
      bytes.writeUInt32LE(dictionary, end);
      bytes.writeUInt32LE(index, end + 4);
      bytes.writeUInt32LE(text.length, end + 8);
      bytes.write(text, end + 12, 'latin1');
      end += 12 + Math.ceil(text.length / 4) * 4;
    };
    entry(DICTIONARY.text, 1, 'lo');
    entry(DICTIONARY.text, 2, '10.96.0.10');
    for (let i = 0; i < CLIENTS; i++) entry(DICTIONARY.text, FIRST_CLIENT + i, `10.244.0.${i + 1}`);
    for (let i = 0; i < this.#names; i++) {
      entry(DICTIONARY.text, FIRST_NAME + i, `service-${i}.namespace-${i % 97}.svc.cluster.local.`);
    }
    const process = [12, 12, 'curl', '/usr/bin/curl', 'curl -s http://x', 0, 0, 1, 'sh', '', '/'];
    entry(DICTIONARY.process, 1, process.join('\0'));
    entry(DICTIONARY.netns, 1, ['4026531840', 'host', ''].join('\0'));
    return bytes.subarray(0, end);
  }

  /** `rows` must be a multiple of 4. */
  batch(columns: Columns, rows: number): Batch {
    const before = this.#streamEnd;
    for (let place = 0; place < rows; place += 4) this.#fillLookup(columns, place);
    return {
      rows,
      columns,
      entries: new Uint8Array(0),
      messages: this.#messages.subarray(0, this.#streamEnd - before),
    };
  }

  #fillLookup(columns: Columns, place: number): void {
    const lookup = this.#lookup++;
    for (let step = 0; step < 4; step++) this.#fillEvent(columns, place + step, lookup, step);
  }

  #fillEvent(c: Columns, i: number, lookup: number, step: number): void {
    const response = step >= 2;
    const client = FIRST_CLIENT + (lookup % CLIENTS);
    const port = 32768 + (Math.imul(lookup, 2654435761) >>> 18);
    const bytes = response ? RESPONSE_BYTES : QUERY_BYTES;
    if (!this.#shared || step % 2 === 0) this.#streamEnd += bytes;
    c.time_s[i] = 1_735_689_600 + Math.floor(lookup / 20_000);
    c.time_ns[i] = (lookup % 20_000) * 50_000 + step * 10_000;
    c.netns[i] = 1;
    c.iface[i] = 1;
    c.ifindex[i] = 1;
    c.pkt_type[i] = step % 2 === 0 ? OUTGOING : HOST;
    c.transport[i] = 17;
    c.ip_version[i] = 4;
    c.hop_limit[i] = 64;
    c.ip_id[i] = lookup;
    c.src_port[i] = response ? 53 : port;
    c.dst_port[i] = response ? port : 53;
    c.src_addr[i] = response ? 2 : client;
    c.dst_addr[i] = response ? client : 2;
    c.process[i] = 1;
    c.id[i] = Math.imul(lookup, 40503);
    c.flags[i] = response ? RESPONSE_FLAGS | (lookup % 8 === 0 ? 3 : 0) : QUERY_FLAGS;
    c.rcode[i] = response && lookup % 8 === 0 ? 3 : 0;
    c.qtype[i] = lookup % 3 === 0 ? 28 : 1;
    c.qclass[i] = 1;
    c.name[i] = FIRST_NAME + ((Math.imul(lookup, 7919) >>> 0) % this.#names);
    c.num_answers[i] = response ? 1 : 0;
    c.addresses[i] = response ? client : 0;
    c.edns_udp_size[i] = 1232;
    c.edns_flags[i] = 1;
    c.length[i] = bytes;
    c.captured_length[i] = bytes;
    c.message[i] = this.#streamEnd - bytes;
  }
}

/** Columns for a batch of that many rows. */
export function batchColumns(rows: number): Columns {
  return allocateColumns(rows);
}
