// In: what happens to a lookup. Out: its packets at the points of the seed scenario's cluster.
import { type Dns, HOST, OTHERHOST, OUTGOING, type Point } from './scene.ts';

export const DIG = { pid: 4001, tid: 4001, comm: 'dig' };
export const COREDNS = { pid: 2001, tid: 2007, comm: 'coredns' };
export const SERVER = { pid: 3001, tid: 3001, comm: 'nsd' };

export const POD = '10.244.0.5';
export const SERVICE = '10.96.0.10:53';
export const DNS_POD = '10.244.0.2';
export const UPSTREAM = '192.168.49.1:53';

interface Client {
  netns?: string;
  address?: string;
  port?: number;
  process?: typeof DIG;
}

/** Two of them. */
export const ALICE = { netns: 'demo/alice', address: '10.244.0.5', port: 1111, process: { ...DIG, pid: 11 } };
export const BOB = { netns: 'demo/bob', address: '10.244.0.6', port: 2222, process: { ...DIG, pid: 12 } };

const client = ({ netns = 'demo/mypod', address = POD, port = 51340, process = DIG }: Client) => ({
  netns,
  end: `${address}:${port}`,
  process,
});

const veth = (netns: string) => `veth-${netns.slice(-4)}`;

/** From the pod through the service to CoreDNS: both ends of the node's translation. */
export function toForwarder(who: Client = {}): Point[] {
  const { netns, end, process } = client(who);
  const dns = `${DNS_POD}:53`;
  return [
    { netns, iface: 'eth0', pkt: OUTGOING, process, src: end, dst: SERVICE, hop: 64 },
    { netns: 'node', iface: veth(netns), pkt: OTHERHOST, src: end, dst: SERVICE, hop: 64 },
    { netns: 'node', iface: 'veth-dns', pkt: OUTGOING, src: end, dst: dns, hop: 63 },
    { netns: 'kube-system/coredns', iface: 'eth0', pkt: HOST, process: COREDNS, src: end, dst: dns, hop: 63 },
  ];
}

/** The answer from CoreDNS back to the pod. */
export function fromForwarder(who: Client = {}): Point[] {
  const { netns, end, process } = client(who);
  const dns = `${DNS_POD}:53`;
  return [
    {
      netns: 'kube-system/coredns',
      iface: 'eth0',
      pkt: OUTGOING,
      process: COREDNS,
      src: dns,
      dst: end,
      hop: 64,
    },
    { netns: 'node', iface: 'veth-dns', pkt: OTHERHOST, src: dns, dst: end, hop: 64 },
    { netns: 'node', iface: veth(netns), pkt: OUTGOING, src: SERVICE, dst: end, hop: 63 },
    { netns, iface: 'eth0', pkt: HOST, process, src: SERVICE, dst: end, hop: 63 },
  ];
}

/** From CoreDNS to the upstream, as far as the node sees it. */
export function toUpstream(port = 50859, server = UPSTREAM): Point[] {
  const end = `${DNS_POD}:${port}`;
  return [
    {
      netns: 'kube-system/coredns',
      iface: 'eth0',
      pkt: OUTGOING,
      process: COREDNS,
      src: end,
      dst: server,
      hop: 64,
    },
    { netns: 'node', iface: 'veth-dns', pkt: OTHERHOST, src: end, dst: server, hop: 64 },
  ];
}

export function fromUpstream(port = 50859, server = UPSTREAM): Point[] {
  const end = `${DNS_POD}:${port}`;
  return [
    { netns: 'node', iface: 'br0', pkt: OUTGOING, src: server, dst: end, hop: 63 },
    { netns: 'node', iface: 'veth-dns', pkt: OUTGOING, src: server, dst: end, hop: 63 },
    {
      netns: 'kube-system/coredns',
      iface: 'eth0',
      pkt: HOST,
      process: COREDNS,
      src: server,
      dst: end,
      hop: 63,
    },
  ];
}

export const QUESTION: Dns = { id: 0x7f22, name: 'inspektor-gadget.io.' };
export const ANSWER: Dns = { ...QUESTION, addresses: '172.67.1.2' };
export const UPSTREAM_QUESTION: Dns = { id: 0xae34, name: 'inspektor-gadget.io.' };
export const UPSTREAM_ANSWER: Dns = { ...UPSTREAM_QUESTION, addresses: '172.67.1.2' };
