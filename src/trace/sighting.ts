// In: a row. Out: what a correlator reads of it, with client and server told apart whatever the direction.
import type { Store } from '../store/store.ts';
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

/** What is computed for rows before they are looked at (run.ts). */
interface Hashed {
  readonly first: number;
  readonly messageOf: Uint16Array;
  readonly leg: Uint16Array;
  readonly name: Int32Array;
  readonly question: Int32Array;
}

const NONE = -1;

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
  /** The number of its message in the run. */
  message = NONE;
  /** A hash of its leg in 16 bits, never 0: one message on one flow in one network namespace, in either direction. */
  leg = 0;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #run: Hashed;

  constructor(store: Store, rows: Rows, run: Hashed) {
    this.#store = store;
    this.#rows = rows;
    this.#run = run;
  }

  /** To be called when the run has other rows. */
  refresh(): void {
    this.message = NONE;
  }

  /** Reads a row of the run. */
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
    const message = this.#run.messageOf[row - this.#run.first];
    this.again = message === this.message;
    if (!this.again) this.#readMessage(place, message);
    this.leg = this.#run.leg[row - this.#run.first];
    this.pktType = c.pkt_type[place];
    this.process = c.process[place];
    this.sender = this.isQuery && this.pktType !== PKT.host ? this.process : 0;
  }

  #readMessage(place: number, message: number): void {
    const c = this.#store.columns;
    this.message = message;
    this.transport = c.transport[place];
    this.id = c.id[place];
    this.name = c.name[place];
    this.qtype = c.qtype[place];
    this.nameHash = this.#run.name[message];
    this.question = this.#run.question[message];
  }
}
