// In: a row. Out: its message as a packet, behind headers made from what the columns keep of those that were seen.
import type { Store } from '../store/store.ts';
import { Addresses } from './addresses.ts';
import type { Bytes } from './bytes.ts';
import { Sequences } from './sequences.ts';

const TCP = 6;
const ETHER_TYPE = { v4: 0x0800, v6: 0x86dd } as const;
/** "Void type, nothing is known" (linux/if_arp.h). */
const ARPHRD_VOID = 0xffff;
const LENGTH = { v4: 20, v6: 40, udp: 8, tcp: 20, prefix: 2 } as const;
const MAX_U16 = 0xffff;
/** Data offset of 5 words; PSH and ACK (RFC 9293 3.1). */
const TCP_OFFSET_FLAGS = 0x5018;

/** Writes Linux cooked v2, IP, UDP or TCP headers and the message. */
export class Packets {
  readonly #store: Store;
  readonly #addresses: Addresses;
  readonly #sequences = new Sequences();

  constructor(store: Store) {
    this.#store = store;
    this.#addresses = new Addresses(store.text);
  }

  /** To be called before a run of rows. */
  refresh(): void {
    this.#addresses.refresh();
  }

  /** Puts the packet of a kept row. */
  put(out: Bytes, row: number): void {
    const { columns, capacity } = this.#store;
    const place = row % capacity;
    const v6 = columns.ip_version[place] === 6;
    const tcp = columns.transport[place] === TCP;
    const src = this.#addresses.bytes(columns.src_addr[place]);
    const dst = this.#addresses.bytes(columns.dst_addr[place]);
    const payload = columns.length[place] + (tcp ? LENGTH.prefix : 0);
    const segment = payload + (tcp ? LENGTH.tcp : LENGTH.udp);
    putCooked(out, v6, columns.ifindex[place], columns.pkt_type[place]);
    if (v6) putV6(out, src, dst, columns.transport[place], columns.hop_limit[place], segment);
    else this.#putV4(out, src, dst, place, segment);
    const start = out.length;
    if (tcp) this.#putTcp(out, place, payload);
    else this.#putUdp(out, place, segment);
    const message = this.#store.message(row);
    if (tcp) out.u16be(columns.length[place]);
    out.put(message);
    // Of what was not captured there is no sum: 0 (RFC 768; a reader cannot check it in TCP either).
    if (message.length < columns.length[place]) return;
    const sum = wordsOf(src) + wordsOf(dst) + columns.transport[place] + segment + out.sum16be(start);
    const checksum = MAX_U16 - folded(sum);
    out.setU16be(start + (tcp ? 16 : 6), checksum === 0 && !tcp ? MAX_U16 : checksum);
  }

  /** RFC 791 3.1. */
  #putV4(out: Bytes, src: Uint8Array, dst: Uint8Array, place: number, segment: number): void {
    const { columns } = this.#store;
    const total = LENGTH.v4 + segment;
    const start = out.length;
    out.u16be(0x4500);
    out.u16be(total > MAX_U16 ? 0 : total); // as a packet that is cut into segments below: no length yet
    out.u16be(columns.ip_id[place]);
    out.u16be(0);
    out.u8(columns.hop_limit[place]);
    out.u8(columns.transport[place]);
    out.u16be(0);
    out.put(src);
    out.put(dst);
    out.setU16be(start + 10, MAX_U16 - folded(out.sum16be(start)));
  }

  /** RFC 9293 3.1. */
  #putTcp(out: Bytes, place: number, payload: number): void {
    const { columns } = this.#store;
    this.#sequences.advance(columns, place, payload);
    out.u16be(columns.src_port[place]);
    out.u16be(columns.dst_port[place]);
    out.u32be(this.#sequences.sequence);
    out.u32be(this.#sequences.acknowledged);
    out.u16be(TCP_OFFSET_FLAGS);
    out.u16be(MAX_U16);
    out.u32be(0);
  }

  /** RFC 768; a length that needs more than 16 bits is 0 (RFC 2675 4). */
  #putUdp(out: Bytes, place: number, segment: number): void {
    const { columns } = this.#store;
    out.u16be(columns.src_port[place]);
    out.u16be(columns.dst_port[place]);
    out.u16be(segment > MAX_U16 ? 0 : segment);
    out.u16be(0);
  }
}

/** LINKTYPE_LINUX_SLL2: protocol, reserved, ifindex, ARPHRD type, packet type, length and bytes of an address. */
function putCooked(out: Bytes, v6: boolean, ifindex: number, packetType: number): void {
  out.u16be(v6 ? ETHER_TYPE.v6 : ETHER_TYPE.v4);
  out.u16be(0);
  out.u32be(ifindex);
  out.u16be(ARPHRD_VOID);
  out.u8(packetType);
  out.fill(0, 9);
}

/** RFC 8200 3. */
function putV6(
  out: Bytes,
  src: Uint8Array,
  dst: Uint8Array,
  next: number,
  hops: number,
  length: number,
): void {
  out.u32be(0x60000000);
  out.u16be(length > MAX_U16 ? 0 : length);
  out.u8(next);
  out.u8(hops);
  out.put(src);
  out.put(dst);
}

function wordsOf(address: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < address.length; i += 2) sum += (address[i] << 8) | address[i + 1];
  return sum;
}

/** One's complement sum in 16 bits (RFC 1071). */
function folded(sum: number): number {
  let rest = sum;
  while (rest > MAX_U16) rest = (rest >>> 16) + (rest & MAX_U16);
  return rest;
}
