// In: a row. Out: which parts of the DNS header its message has; what is not there is not known, and no 0.
import type { Columns } from '../capture/columns.ts';

/** Bytes of a message up to the end of parts of its header (RFC 1035 4.1.1). */
export const UP_TO = { id: 2, flags: 4, answers: 8 } as const;

/** QR bit of the second 16 bits of the header. */
const RESPONSE = 0x8000;

/** Whether the message has so many bytes: one that nothing is wrong with has all of its header. */
export function reaches(columns: Columns, place: number, bytes: number): boolean {
  return columns.anomalies[place] === 0 || columns.captured_length[place] >= bytes;
}

/** Whether the message says that it is a response. */
export function isResponse(columns: Columns, place: number): boolean {
  return (columns.flags[place] & RESPONSE) !== 0;
}

/** Whether the sender was asked: it answers, or, where the message does not say so, the port of a service is on its side. */
export function isFromServer(columns: Columns, place: number): boolean {
  if (reaches(columns, place, UP_TO.flags)) return isResponse(columns, place);
  return columns.src_port[place] < columns.dst_port[place];
}
