// In: the bytes of a DNS message. Out: the NS records of its answer and authority sections, as pairs of names.

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

/** What a message says of name servers; of a damaged or cut one, what stands before the damage. */
export function nameServersIn(message: Uint8Array): NameServer[] {
  const found: NameServer[] = [];
  const u16 = (at: number) => ((message[at] ?? 0) << 8) | (message[at + 1] ?? 0);
  let at = HEADER;
  for (let n = u16(4); n > 0 && at < message.length; n--) at = afterName(message, at) + 4;
  for (let n = Math.min(u16(6) + u16(8), MAX_RECORDS); n > 0 && at < message.length; n--) {
    const owner = at;
    const fixed = afterName(message, at);
    const data = fixed + 10;
    at = data + u16(fixed + 8);
    if (u16(fixed) !== TYPE_NS || at > message.length) continue;
    found.push({ zone: nameAt(message, owner), server: nameAt(message, data) });
  }
  return found;
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

function nameAt(message: Uint8Array, start: number): string {
  let name = '';
  let at = start;
  for (let steps = 0; steps < MAX_STEPS && at < message.length && name.length <= MAX_NAME; steps++) {
    const length = message[at];
    if (length === 0) break;
    if (length >= 0xc0) {
      at = ((length & 0x3f) << 8) | message[at + 1];
      continue;
    }
    name += `${String.fromCharCode(...message.subarray(at + 1, at + 1 + length))}.`;
    at += 1 + length;
  }
  return name === '' ? '.' : name.toLowerCase();
}
