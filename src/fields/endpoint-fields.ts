// In: nothing. Out: the fields of source and destination, and of who was asked.
import type { Columns } from '../capture/columns.ts';
import type { FieldContext } from './context.ts';
import type { Field } from './field.ts';
import { formatEndpoint } from './format.ts';
import { isFromServer } from './header.ts';
import type { Endpoint } from './identity.ts';
import { makeField } from './make.ts';
import { TRANSPORTS } from './names.ts';

const TCP = 6;

interface Side {
  readonly name: 'src' | 'dst';
  readonly who: string;
  readonly address: 'src_addr' | 'dst_addr';
  readonly port: 'src_port' | 'dst_port';
}

const SRC: Side = { name: 'src', who: 'the sender', address: 'src_addr', port: 'src_port' };
const DST: Side = { name: 'dst', who: 'the receiver', address: 'dst_addr', port: 'dst_port' };

const K8S_LETTER: Readonly<Record<string, string>> = { pod: 'p', svc: 's' };

/** `p/NAMESPACE/POD:PORT`, `s/NAMESPACE/SERVICE:PORT`, else `ADDR:PORT`. */
function endpointText(context: FieldContext, row: number, side: Side): string {
  const { columns, text, capacity } = context.store;
  const place = row % capacity;
  const address = text.at(columns[side.address][place]);
  const known = context.identities.endpoint(address);
  const letter = known && K8S_LETTER[known.kind];
  const host = letter ? `${letter}/${known.namespace}/${known.name}` : address;
  return formatEndpoint(host, columns[side.port][place]);
}

function identityField(side: Side, part: keyof Endpoint, description: string): Field {
  return makeField({
    name: `${side.name}.k8s.${part}`,
    description,
    kind: 'text',
    width: 20,
    operand: {
      from: 'text',
      identities: true,
      index: (columns, place) => columns[side.address][place],
      read: (address, context) => context.identities.endpoint(address)?.[part] ?? '',
    },
  });
}

function endpointFields(side: Side): Field[] {
  return [
    makeField({
      name: side.name,
      description: `${side.who}: pod, service or address, with port`,
      kind: 'text',
      width: 30,
      json: false,
      operand: {
        from: 'row',
        identities: true,
        key: (columns, place) => columns[side.address][place] * 65536 + columns[side.port][place],
        read: (context, row) => endpointText(context, row, side),
      },
    }),
    makeField({
      name: `${side.name}.addr`,
      description: `address of ${side.who}`,
      kind: 'address',
      width: 20,
      operand: {
        from: 'text',
        index: (columns, place) => columns[side.address][place],
        read: (text) => text,
      },
    }),
    makeField({
      name: `${side.name}.port`,
      description: `port of ${side.who}`,
      kind: 'number',
      width: 8,
      operand: { from: 'number', read: (columns, place) => columns[side.port][place] },
    }),
    makeField({
      name: `${side.name}.proto`,
      description: 'transport protocol: UDP or TCP',
      kind: 'enum',
      width: 9,
      operand: {
        from: 'code',
        read: (columns, place) => +(columns.transport[place] === TCP),
        names: TRANSPORTS,
      },
    }),
    makeField({
      name: `${side.name}.version`,
      description: 'version of IP: 4 or 6',
      kind: 'number',
      width: 11,
      operand: { from: 'number', read: (columns, place) => columns.ip_version[place] },
    }),
    identityField(side, 'kind', `what ${side.who} is: pod, svc or raw`),
    identityField(side, 'namespace', `Kubernetes namespace of ${side.who}`),
    identityField(side, 'name', `pod or service of ${side.who}`),
  ];
}

/** Who was asked: the receiver of a query, the sender of a response. */
function nameserver(columns: Columns, place: number): number {
  return isFromServer(columns, place) ? columns.src_addr[place] : columns.dst_addr[place];
}

/** Who asked: the sender of a query, the receiver of a response. */
function client(columns: Columns, place: number): number {
  return isFromServer(columns, place) ? columns.dst_addr[place] : columns.src_addr[place];
}

export const ENDPOINT_FIELDS: readonly Field[] = [
  ...endpointFields(SRC),
  ...endpointFields(DST),
  makeField({
    name: 'nameserver.addr',
    description: 'address of who was asked, on queries and responses alike',
    kind: 'address',
    width: 20,
    operand: { from: 'text', index: nameserver, read: (text) => text },
  }),
  makeField({
    name: 'client.addr',
    description: 'address of who asked, on queries and responses alike',
    kind: 'address',
    width: 20,
    json: false,
    operand: { from: 'text', index: client, read: (text) => text },
  }),
];
