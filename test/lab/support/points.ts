// In: events of a lookup in the cluster. Out: where each was seen and between which ends, as a line of the guide's table.
import { ADDRESS, type Cluster } from './cluster.ts';

// The guide's table, and the points that this cluster has besides: br0 and the uplink with the node's own address.
// p pod, s service, c coredns, n node, u upstream; "!" is the end that has a port of its own.
export const LOOKUP_POINTS = [
  'mypod eth0 OUTGOING p! -> s Q',
  'node veth-pod OTHERHOST p! -> s Q',
  'node veth-dns OUTGOING p! -> c Q',
  'coredns eth0 HOST p! -> c Q',
  'coredns eth0 OUTGOING c! -> u Q',
  'node veth-dns OTHERHOST c! -> u Q',
  'node br0 HOST c! -> u Q',
  'node eth0 OUTGOING n! -> u Q',
  'upstream eth0 HOST n! -> u Q',
  'upstream eth0 OUTGOING u -> n! R',
  'node eth0 HOST u -> n! R',
  'node br0 OUTGOING u -> c! R',
  'node veth-dns OUTGOING u -> c! R',
  'coredns eth0 HOST u -> c! R',
  'coredns eth0 OUTGOING c -> p! R',
  'node veth-dns OTHERHOST c -> p! R',
  'node veth-pod OUTGOING s -> p! R',
  'mypod eth0 HOST s -> p! R',
];
/** A line about the leg between forwarder and upstream. */
export const UPSTREAM_LEG = /\bu\b/;

const LETTER: Record<string, string> = {
  [ADDRESS.pod]: 'p',
  [ADDRESS.service]: 's',
  [ADDRESS.coredns]: 'c',
  [ADDRESS.node]: 'n',
  [ADDRESS.upstream]: 'u',
};

interface Seen {
  netns_id: number;
  iface: string;
  pkt_type: string;
  src: { addr: string; port: number };
  dst: { addr: string; port: number };
  qr: string;
}

/** Which of the cluster's namespaces it was seen in. */
export function placeOf({ pod, coredns, node, upstream }: Cluster, { netns_id }: Seen): string {
  return [pod, coredns, node, upstream].find(({ inode }) => inode === netns_id)?.role ?? 'nowhere';
}

/** The line for an event. */
export function pointOf(cluster: Cluster, event: Seen): string {
  const end = ({ addr, port }: { addr: string; port: number }) => LETTER[addr] + (port === 53 ? '' : '!');
  return `${placeOf(cluster, event)} ${event.iface} ${event.pkt_type} ${end(event.src)} -> ${end(event.dst)} ${event.qr}`;
}
