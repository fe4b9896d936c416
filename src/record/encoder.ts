// In: rows. Out: sections of a pcapng file that hold them.
import { release } from 'node:os';
import { name, version } from '../../package.json';
import type { FieldContext } from '../fields/context.ts';
import { beginPacket, endPacket, putSection, timeOf } from './blocks.ts';
import { Bytes } from './bytes.ts';
import { Interfaces } from './interfaces.ts';
import { Names } from './names.ts';
import { Packets } from './packets.ts';
import { Remarks } from './remarks.ts';

const SECTION = {
  comment:
    `Written by ${name}. Messages, addresses, ports, hop limits, times, interfaces and directions are as seen. ` +
    'The headers around each message (Linux cooked, IP, UDP, TCP) are made from these; each packet is one message.',
  os: `Linux ${release()}`,
  application: `${name} ${version}`,
};

/**
 * epb_flags (4.3.1) by PACKET_* of linux/if_packet.h: direction in bits 0-1 (1 in, 2 out), in bits 2-4 how it was received
 * (1 unicast, 2 multicast, 3 broadcast, 4 promiscuous).
 */
const FLAGS = [1 | (1 << 2), 1 | (3 << 2), 1 | (2 << 2), 1 | (4 << 2), 2];

/** Interfaces that readers take in one section: dnstop 65,536, others fewer. Churning namespaces have many. */
const MOST_INTERFACES = 16_384;

export interface Losses {
  /** Events that were never kept. */
  readonly lost: number;
  /** Events that were kept, and gone before they could be written. */
  readonly skipped: number;
}

/** Blocks collect in `out` until it is taken. */
export class Encoder {
  readonly out = new Bytes();
  readonly #context: FieldContext;
  readonly #packets: Packets;
  readonly #remarks: Remarks;
  readonly #interfaces: Interfaces;
  readonly #names: Names;
  /** Time of the last packet. */
  #lastS = 0;
  #lastNs = 0;

  constructor(context: FieldContext) {
    this.#context = context;
    this.#packets = new Packets(context.store);
    this.#remarks = new Remarks(context);
    this.#interfaces = new Interfaces(context, this.#remarks);
    this.#names = new Names(context);
  }

  /** Begins a section. */
  begin(): void {
    putSection(this.out, SECTION);
    this.#interfaces.restart();
    this.#names.restart();
  }

  /** To be called before a run of rows: dictionaries and identities may have changed since the last. */
  refresh(): void {
    this.#packets.refresh();
    this.#remarks.refresh();
    this.#interfaces.refresh();
    this.#names.refresh();
  }

  /** Puts a kept row. */
  put(row: number): void {
    const { columns, capacity } = this.#context.store;
    const { out } = this;
    const place = row % capacity;
    if (this.#interfaces.size >= MOST_INTERFACES) this.begin();
    const number = this.#interfaces.count(out, place);
    // Behind the interface: tools take the first ones for all that there will be.
    this.#names.put(out, place);
    const start = beginPacket(out, number, columns.time_s[place], columns.time_ns[place]);
    this.#packets.put(out, row);
    const missing = columns.length[place] - columns.captured_length[place];
    endPacket(out, start, missing, FLAGS[columns.pkt_type[place]] ?? 0, this.#remarks.packet(place));
    this.#lastS = columns.time_s[place];
    this.#lastNs = columns.time_ns[place];
  }

  /** Ends the section. */
  end(losses: Losses): void {
    const end = timeOf(this.#lastS, this.#lastNs);
    this.#interfaces.putStatistics(this.out, end, losses.lost + losses.skipped, lossText(losses));
  }
}

function lossText({ lost, skipped }: Losses): string {
  return (
    `Of all network namespaces together since the start: ${lost} events lost in the capture, ` +
    `${skipped} gone before they could be written.`
  );
}
