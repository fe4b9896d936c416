// In: UDP payloads with their addresses and times. Out: the bytes of a pcap file with raw IP packets.
import { ipv4 } from './dns.ts';

export interface Datagram {
  /** Nanoseconds since the epoch. */
  timeNs: bigint;
  from: string;
  to: string;
  fromPort: number;
  toPort: number;
  payload: Uint8Array;
  /** Bytes of the packet that the capture kept; all where it is not given. */
  snap?: number;
}

const LINKTYPE_RAW = 101;
const NANOSECOND_MAGIC = 0xa1b23c4d;
const UDP = 17;
const BILLION = 1_000_000_000n;

/** IPv4 (RFC 791 3.1) and UDP (RFC 768) without checksums, which nothing here looks at. */
function packet({ from, to, fromPort, toPort, payload }: Datagram): Buffer {
  const header = Buffer.alloc(28);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(28 + payload.length, 2);
  header.writeUInt8(64, 8);
  header.writeUInt8(UDP, 9);
  header.set(ipv4(from), 12);
  header.set(ipv4(to), 16);
  header.writeUInt16BE(fromPort, 20);
  header.writeUInt16BE(toPort, 22);
  header.writeUInt16BE(8 + payload.length, 24);
  return Buffer.concat([header, payload]);
}

/** A whole capture file, with nanoseconds (draft-ietf-opsawg-pcap 4). */
export function pcapFile(datagrams: readonly Datagram[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(NANOSECOND_MAGIC, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262144, 16);
  header.writeUInt32LE(LINKTYPE_RAW, 20);
  return Buffer.concat([header, ...datagrams.flatMap(record)]);
}

function record(datagram: Datagram): Buffer[] {
  const whole = packet(datagram);
  const kept = whole.subarray(0, datagram.snap);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Number(datagram.timeNs / BILLION), 0);
  header.writeUInt32LE(Number(datagram.timeNs % BILLION), 4);
  header.writeUInt32LE(kept.length, 8);
  header.writeUInt32LE(whole.length, 12);
  return [header, kept];
}
