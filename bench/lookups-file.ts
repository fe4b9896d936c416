// In: how many lookups. Out: a pcap file with their messages, each lookup with an ID, a port and a time of its own.
import { closeSync, openSync, writeSync } from 'node:fs';
import { ipv4, messageBytes, TYPE } from '../test/support/dns.ts';
import { pcapFile } from '../test/support/pcap.ts';

export interface Lookups {
  readonly lookups: number;
  readonly names: number;
  /** How often each message is in the file: 2 as on a machine with both client and server, 1 as beside a server. */
  readonly points: 1 | 2;
}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const SOURCE_PORT = RECORD_HEADER + 20;
const ID = RECORD_HEADER + 28;
const NUMBER = '000000';
const NAME = `service-${NUMBER}.namespace.svc.cluster.local`;
const FIRST_SECOND = 1_735_689_600;
const LOOKUPS_PER_SECOND = 20_000;
const CHUNK_LOOKUPS = 5000;

/** Writes the file anew; `lookups` times 2 messages, times points. */
export function writeLookups(path: string, { lookups, names, points }: Lookups): void {
  const query = template(false);
  const response = template(true);
  const packets = points === 2 ? [query, query, response, response] : [query, response];
  const file = openSync(path, 'w');
  writeSync(file, pcapFile([]));
  for (let first = 0; first < lookups; first += CHUNK_LOOKUPS) {
    const last = Math.min(lookups, first + CHUNK_LOOKUPS);
    const chunk: Buffer[] = [];
    for (let lookup = first; lookup < last; lookup++)
      packets.forEach((packet, step) => {
        chunk.push(filled(packet, lookup, names, step));
      });
    writeSync(file, Buffer.concat(chunk));
  }
  closeSync(file);
}

interface Template {
  readonly bytes: Buffer;
  /** Where the number in the name starts; a response has it once, as the answer points to the question. */
  readonly number: number;
  readonly isResponse: boolean;
}

function template(isResponse: boolean): Template {
  const pointer = Uint8Array.of(0xc0, 12);
  const data = ipv4('192.0.2.1');
  const answer = Buffer.concat([pointer, Buffer.from([0, 1, 0, 1, 0, 0, 0, 60, 0, 4]), data]);
  const asked = Buffer.from(messageBytes({ id: 0, question: { name: NAME, type: TYPE.A } }));
  if (isResponse) asked.writeUInt16BE(0x8180, 2);
  if (isResponse) asked.writeUInt16BE(1, 6);
  const payload = isResponse ? Buffer.concat([asked, answer]) : asked;
  const client = { address: '10.244.0.5', port: 40_000 };
  const server = { address: '10.96.0.10', port: 53 };
  const [from, to] = isResponse ? [server, client] : [client, server];
  const ends = { from: from.address, to: to.address, fromPort: from.port, toPort: to.port };
  const bytes = pcapFile([{ timeNs: 0n, ...ends, payload }]).subarray(FILE_HEADER);
  return { bytes, number: bytes.indexOf(NUMBER), isResponse };
}

/** Neither checksum is there to be kept right. */
function filled(
  { bytes, number, isResponse }: Template,
  lookup: number,
  names: number,
  step: number,
): Buffer {
  const packet = Buffer.from(bytes);
  packet.writeUInt32LE(FIRST_SECOND + Math.floor(lookup / LOOKUPS_PER_SECOND), 0);
  packet.writeUInt32LE((lookup % LOOKUPS_PER_SECOND) * 50_000 + step * 10_000, 4);
  const port = 32_768 + (Math.imul(lookup, 2_654_435_761) >>> 18);
  packet.writeUInt16BE(port, SOURCE_PORT + (isResponse ? 2 : 0));
  packet.writeUInt16BE(Math.imul(lookup, 40_503) & 0xffff, ID);
  const name = (Math.imul(lookup, 7919) >>> 0) % names;
  packet.write(String(name).padStart(NUMBER.length, '0'), number, 'latin1');
  return packet;
}
