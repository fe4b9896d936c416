// In: the places of two events in the columns. Out: whether they are of one point, one flow, one question.
import type { Columns } from '../capture/columns.ts';
import type { TextDictionary } from '../store/entries.ts';

/** PACKET_OUTGOING of linux/if_packet.h. */
const OUTGOING = 4;
/** A capture file that does not say. */
const UNKNOWN = 255;

/** Nanoseconds of event time from `a` to `b`. */
export function elapsedNs(c: Columns, a: number, b: number): number {
  return (c.time_s[b] - c.time_s[a]) * 1e9 + (c.time_ns[b] - c.time_ns[a]);
}

/** The response goes the way of the query backwards, in one namespace, under the same ID. */
export function mirrors(c: Columns, response: number, query: number): boolean {
  return (
    c.id[response] === c.id[query] &&
    c.src_port[response] === c.dst_port[query] &&
    c.dst_port[response] === c.src_port[query] &&
    c.src_addr[response] === c.dst_addr[query] &&
    c.dst_addr[response] === c.src_addr[query] &&
    c.netns[response] === c.netns[query] &&
    c.transport[response] === c.transport[query] &&
    oppositeDirections(c.pkt_type[response], c.pkt_type[query])
  );
}

/** Both queries go the same way in one namespace under the same ID. */
export function sameFlow(c: Columns, a: number, b: number): boolean {
  return (
    c.id[a] === c.id[b] &&
    (c.pkt_type[a] === OUTGOING) === (c.pkt_type[b] === OUTGOING) &&
    c.src_port[a] === c.src_port[b] &&
    c.dst_port[a] === c.dst_port[b] &&
    c.src_addr[a] === c.src_addr[b] &&
    c.dst_addr[a] === c.dst_addr[b] &&
    c.netns[a] === c.netns[b] &&
    c.transport[a] === c.transport[b]
  );
}

export function sameInterface(c: Columns, a: number, b: number): boolean {
  return c.ifindex[a] === c.ifindex[b] && c.iface[a] === c.iface[b];
}

/** Names compare without case (RFC 4343): some resolvers vary it, and some servers do not give it back. */
export function sameQuestion(c: Columns, text: TextDictionary, a: number, b: number): boolean {
  if (c.qtype[a] !== c.qtype[b]) return false;
  return c.name[a] === c.name[b] || text.at(c.name[a]).toLowerCase() === text.at(c.name[b]).toLowerCase();
}

/** A server that could not read the question may leave it out. */
export function withoutQuestion(c: Columns, place: number): boolean {
  return c.qtype[place] === 0 && c.name[place] === 0;
}

/**
 * A hash of ID and flow, alike for a query and the responses that mirror it. Namespaces and questions are compared
 * later: few events differ in them alone, and a response may lack its question.
 */
export function flowHash(c: Columns, place: number): number {
  const ports = c.src_port[place] ^ c.dst_port[place];
  const low = Math.min(c.src_addr[place], c.dst_addr[place]);
  const high = Math.max(c.src_addr[place], c.dst_addr[place]);
  let hash = Math.imul((ports << 16) | c.id[place], 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + low, 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 13)) + high, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A query that went out comes back in, and the reverse; where directions are unknown they are alike. */
function oppositeDirections(response: number, query: number): boolean {
  if (response === UNKNOWN || query === UNKNOWN) return response === query;
  return (response === OUTGOING) !== (query === OUTGOING);
}
