// In: nothing. Out: the fields that say when and where an event was seen.

import type { Netns } from '../store/entries.ts';
import type { FieldContext } from './context.ts';
import type { Field } from './field.ts';
import { makeField } from './make.ts';
import { PACKET_TYPES } from './names.ts';

const UNKNOWN_PACKET_TYPE = 255;

/** The best name known: of its pod, of its container, its own, else its inode. */
export function netnsName(netns: Netns, context: FieldContext): string {
  const container = context.identities.containerOfNetns(netns.inode);
  if (container?.podName) return `${container.namespace}/${container.podName}`;
  return container?.containerName || netns.name || (netns.inode ? String(netns.inode) : '');
}

export const POINT_FIELDS: readonly Field[] = [
  makeField({
    name: 'timestamp',
    description: 'when it was seen, RFC 3339 with nanoseconds',
    kind: 'time',
    width: 35,
    operand: { from: 'time' },
  }),
  makeField({
    name: 'timestamp_raw',
    description: 'nanoseconds since the epoch',
    kind: 'time',
    width: 19,
    operand: { from: 'time' },
    value: (context, row) => context.store.timeNs(row),
  }),
  makeField({
    name: 'netns_id',
    description: 'inode of the network namespace',
    kind: 'number',
    width: 10,
    blankZero: true,
    operand: { from: 'netns', read: (netns) => netns.inode },
  }),
  makeField({
    name: 'netns',
    description: 'best name of the network namespace: pod, container, ip netns name, host, else inode',
    kind: 'text',
    width: 16,
    operand: { from: 'netns', read: netnsName },
  }),
  makeField({
    name: 'iface',
    description: 'interface it was seen on',
    kind: 'text',
    width: 10,
    operand: { from: 'text', index: (columns, place) => columns.iface[place], read: (text) => text },
  }),
  makeField({
    name: 'ifindex',
    description: 'number of that interface within its namespace',
    kind: 'number',
    width: 7,
    blankZero: true,
    operand: { from: 'number', read: (columns, place) => columns.ifindex[place] },
  }),
  makeField({
    name: 'pkt_type',
    description: 'direction at that interface: HOST in, OUTGOING out, OTHERHOST passing by, …',
    kind: 'enum',
    width: 9,
    operand: {
      from: 'code',
      read: (columns, place) => packetType(columns.pkt_type[place]),
      names: PACKET_TYPES,
    },
  }),
  makeField({
    name: 'pkt_type_raw',
    description: 'number of pkt_type',
    kind: 'number',
    width: 12,
    operand: { from: 'number', read: (columns, place) => columns.pkt_type[place] },
  }),
];

function packetType(code: number): number {
  return code === UNKNOWN_PACKET_TYPE ? -1 : code;
}
