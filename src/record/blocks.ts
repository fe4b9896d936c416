// In: what the blocks of a pcapng file say. Out: their bytes (draft-ietf-opsawg-pcapng).
import type { Bytes } from './bytes.ts';

/** LINKTYPE_LINUX_SLL2: the one link type that has the kind of packet and the number of the interface. */
const LINUX_SLL2 = 276;
const BLOCK = { section: 0x0a0d0d0a, interface: 1, names: 4, statistics: 5, packet: 6 } as const;
const OPTION = { end: 0, comment: 1 } as const;
const MAX_OPTION = 65535;

export interface SectionFacts {
  readonly comment: string;
  readonly os: string;
  readonly application: string;
}

export interface InterfaceFacts {
  /** Its bytes as the kernel has them; may be empty. */
  readonly name: Uint8Array;
  readonly description: string;
  readonly comment: string;
}

export interface Statistics {
  /** Its interface: 0 is the first of the section. */
  readonly number: number;
  /** Packets of it in this section. */
  readonly packets: number;
  /** Packets that were lost since the start of the capture; left out where that is said elsewhere. */
  readonly lost?: number;
  readonly comment?: string;
  readonly start: Time;
  readonly end: Time;
}

/** Nanoseconds since the epoch, as two halves of 32 bits. */
export interface Time {
  readonly high: number;
  readonly low: number;
}

/** Of seconds and nanoseconds within one, without numbers that a float cannot hold. */
export function timeOf(seconds: number, nanoseconds: number): Time {
  const upper = (seconds >>> 16) * 1e9; // times 2^16
  const lower = (seconds & 0xffff) * 1e9 + nanoseconds;
  const low = (upper % 65536) * 65536 + lower;
  return { high: Math.floor(upper / 65536) + Math.floor(low / 2 ** 32), low: low % 2 ** 32 };
}

/** Section header block (4.1), of unknown length. */
export function putSection(out: Bytes, { comment, os, application }: SectionFacts): void {
  const start = begin(out, BLOCK.section);
  out.u32le(0x1a2b3c4d);
  out.u16le(1);
  out.u16le(0);
  out.fill(0xff, 8);
  putText(out, OPTION.comment, comment);
  putText(out, 3, os);
  putText(out, 4, application);
  endOptions(out);
  end(out, start);
}

/** Interface description block (4.2), with times in nanoseconds. */
export function putInterface(out: Bytes, { name, description, comment }: InterfaceFacts): void {
  const start = begin(out, BLOCK.interface);
  out.u16le(LINUX_SLL2);
  out.u16le(0);
  out.u32le(0); // no limit to captured bytes
  putText(out, OPTION.comment, comment);
  putOption(out, 2, name);
  putText(out, 3, description);
  putOption(out, 9, Uint8Array.of(9));
  endOptions(out);
  end(out, start);
}

/** Interface statistics block (4.6): when, isb_starttime, isb_endtime, isb_osdrop, isb_usrdeliv. */
export function putStatistics(out: Bytes, facts: Statistics): void {
  const start = begin(out, BLOCK.statistics);
  out.u32le(facts.number);
  putTime(out, facts.end);
  putText(out, OPTION.comment, facts.comment ?? '');
  for (const [code, time] of [
    [2, facts.start],
    [3, facts.end],
  ] as const) {
    putOptionHead(out, code, 8);
    putTime(out, time);
  }
  if (facts.lost !== undefined) putU64(out, 7, facts.lost);
  putU64(out, 8, facts.packets);
  endOptions(out);
  end(out, start);
}

/** Name resolution block (4.5) with one record: an address of 4 or 16 bytes. */
export function putName(out: Bytes, address: Uint8Array, name: string): void {
  const start = begin(out, BLOCK.names);
  putOption(out, address.length === 4 ? 1 : 2, Buffer.concat([address, Buffer.from(`${name}\0`)]));
  endOptions(out); // records have the form of options, and end alike
  end(out, start);
}

/** Opens an enhanced packet block (4.3); its bytes follow, then endPacket. Gives where it begins. */
export function beginPacket(out: Bytes, number: number, seconds: number, nanoseconds: number): number {
  const start = begin(out, BLOCK.packet);
  out.u32le(number);
  // As timeOf, without an object for each packet.
  const upper = (seconds >>> 16) * 1e9;
  const low = (upper % 65536) * 65536 + (seconds & 0xffff) * 1e9 + nanoseconds;
  out.u32le(Math.floor(upper / 65536) + Math.floor(low / 2 ** 32));
  out.u32le(low % 2 ** 32);
  out.fill(0, 8);
  return start;
}

const PACKET_HEAD = 28;

/**
 * `missing`: bytes of the packet that were not captured. `flags`: epb_flags, 0 where nothing is known. `comment`: parts of
 * one text, at most 65,535 bytes.
 */
export function endPacket(
  out: Bytes,
  start: number,
  missing: number,
  flags: number,
  comment: readonly Uint8Array[],
): void {
  const captured = out.length - start - PACKET_HEAD;
  out.setU32le(start + 20, captured);
  out.setU32le(start + 24, captured + missing);
  out.pad4();
  if (comment.length > 0) {
    let length = 0;
    for (const part of comment) length += part.length;
    putOptionHead(out, OPTION.comment, length);
    for (const part of comment) out.put(part);
    out.pad4();
  }
  if (flags !== 0) {
    putOptionHead(out, 2, 4);
    out.u32le(flags);
  }
  if (comment.length > 0 || flags !== 0) endOptions(out);
  end(out, start);
}

function begin(out: Bytes, type: number): number {
  const start = out.length;
  out.u32le(type);
  out.u32le(0);
  return start;
}

function end(out: Bytes, start: number): void {
  const length = out.length - start + 4;
  out.setU32le(start + 4, length);
  out.u32le(length);
}

function putOptionHead(out: Bytes, code: number, length: number): void {
  out.u16le(code);
  out.u16le(length);
}

/** Nothing where the value is empty. */
function putOption(out: Bytes, code: number, value: Uint8Array): void {
  if (value.length === 0) return;
  const kept = value.length > MAX_OPTION ? value.subarray(0, MAX_OPTION) : value;
  putOptionHead(out, code, kept.length);
  out.put(kept);
  out.pad4();
}

function putText(out: Bytes, code: number, text: string): void {
  putOption(out, code, Buffer.from(text));
}

function putU64(out: Bytes, code: number, value: number): void {
  putOptionHead(out, code, 8);
  out.u32le(value % 2 ** 32);
  out.u32le(Math.floor(value / 2 ** 32));
}

function putTime(out: Bytes, { high, low }: Time): void {
  out.u32le(high);
  out.u32le(low);
}

function endOptions(out: Bytes): void {
  putOptionHead(out, OPTION.end, 0);
}
