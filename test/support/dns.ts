// In: questions and records in parts. Out: the bytes of DNS messages (RFC 1035 4), right or wrong as the test wants them.

/** A name as its labels, each text (one byte a character) or raw bytes; a string is split at its dots. */
export type Name = string | readonly (string | Uint8Array)[];

export const TYPE = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, OPT: 41 } as const;

export interface ResourceRecord {
  name: Name;
  type: number;
  ttl: number;
  data: Uint8Array;
}

export interface Message {
  id: number;
  /** The second 16 bits of the header; 0x0100 asks for recursion. */
  flags?: number;
  question?: { name: Name; type: number };
  answers?: ResourceRecord[];
  authority?: ResourceRecord[];
  additional?: ResourceRecord[];
}

const u16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);
const u32 = (value: number) =>
  Uint8Array.of(value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);

/** The wire form of a name, without compression. */
export function nameBytes(name: Name): Uint8Array {
  const labels = typeof name === 'string' ? name.split('.').filter(Boolean) : name;
  const parts = labels.map((label) => (typeof label === 'string' ? Buffer.from(label, 'latin1') : label));
  return Buffer.concat([...parts.flatMap((label) => [Uint8Array.of(label.length), label]), Uint8Array.of(0)]);
}

function recordBytes({ name, type, ttl, data }: ResourceRecord): Uint8Array {
  return Buffer.concat([nameBytes(name), u16(type), u16(1), u32(ttl), u16(data.length), data]);
}

/** The wire form of a message. */
export function messageBytes({
  id,
  flags = 0x0100,
  question,
  answers = [],
  authority = [],
  additional = [],
}: Message): Uint8Array {
  const counts = [question ? 1 : 0, answers.length, authority.length, additional.length];
  return Buffer.concat([
    u16(id),
    u16(flags),
    ...counts.map(u16),
    ...(question ? [nameBytes(question.name), u16(question.type), u16(1)] : []),
    ...answers.map(recordBytes),
    ...authority.map(recordBytes),
    ...additional.map(recordBytes),
  ]);
}

/** The data of an A record. */
export function ipv4(address: string): Uint8Array {
  return Uint8Array.from(address.split('.').map(Number));
}
