// In: a row. Out: what a correlator reads of it, with client and server told apart whatever the direction.
import type { Store } from '../store/store.ts';
import { KeyHash } from './hash.ts';
import type { Names } from './names.ts';
import type { Rows } from './rows.ts';

/** Values of the pkt_type column (PACKET_* of linux/if_packet.h; 255 where a capture file does not say). */
export const PKT = { host: 0, outgoing: 4, unknown: 255 } as const;
export const UDP = 17;
export const TCP = 6;
/** Flags of a DNS header (RFC 1035 4.1.1). */
export const DNS_FLAG = {
  response: 0x8000,
  authoritative: 0x0400,
  truncated: 0x0200,
  recursionDesired: 0x0100,
  recursionAvailable: 0x80,
} as const;

const LEG = 1;

/** The row being looked at; one object for all rows, so that reading one allocates nothing. */
export class Sighting {
  row = 0;
  place = 0;
  /** Event time in nanoseconds since the first row. */
  timeNs = 0;
  isQuery = false;
  netns = 0;
  client = 0;
  clientPort = 0;
  server = 0;
  serverPort = 0;
  transport = 0;
  id = 0;
  /** Whether it shows the very bytes of the row read before, at another point: all that the message says is the same. */
  again = false;
  /** Hash of name (letter case aside), type and class. */
  question = 0;
  /** Hash of the name alone. */
  nameHash = 0;
  name = 0;
  qtype = 0;
  pktType = 0;
  process = 0;
  /** The process that sent this query from here, 0 where it was not sent here or is not known. */
  sender = 0;
  readonly #store: Store;
  readonly #names: Names;
  readonly #rows: Rows;
  readonly #key = new KeyHash();
  /** Place of the bytes in the store's stream of messages, and how many. */
  #message = 0;
  #length = 0;

  constructor(store: Store, rows: Rows, names: Names) {
    this.#store = store;
    this.#rows = rows;
    this.#names = names;
  }

  /** To be called before a run of rows: the meaning of indices may have changed since the last. */
  refresh(): void {
    this.#length = 0;
  }

  read(row: number): void {
    const c = this.#store.columns;
    const place = this.#rows.place(row);
    this.row = row;
    this.place = place;
    this.timeNs = this.#rows.timeAt(place);
    this.isQuery = (c.flags[place] & DNS_FLAG.response) === 0;
    this.netns = c.netns[place];
    this.client = this.isQuery ? c.src_addr[place] : c.dst_addr[place];
    this.clientPort = this.isQuery ? c.src_port[place] : c.dst_port[place];
    this.server = this.isQuery ? c.dst_addr[place] : c.src_addr[place];
    this.serverPort = this.isQuery ? c.dst_port[place] : c.src_port[place];
    this.again =
      this.#length !== 0 &&
      c.message[place] === this.#message &&
      c.captured_length[place] === this.#length &&
      c.transport[place] === this.transport;
    if (!this.again) this.#readMessage(place);
    this.pktType = c.pkt_type[place];
    this.process = c.process[place];
    this.sender = this.isQuery && this.pktType !== PKT.host ? this.process : 0;
  }

  #readMessage(place: number): void {
    const c = this.#store.columns;
    this.#message = c.message[place];
    this.#length = c.captured_length[place];
    this.transport = c.transport[place];
    this.id = c.id[place];
    this.name = c.name[place];
    this.qtype = c.qtype[place];
    this.nameHash = this.#names.hash(this.name);
    this.question = (Math.imul(this.nameHash, 0x9e3779b1) + this.qtype * 65537 + c.qclass[place] * 8191) | 0;
  }

  /** A hash of this row's leg in 16 bits, never 0: one message on one flow in one network namespace, in either direction. */
  leg(): number {
    const key = this.#key;
    key.start(LEG);
    key.add(this.netns);
    key.add(this.client);
    key.add(this.server);
    key.add((this.clientPort << 16) | this.serverPort);
    key.end();
    return key.a >>> 16 || 1;
  }
}
