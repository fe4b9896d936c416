// In: the columns of an event that TypeScript reads. Out: typed arrays for them, and a check against the addon's list.

type ArrayOf = { u8: Uint8Array; u16: Uint16Array; u32: Uint32Array; f64: Float64Array };

/** Name and type of each column in the order of a batch; native/columns.def says what they mean. */
export const COLUMN_TYPES = {
  time_s: 'u32',
  time_ns: 'u32',
  netns: 'u32',
  iface: 'u32',
  ifindex: 'u32',
  pkt_type: 'u8',
  transport: 'u8',
  ip_version: 'u8',
  hop_limit: 'u8',
  ip_id: 'u16',
  src_port: 'u16',
  dst_port: 'u16',
  src_addr: 'u32',
  dst_addr: 'u32',
  process: 'u32',
  id: 'u16',
  flags: 'u16',
  rcode: 'u16',
  qtype: 'u16',
  qclass: 'u16',
  name: 'u32',
  num_answers: 'u16',
  addresses: 'u32',
  cname: 'u32',
  edns_udp_size: 'u16',
  edns_flags: 'u8',
  edns_version: 'u8',
  edns_ecs: 'u32',
  edns_ede: 'u32',
  anomalies: 'u32',
  length: 'u16',
  captured_length: 'u16',
  message: 'f64',
} as const;

export type ColumnType = keyof ArrayOf;
export type ColumnName = keyof typeof COLUMN_TYPES;
export type Column = ArrayOf[ColumnType];

/** One typed array for each column, all of the same length. */
export type Columns = { readonly [Name in ColumnName]: ArrayOf[(typeof COLUMN_TYPES)[Name]] };

export const COLUMN_NAMES = Object.keys(COLUMN_TYPES) as ColumnName[];

const CONSTRUCTORS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };

/** Columns of `capacity` rows each, in memory of their own that the system backs only once it is written to. */
export function allocateColumns(capacity: number): Columns {
  return fromEntries((name) => new CONSTRUCTORS[COLUMN_TYPES[name]](capacity));
}

/** Bytes that the columns of a batch of `capacity` rows take: each starts on a multiple of 8. */
export function batchBytes(capacity: number): number {
  return COLUMN_NAMES.reduce((sum, name) => sum + columnBytes(name, capacity), 0);
}

/** The columns that the native side lays out in `buffer` for `capacity` rows. */
export function viewColumns(buffer: ArrayBuffer, capacity: number): Columns {
  let offset = 0;
  return fromEntries((name) => {
    const column = new CONSTRUCTORS[COLUMN_TYPES[name]](buffer, offset, capacity);
    offset += columnBytes(name, capacity);
    return column;
  });
}

/** Why `native` is not the list of columns above, or undefined where it is. */
export function columnMismatch(native: readonly { name: string; type: string }[]): string | undefined {
  for (let i = 0; i < Math.max(native.length, COLUMN_NAMES.length); i++) {
    const name = COLUMN_NAMES[i];
    const expected = name === undefined ? 'nothing' : `${name} ${COLUMN_TYPES[name]}`;
    const found = native[i] === undefined ? 'nothing' : `${native[i].name} ${native[i].type}`;
    if (expected !== found) return `column ${i} of the addon is ${found}, expected ${expected}`;
  }
  return undefined;
}

function columnBytes(name: ColumnName, capacity: number): number {
  const bytes = CONSTRUCTORS[COLUMN_TYPES[name]].BYTES_PER_ELEMENT * capacity;
  return Math.ceil(bytes / 8) * 8;
}

function fromEntries(make: (name: ColumnName) => Column): Columns {
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, make(name)])) as unknown as Columns;
}
