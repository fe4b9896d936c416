// In: how many events. Out: batches of made-up lookups in the form the native side gives, for benchmarks and tests of the screen.
import type { Batch } from '../src/capture/batch.ts';
import { DICTIONARY } from '../src/capture/batch.ts';
import { allocateColumns, type Columns } from '../src/capture/columns.ts';

/** What an event has that the made-up ones take from lists. */
export interface Made {
  name: string;
  comm: string;
  netns: string;
  iface?: string;
}

const RESPONSE = 0x8180;
const QUERY = 0x0100;
const RCODES = [0, 0, 0, 0, 0, 0, 3, 2];
const QTYPES = [1, 28, 1, 1, 65, 15];

/** A well-formed message for 'example.': a question, and one A record in a response. */
const MESSAGE = Uint8Array.from([
  0x7f, 0x22, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 7, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0, 0, 1, 0, 1,
  0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4, 192, 0, 2, 1,
]);

/** Words from which names are made; enough different ones that no cache of the screen holds them all. */
export const LOOKUPS: Made[] = Array.from({ length: 997 }, (_, index) => ({
  name: `${['api', 'www', 'cdn-7', 'metrics.internal', '_ldap._tcp'][index % 5]}.service-${index}.example.`,
  comm: ['curl', 'coredns', 'systemd-resolve', 'node', 'python3'][index % 5],
  netns: ['host', 'mypod', 'coredns', 'upstream'][index % 4],
  iface: index % 4 === 0 ? 'eth0' : `veth${index % 40}`,
}));

/** Makes batches one after another; queries and their responses alternate. */
export class SyntheticSource {
  private readonly made: readonly Made[];
  private row = 0;
  private messageEnd = 0;
  private entriesSent = false;

  constructor(made: readonly Made[] = LOOKUPS) {
    this.made = made;
  }

  /** `rows` events, `startMs` the time of the first in milliseconds since the epoch. */
  batch(rows: number, startMs: number): Batch {
    const columns = allocateColumns(rows);
    for (let place = 0; place < rows; place++) this.fill(columns, place, startMs + place / rows);
    const messages = new Uint8Array(rows * MESSAGE.length);
    for (let place = 0; place < rows; place++) messages.set(MESSAGE, place * MESSAGE.length);
    const entries = this.entriesSent ? new Uint8Array(0) : this.entries();
    this.entriesSent = true;
    return { rows, columns, entries, messages };
  }

  private fill(columns: Columns, place: number, timeMs: number): void {
    const row = this.row++;
    const lookup = row >>> 1;
    const choice = lookup % this.made.length;
    const isResponse = row % 2 === 1;
    const ends = isResponse ? [53, 40_000 + (lookup % 20_000)] : [40_000 + (lookup % 20_000), 53];
    columns.time_s[place] = Math.floor(timeMs / 1000);
    columns.time_ns[place] = Math.floor((timeMs % 1000) * 1e6) + (row % 1000);
    columns.netns[place] = 1 + choice;
    columns.iface[place] = this.text(choice, 2);
    columns.ifindex[place] = 2;
    columns.pkt_type[place] = isResponse ? 0 : 4;
    columns.transport[place] = 17;
    columns.ip_version[place] = 4;
    columns.src_port[place] = ends[0];
    columns.dst_port[place] = ends[1];
    columns.src_addr[place] = isResponse ? 2 : 1;
    columns.dst_addr[place] = isResponse ? 1 : 2;
    columns.process[place] = 1 + choice;
    columns.id[place] = (lookup * 40_503) & 0xffff;
    columns.rcode[place] = isResponse ? RCODES[lookup % RCODES.length] : 0;
    columns.flags[place] = (isResponse ? RESPONSE : QUERY) | columns.rcode[place];
    columns.qtype[place] = QTYPES[lookup % QTYPES.length];
    columns.qclass[place] = 1;
    columns.name[place] = this.text(choice, 0);
    columns.num_answers[place] = isResponse && columns.rcode[place] === 0 ? 1 : 0;
    columns.addresses[place] = columns.num_answers[place] === 1 ? 3 : 0;
    columns.length[place] = MESSAGE.length;
    columns.captured_length[place] = MESSAGE.length;
    columns.message[place] = this.messageEnd;
    this.messageEnd += MESSAGE.length;
  }

  /** Index of a lookup's text: 0 its name, 2 its interface. The first ones are addresses. */
  private text(choice: number, which: 0 | 2): number {
    return 4 + choice * 3 + which;
  }

  private entries(): Uint8Array {
    const parts = ['10.244.0.5', '10.96.0.10', '192.0.2.1,192.0.2.2'].map((text, index) =>
      entry(DICTIONARY.text, index + 1, text),
    );
    this.made.forEach(({ name, comm, netns, iface = 'eth0' }, choice) => {
      const pid = 1000 + choice;
      const process = [
        pid,
        pid,
        comm,
        `/usr/bin/${comm}`,
        `${comm} --verbose`,
        1000,
        1000,
        1,
        'systemd',
        '',
        '/',
      ];
      parts.push(
        entry(DICTIONARY.text, this.text(choice, 0), name),
        entry(DICTIONARY.text, this.text(choice, 2), iface),
      );
      parts.push(entry(DICTIONARY.process, 1 + choice, process.join('\0')));
      parts.push(
        entry(DICTIONARY.netns, 1 + choice, `${4_026_531_840 + choice}\0${netns}\0/run/netns/${netns}`),
      );
    });
    return Buffer.concat(parts);
  }
}

/** [u32 dictionary][u32 index][u32 length][bytes padded to 4] */
function entry(dictionary: number, index: number, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const out = Buffer.alloc(12 + ((bytes.length + 3) & ~3));
  out.writeUInt32LE(dictionary, 0);
  out.writeUInt32LE(index, 4);
  out.writeUInt32LE(bytes.length, 8);
  bytes.copy(out, 12);
  return out;
}
