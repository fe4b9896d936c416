// In: nothing. Out: the fields of the DNS header and question, and the latency.
import type { Columns } from '../capture/columns.ts';
import type { Field } from './field.ts';
import { isResponse, NONE, ofQuestion, reaches, UP_TO } from './header.ts';
import { type FieldSpec, makeField } from './make.ts';
import { QR, registered } from './names.ts';
import { TLD_KINDS, tldKind } from './tld.ts';

const hex4 = (code: number) => code.toString(16).padStart(4, '0');

type Read = (columns: Columns, place: number) => number;

/** What is read of the header, `none` where the message ends before that. */
function ofHeader(bytes: number, none: number, read: Read): Read {
  return (columns, place) => (reaches(columns, place, bytes) ? read(columns, place) : none);
}

const response: Read = (columns, place) => +isResponse(columns, place);

/** One bit of the header's flags, by its distance from the lowest. */
function flag(name: string, bit: number, description: string): Field {
  const read = ofHeader(UP_TO.flags, Number.NaN, (columns, place) => (columns.flags[place] >> bit) & 1);
  return makeField({ name, description, kind: 'flag', width: 5, operand: { from: 'number', read } });
}

function raw(name: string, description: string, read: Read): Field {
  return makeField({ name, description, kind: 'number', width: 9, operand: { from: 'number', read } });
}

const LATENCY: Omit<FieldSpec, 'name' | 'title' | 'description' | 'width'> = {
  kind: 'duration',
  // As in ig, 0 where there is none: on queries, and on responses whose query was not seen.
  operand: { from: 'number', read: (_, place, latency) => latency[place] || 0 },
};

export const MESSAGE_FIELDS: readonly Field[] = [
  makeField({
    name: 'id',
    description: 'DNS ID, 4 hex digits',
    kind: 'enum',
    width: 4,
    operand: {
      from: 'code',
      read: ofHeader(UP_TO.id, NONE, (columns, place) => columns.id[place]),
      names: {
        name: (_, code) => (code === NONE ? '' : hex4(code)),
        code: (_, text) => (/^(0x)?[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : undefined),
        synonyms: () => [],
        all: () => [],
      },
    },
  }),
  makeField({
    name: 'qr',
    description: 'Q query, R response',
    kind: 'enum',
    width: 2,
    operand: { from: 'code', read: ofHeader(UP_TO.flags, NONE, response), names: QR },
  }),
  makeField({
    name: 'qr_raw',
    description: 'true for a response',
    kind: 'flag',
    width: 6,
    operand: { from: 'number', read: ofHeader(UP_TO.flags, Number.NaN, response) },
  }),
  makeField({
    name: 'opcode',
    description: 'QUERY, NOTIFY, UPDATE, …',
    kind: 'enum',
    width: 8,
    operand: {
      from: 'code',
      read: ofHeader(UP_TO.flags, NONE, (columns, place) => (columns.flags[place] >> 11) & 15),
      names: registered((mnemonics) => mnemonics.opcodes),
    },
  }),
  makeField({
    name: 'qtype',
    description: 'type asked for',
    kind: 'enum',
    width: 6,
    operand: {
      from: 'code',
      read: (columns, place) => ofQuestion('qtype', columns, place),
      names: registered((mnemonics) => mnemonics.types),
    },
  }),
  raw('qtype_raw', 'number of qtype', ({ qtype, anomalies }, place) =>
    anomalies[place] === 0 ? qtype[place] : qtype[place] || Number.NaN,
  ),
  makeField({
    name: 'qclass',
    description: 'class asked for',
    kind: 'enum',
    width: 6,
    operand: {
      from: 'code',
      read: (columns, place) => ofQuestion('qclass', columns, place),
      names: registered((mnemonics) => mnemonics.classes),
    },
  }),
  makeField({
    name: 'name',
    description: 'name asked for, with the final dot',
    kind: 'name',
    width: 32,
    operand: { from: 'text', index: (columns, place) => columns.name[place], read: (text) => text },
  }),
  makeField({
    name: 'tld_kind',
    description: `whether the root zone has the top-level domain of the name: ${TLD_KINDS.join(', ')}`,
    kind: 'text',
    width: 9,
    json: false,
    operand: { from: 'text', index: (columns, place) => columns.name[place], read: tldKind },
  }),
  makeField({
    name: 'rcode',
    description: 'how it went, on responses',
    kind: 'enum',
    width: 14,
    operand: {
      from: 'code',
      read: (columns, place) => (isResponse(columns, place) ? columns.rcode[place] : NONE),
      names: registered((mnemonics) => mnemonics.rcodes),
    },
  }),
  raw(
    'rcode_raw',
    'number of rcode',
    ofHeader(UP_TO.flags, Number.NaN, (c, place) => c.rcode[place]),
  ),
  flag('aa', 10, 'authoritative answer'),
  flag('tc', 9, 'truncated: ask again over TCP'),
  flag('rd', 8, 'recursion desired'),
  flag('ra', 7, 'recursion available'),
  flag('ad', 5, 'authentic data: validated by DNSSEC'),
  flag('cd', 4, 'checking disabled'),
  makeField({
    ...LATENCY,
    name: 'latency_ns',
    title: 'LATENCY', // the column has units; latency_ns_raw is the number of nanoseconds
    description: 'response: time since its query here',
    width: 10,
  }),
  makeField({
    ...LATENCY,
    name: 'latency_ns_raw',
    description: 'latency_ns as a bare number',
    width: 14,
    text: bareLatency,
  }),
  raw('length', 'bytes of the message', (columns, place) => columns.length[place]),
  raw(
    'captured_length',
    'bytes of the message that were captured',
    (columns, place) => columns.captured_length[place],
  ),
];

function bareLatency(...[context, row]: Parameters<Field['text']>): string {
  const latency = context.store.latency[row % context.store.capacity];
  return latency > 0 ? String(latency) : '';
}
