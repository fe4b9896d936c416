// In: a row. Out: which parts of DNS header and question its message has; what is not there is not known, and no 0.
import type { Columns } from '../capture/columns.ts';

/** Bytes of a message up to the end of parts of its header (RFC 1035 4.1.1). */
export const UP_TO = { id: 2, flags: 4, answers: 8 } as const;

/** In place of a number that the message does not have. */
export const NONE = -1;

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

/**
 * Type or class of the first question. 0 is reserved for both (RFC 6895 3.1, 3.2): without a name it means that there is
 * no question, in a damaged message that it ends within the question.
 */
export function ofQuestion(what: 'qtype' | 'qclass', columns: Columns, place: number): number {
  const value = columns[what][place];
  if (value !== 0) return value;
  const isNone = columns.qtype[place] === 0 && columns.name[place] === 0;
  return isNone || columns.anomalies[place] !== 0 ? NONE : 0;
}
