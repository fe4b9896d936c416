// A row -> everything known about it, in named blocks of labels and values; nothing formatted yet.
import type { FieldContext } from '../../fields/context.ts';
import type { Detail, ResourceRecord } from '../../fields/detail.ts';
import type { Field } from '../../fields/field.ts';
import type { Role } from '../theme.ts';
import type { Block, Item } from './block.ts';
import { answersBlock, questionLines } from './sections.ts';

/** Names of fields by block, in the order shown; a name that ends in a dot stands for all fields that begin with it. */
const BLOCKS: [string, string[]][] = [
  ['Message', ['id', 'qr', 'opcode', 'rcode', 'latency_ns', 'outcome', 'length', 'captured_length']],
  ['Seen', ['timestamp', 'netns', 'netns_id', 'iface', 'ifindex', 'pkt_type']],
  ['From and to', ['src', 'dst', 'src.', 'dst.', 'nameserver.addr']],
  ['Process', ['proc.']],
  ['Container', ['runtime.', 'k8s.']],
];

/** Fields whose value stands elsewhere in the pane: in a record, in the flags, in the endpoint they are part of. */
const ELSEWHERE =
  /_raw$|^(name|qtype|qclass|addresses|cname|num_answers|aa|tc|rd|ra|ad|cd|anomalies|answers.*|edns\..*)$|^dst\.(proto|version)$|^(src|dst)\.(addr|port)$/;

const FLAGS: [string, string][] = [
  ['aa', 'authoritative answer'],
  ['tc', 'truncated'],
  ['rd', 'recursion desired'],
  ['ra', 'recursion available'],
  ['ad', 'authentic data'],
  ['cd', 'checking disabled'],
];

export function blocksOf(context: FieldContext, fields: readonly Field[], row: number): Block[] {
  const detail = context.details.of(row);
  const message = context.store.message(row);
  const [about, ...circumstances] = fieldBlocks(context, fields, row);
  const flags = flagsText(context, fields, row);
  if (flags !== '') about.items!.push({ label: 'flags', value: flags });
  about.flow = true;
  return [
    ...(detail.anomalies.length > 0 ? [anomaliesBlock(detail)] : []),
    { title: 'Question', lines: questionLines(detail, message) },
    about,
    answersBlock(detail, message),
    ...recordBlock('Authority', detail.authority),
    ...recordBlock('Additional', detail.additional),
    ...ednsBlock(detail),
    ...circumstances,
    { title: 'Bytes of the message', lines: hexDump(message) },
  ].filter((block) => block.items === undefined || block.items.length > 0);
}

/** Every field that has a value and no better place; fields nobody sorted into a block end up in the last one. */
function fieldBlocks(context: FieldContext, fields: readonly Field[], row: number): Block[] {
  const blocks = BLOCKS.map(([title]): Block => ({ title, items: [] }));
  const other: Block = { title: 'Other', items: [] };
  const placeOf = (name: string) => {
    const index = BLOCKS.findIndex(([, names]) =>
      names.some((part) => name === part || (part.endsWith('.') && name.startsWith(part))),
    );
    return blocks[index] ?? other;
  };
  for (const field of fields) {
    if (ELSEWHERE.test(field.name)) continue;
    const value = field.text(context, row);
    if (value !== '')
      placeOf(field.name).items!.push({ label: field.name, value, role: roleOf(field.name, value) });
  }
  return [...blocks, other];
}

function roleOf(name: string, value: string): Role | undefined {
  if (name !== 'rcode') return undefined;
  return value === 'Success' ? 'good' : value === 'NameError' ? 'warning' : 'bad';
}

/** '' where the message ends before its flags. */
function flagsText(context: FieldContext, fields: readonly Field[], row: number): string {
  const flag = (name: string) => fields.find((field) => field.name === name)?.value(context, row);
  if (FLAGS.every(([name]) => flag(name) === null)) return '';
  const set = FLAGS.filter(([name]) => flag(name) === true);
  return set.length === 0 ? 'none' : set.map(([name, meaning]) => `${name} (${meaning})`).join(' ');
}

function anomaliesBlock({ anomalies }: Detail): Block {
  return {
    title: 'Damaged',
    items: anomalies.map((name) => ({ label: 'anomaly', value: name, role: 'bad' })),
  };
}

function recordBlock(title: string, records: readonly ResourceRecord[]): Block[] {
  return records.length === 0 ? [] : [{ title: `${title} (${records.length})`, records }];
}

function ednsBlock({ edns }: Detail): Block[] {
  if (!edns) return [];
  const items: Item[] = [
    { label: 'version', value: String(edns.version) },
    { label: 'UDP size', value: `${edns.udp_size} bytes` },
    { label: 'DO', value: edns.do ? 'DNSSEC records wanted' : 'not set' },
    ...edns.options.map((option) => ({ label: option.name || `option ${option.code}`, value: option.data })),
  ];
  return [{ title: 'EDNS', items }];
}

/** Offset, 16 bytes in hexadecimal and the printable ones as text, a line each. */
export function hexDump(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += 16) {
    const part = [...bytes.subarray(from, from + 16)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${from.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines;
}
