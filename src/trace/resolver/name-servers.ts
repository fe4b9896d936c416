// In: the bytes of a DNS message. Out: the NS records of its answer and authority sections, as pairs of names.
import { finish, nameHash } from '../hash.ts';

/** A zone and one of its name servers, in lower case with the final dot. */
export interface NameServer {
  readonly zone: string;
  readonly server: string;
}

const TYPE_NS = 2;
const HEADER = 12;
const MAX_RECORDS = 64;
// RFC 1035 3.1: 255 octets, so 127 labels at most; more pointers than that go round in a circle.
const MAX_STEPS = 128;
const MAX_NAME = 255;
const DOT = 0x2e;
/** Of this run's own. */
const SEED = nameHash('.');

const NOTHING: readonly NameServer[] = [];

/**
 * What a message says of name servers; of a damaged or cut one, what stands before the damage. Only records for whose hash
 * `wanted` says so.
 */
export function nameServersIn(
  message: Uint8Array,
  wanted: (hash: number) => boolean = () => true,
): readonly NameServer[] {
  const records = Math.min(u16(message, 6) + u16(message, 8), MAX_RECORDS);
  if (records === 0) return NOTHING;
  const found: NameServer[] = [];
  let at = HEADER;
  for (let n = u16(message, 4); n > 0 && at < message.length; n--) at = afterName(message, at) + 4;
  for (let n = records; n > 0 && at < message.length; n--) {
    const owner = at;
    const fixed = afterName(message, at);
    const data = fixed + 10;
    at = data + u16(message, fixed + 8);
    if (u16(message, fixed) !== TYPE_NS || at > message.length) continue;
    if (!wanted(hashAt(message, data, hashAt(message, owner, SEED)))) continue;
    found.push({ zone: nameAt(message, owner), server: nameAt(message, data) });
  }
  return found;
}

function u16(message: Uint8Array, at: number): number {
  return at + 1 < message.length ? (message[at] << 8) | message[at + 1] : 0;
}

/** Goes on with a hash by the labels of the name at `start`, letter case aside; never 0. */
function hashAt(message: Uint8Array, start: number, before: number): number {
  let hash = before;
  let at = start;
  for (let steps = 0; steps < MAX_STEPS && at < message.length; steps++) {
    const length = message[at];
    if (length === 0) break;
    if (length >= 0xc0) {
      at = ((length & 0x3f) << 8) | message[at + 1];
      continue;
    }
    hash = mixed(hash, length);
    const end = Math.min(at + 1 + length, message.length);
    for (at++; at < end; at++) hash = mixed(hash, lower(message[at]));
  }
  return finish(hash) || 1;
}

function mixed(hash: number, byte: number): number {
  const h = Math.imul(hash ^ byte, 0x01000193);
  return h ^ (h >>> 15);
}

/** Where the name at `at` ends in place: a pointer is its last part (RFC 1035 4.1.4). */
function afterName(message: Uint8Array, at: number): number {
  let next = at;
  for (let steps = 0; steps < MAX_STEPS && next < message.length; steps++) {
    const length = message[next];
    if (length >= 0xc0) return next + 2;
    if (length === 0) return next + 1;
    next += 1 + length;
  }
  return message.length;
}

const scratch = Buffer.alloc(2 * MAX_NAME);

function nameAt(message: Uint8Array, start: number): string {
  let length = 0;
  let at = start;
  for (let steps = 0; steps < MAX_STEPS && at < message.length && length <= MAX_NAME; steps++) {
    const label = message[at];
    if (label === 0) break;
    if (label >= 0xc0) {
      at = ((label & 0x3f) << 8) | message[at + 1];
      continue;
    }
    const end = Math.min(at + 1 + label, message.length);
    for (at++; at < end; at++) scratch[length++] = lower(message[at]);
    scratch[length++] = DOT;
  }
  return length === 0 ? '.' : scratch.toString('latin1', 0, length);
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
