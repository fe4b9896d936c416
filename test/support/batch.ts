// In: events as plain objects. Out: batches as a source gives them, without the addon.
import { type Batch, DICTIONARY } from '../../src/capture/batch.ts';
import { allocateColumns, type ColumnName } from '../../src/capture/columns.ts';
import type { Netns, Process } from '../../src/store/entries.ts';

/** An event; what is left out is as in a query for `example.com. A` seen nowhere in particular. */
export interface EventSpec {
  /** Nanoseconds since 2025-01-01T00:00:00Z. */
  at?: number;
  netns?: Partial<Netns>;
  process?: Partial<Process>;
  iface?: string;
  src?: string;
  dst?: string;
  src_port?: number;
  dst_port?: number;
  response?: boolean;
  name?: string;
  addresses?: string;
  cname?: string;
  edns_ecs?: string;
  edns_ede?: string;
  message?: Uint8Array;
  /** Other columns by their value. */
  columns?: Partial<Record<ColumnName, number>>;
}

export const EPOCH_S = 1_735_689_600;
const RESPONSE = 0x8000;

/** Interns values and lays message bytes end to end, as the native side does. */
export class BatchBuilder {
  readonly #indices = new Map<string, number>();
  readonly #sizes = [1, 1, 1];
  #entries: Buffer[] = [];
  #messages: Buffer[] = [];
  #streamEnd = 0;
  #specs: { spec: EventSpec; offset: number }[] = [];

  add(...specs: EventSpec[]): this {
    for (const spec of specs) {
      const message = spec.message ?? new Uint8Array(0);
      this.#specs.push({ spec, offset: this.#streamEnd });
      this.#messages.push(Buffer.from(message));
      this.#streamEnd += message.length;
    }
    return this;
  }

  /** Tells an entry, also one that was told before. */
  entry(dictionary: number, index: number, text: string): this {
    const bytes = Buffer.from(text);
    const entry = Buffer.alloc(12 + Math.ceil(bytes.length / 4) * 4);
    entry.writeUInt32LE(dictionary, 0);
    entry.writeUInt32LE(index, 4);
    entry.writeUInt32LE(bytes.length, 8);
    bytes.copy(entry, 12);
    this.#entries.push(entry);
    return this;
  }

  /** The index of a value, told with the next batch if it is new. */
  intern(dictionary: number, text: string): number {
    if (text === '') return 0;
    const key = `${dictionary} ${text}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const index = this.#sizes[dictionary]++;
    this.#indices.set(key, index);
    this.entry(dictionary, index, text);
    return index;
  }

  /** All that was added since the last call. */
  batch(): Batch {
    const columns = allocateColumns(Math.max(1, this.#specs.length));
    this.#specs.forEach(({ spec, offset }, row) => {
      const values = this.#values(spec, offset);
      for (const [name, value] of Object.entries(values)) columns[name as ColumnName][row] = value;
    });
    const batch = {
      rows: this.#specs.length,
      columns,
      entries: new Uint8Array(Buffer.concat(this.#entries)),
      messages: new Uint8Array(Buffer.concat(this.#messages)),
    };
    this.#specs = [];
    this.#entries = [];
    this.#messages = [];
    return batch;
  }

  #values(spec: EventSpec, offset: number): Partial<Record<ColumnName, number>> {
    const text = (value = '') => this.intern(DICTIONARY.text, value);
    const at = spec.at ?? 0;
    const length = spec.message?.length ?? 0;
    return {
      time_s: EPOCH_S + Math.floor(at / 1e9),
      time_ns: at % 1e9,
      netns: this.intern(DICTIONARY.netns, netnsEntry(spec.netns)),
      process: this.intern(DICTIONARY.process, processEntry(spec.process)),
      iface: text(spec.iface),
      ip_version: (spec.src ?? '').includes(':') ? 6 : 4,
      transport: 17,
      src_addr: text(spec.src ?? '10.0.0.1'),
      dst_addr: text(spec.dst ?? '10.0.0.53'),
      src_port: spec.src_port ?? 40000,
      dst_port: spec.dst_port ?? 53,
      flags: spec.response ? RESPONSE : 0,
      qtype: 1,
      qclass: 1,
      name: text(spec.name ?? 'example.com.'),
      addresses: text(spec.addresses),
      cname: text(spec.cname),
      edns_ecs: text(spec.edns_ecs),
      edns_ede: text(spec.edns_ede),
      message: offset,
      length,
      captured_length: length,
      ...spec.columns,
    };
  }
}

export function netnsEntry(netns: Partial<Netns> | undefined): string {
  return netns ? [netns.inode ?? 1, netns.name ?? '', netns.path ?? ''].join('\0') : '';
}

export function processEntry(process: Partial<Process> | undefined): string {
  if (!process) return '';
  const {
    pid = 1,
    tid = 1,
    comm = '',
    exe = '',
    cmdline = '',
    uid = 0,
    gid = 0,
    ppid = 0,
    pcomm = '',
  } = process;
  const { containerId = '', cgroup = '' } = process;
  return [pid, tid, comm, exe, cmdline, uid, gid, ppid, pcomm, containerId, cgroup].join('\0');
}
