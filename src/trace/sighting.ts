// In: a row. Out: what a correlator reads of it, with client and server told apart whatever the direction.
import type { Store } from '../store/store.ts';
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
  transport = 0;
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

  constructor(store: Store, rows: Rows, names: Names) {
    this.#store = store;
    this.#rows = rows;
    this.#names = names;
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
    this.pktType = c.pkt_type[place];
    this.process = c.process[place];
    this.sender = this.isQuery && this.pktType !== PKT.host ? this.process : 0;
    this.transport = c.transport[place];
    this.name = c.name[place];
    this.qtype = c.qtype[place];
    this.nameHash = this.#names.hash(this.name);
    this.question = (Math.imul(this.nameHash, 0x9e3779b1) + this.qtype * 65537 + c.qclass[place] * 8191) | 0;
  }
}
