// A lab in, the small cluster of the trace_dns guide out: pod, DNS service, forwarder, node and upstream.
//
//   pod 10.244.0.5 ---veth-pod---+
//                                br0 10.244.0.1 (node) 192.168.49.2 ---eth0--- 192.168.49.1 upstream
//   coredns 10.244.0.2 -veth-dns-+
//
// The service 10.96.0.10:53 is translated to coredns on the node. Pod and coredns are ports of one bridge, so the answer
// would pass by the node's routing and keep coredns's address if the bridge did not hand its frames to the IP hooks:
// bridge-nf-call-iptables, which Kubernetes asks for as well. With it the packet is translated on its way through the
// bridge: OTHERHOST on the port it enters (as sent), OUTGOING on the port it leaves (as translated), nothing on br0.
// The pod keeps its address towards coredns. Towards the upstream the node's own address takes coredns's place, on the
// uplink only. Answers from the upstream are late by `roundTripMs`, so that latencies are far from zero.
import { existsSync } from 'node:fs';
import type { Lab, Namespace } from './lab.ts';
import { bridge, join } from './links.ts';
import { type Running, run } from './process.ts';
import { distance, dnsmasq, nsd } from './servers.ts';

export const ADDRESS = {
  pod: '10.244.0.5',
  coredns: '10.244.0.2',
  service: '10.96.0.10',
  bridge: '10.244.0.1',
  node: '192.168.49.2',
  upstream: '192.168.49.1',
};
export const ZONE = 'inspektor-gadget.io.';
export const ANSWER = '104.21.11.160';

export interface Cluster {
  pod: Namespace;
  coredns: Namespace;
  node: Namespace;
  upstream: Namespace;
  /** dnsmasq in the namespace of coredns. */
  forwarder: Running;
  /** What listens at the upstream's address. */
  server: Running;
  /** A lookup by the pod at the service's address; kdig is one process of one thread under its own name. */
  lookup(name: string, ...options: string[]): Running;
}

/** Why the cluster cannot be made here, or empty. */
export function clusterImpossible(): string {
  if (process.getuid?.() !== 0) return 'needs root';
  return existsSync('/proc/sys/net/bridge') ? '' : 'needs the kernel module br_netfilter';
}

/** Makes the cluster. `cache`: how many names the forwarder remembers. Any name of the zone exists. */
export async function makeCluster(
  lab: Lab,
  options: { cache?: number; roundTripMs?: number } = {},
): Promise<Cluster> {
  const { cache = 1000, roundTripMs = 20 } = options;
  const [pod, coredns, node, upstream] = await namespaces(lab);
  await wire(pod, coredns, node, upstream);
  await translate(node);
  const server = await serve(lab, upstream, roundTripMs);
  const listen = [`--listen-address=${ADDRESS.coredns}`, `--server=${ADDRESS.upstream}`];
  const forwarder = await dnsmasq(lab, coredns, [...listen, `--cache-size=${cache}`]);
  const lookup = (name: string, ...more: string[]) =>
    lab.start(['kdig', '+retry=0', '+timeout=5', `@${ADDRESS.service}`, ...more, name], pod);
  await warmUp(pod);
  return { pod, coredns, node, upstream, forwarder, server, lookup };
}

async function namespaces(lab: Lab): Promise<Namespace[]> {
  const made: Namespace[] = [];
  for (const role of ['mypod', 'coredns', 'node', 'upstream']) made.push(await lab.namespace(role));
  return made;
}

async function wire(pod: Namespace, coredns: Namespace, node: Namespace, upstream: Namespace): Promise<void> {
  await bridge(node, 'br0', [`${ADDRESS.bridge}/24`]);
  const port = (name: string) => ({ namespace: node, name, bridge: 'br0' });
  await join({ namespace: pod, name: 'eth0', addresses: [`${ADDRESS.pod}/24`] }, port('veth-pod'));
  await join({ namespace: coredns, name: 'eth0', addresses: [`${ADDRESS.coredns}/24`] }, port('veth-dns'));
  await join(
    { namespace: node, name: 'eth0', addresses: [`${ADDRESS.node}/24`] },
    { namespace: upstream, name: 'eth0', addresses: [`${ADDRESS.upstream}/24`] },
  );
  for (const end of [pod, coredns]) await end.ip('route', 'add', 'default', 'via', ADDRESS.bridge);
}

/** Joins one more pod to the cluster. */
export async function addPod(lab: Lab, { node }: Cluster, role: string, address: string): Promise<Namespace> {
  const pod = await lab.namespace(role);
  const port = { namespace: node, name: `veth-${role}`, bridge: 'br0' };
  await join({ namespace: pod, name: 'eth0', addresses: [`${address}/24`] }, port);
  await pod.ip('route', 'add', 'default', 'via', ADDRESS.bridge);
  await warmUp(pod);
  return pod;
}

async function translate(node: Namespace): Promise<void> {
  await node.sysctl('net.ipv4.ip_forward', '1');
  await node.sysctl('net.bridge.bridge-nf-call-iptables', '1');
  await node.nft(`
    table ip nat {
      chain prerouting {
        type nat hook prerouting priority dstnat;
        ip daddr ${ADDRESS.service} udp dport 53 dnat to ${ADDRESS.coredns}:53;
        ip daddr ${ADDRESS.service} tcp dport 53 dnat to ${ADDRESS.coredns}:53;
      }
      chain postrouting {
        type nat hook postrouting priority srcnat;
        oifname "eth0" masquerade;
      }
    }`);
}

async function serve(lab: Lab, upstream: Namespace, roundTripMs: number): Promise<Running> {
  const zones = { [ZONE]: `@ A ${ANSWER}\n* A ${ANSWER}` };
  if (roundTripMs === 0) return nsd(lab, upstream, [ADDRESS.upstream], zones);
  await nsd(lab, upstream, [`${ADDRESS.upstream}@5300`], zones);
  return distance(lab, upstream, `${ADDRESS.upstream}:53`, `${ADDRESS.upstream}:5300`, roundTripMs);
}

// Until the node knows its neighbours' hardware addresses, a translated packet takes a way round through br0.
async function warmUp(pod: Namespace): Promise<void> {
  for (const transport of ['+notcp', '+tcp'])
    await run(pod.inside(['kdig', transport, `@${ADDRESS.service}`, `warm-up.${ZONE}`]));
}
