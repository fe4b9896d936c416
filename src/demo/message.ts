// In: questions and replies. Out: DNS messages of one question, as bytes and back.
import { type Answer, decode, encode, type Packet, type Question } from 'dns-packet';

export type Transport = 'udp' | 'tcp';

/** RFC 1035 4.1.1. */
export const FLAG = {
  authoritative: 1 << 10,
  truncated: 1 << 9,
  recursionDesired: 1 << 8,
  recursionAvailable: 1 << 7,
};
export const RCODE = { noError: 0, serverFailure: 2, nameError: 3, notImplemented: 4 };
const RCODE_BITS = 0xf;

/** RFC 1035 4.2.1: what fits into a datagram where no EDNS says otherwise, and no program of the demo does. */
const MAX_DATAGRAM = 512;

/** What a server says to a question. */
export interface Reply {
  readonly rcode: number;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
}

/** Throws where the bytes are no message. */
export function decodeMessage(bytes: Buffer): Packet {
  return decode(bytes);
}

export function encodeQuery(id: number, question: Question): Buffer {
  return encode({ type: 'query', id, flags: FLAG.recursionDesired, questions: [question] });
}

/** The response; over UDP one that does not fit loses its records and is marked as truncated (RFC 2181 9). */
export function encodeResponse(query: Packet, reply: Reply, transport: Transport): Buffer {
  const whole = encode(response(query, reply));
  if (transport === 'tcp' || whole.length <= MAX_DATAGRAM) return whole;
  return encode(response(query, { ...reply, answers: [], authorities: [], truncated: true }));
}

function response({ id, questions, flags = 0 }: Packet, reply: Reply): Packet {
  return {
    type: 'response',
    id,
    flags:
      (flags & FLAG.recursionDesired) |
      FLAG.recursionAvailable |
      (reply.authoritative ? FLAG.authoritative : 0) |
      (reply.truncated ? FLAG.truncated : 0) |
      reply.rcode,
    questions,
    answers: [...reply.answers],
    authorities: [...reply.authorities],
  };
}

/** What a response says. */
export function replyOf({ flags = 0, answers = [], authorities = [] }: Packet): Reply {
  return {
    rcode: flags & RCODE_BITS,
    answers,
    authorities,
    authoritative: (flags & FLAG.authoritative) !== 0,
    truncated: (flags & FLAG.truncated) !== 0,
  };
}

/** A message over TCP has its length before it (RFC 1035 4.2.2). */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** Calls back with each message of a stream, however its bytes are cut; give it the chunks as they come. */
export function unframed(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      onMessage(pending.subarray(2, end));
      pending = pending.subarray(end);
    }
  };
}
