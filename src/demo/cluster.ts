// In: the plan. Out: network namespaces joined as it says, and their removal.
//
//   pods 10.244.0.x ---veth---+
//                             br0 10.244.0.1 (node) 192.168.49.2 ---eth0--- 192.168.49.1 upstream
//   coredns 10.244.0.2 -veth--+
//
// The service is translated to coredns on the node. Pods and coredns are ports of one bridge: an answer would pass by
// the node's routing and keep coredns's address. Two ways around that, both found in clusters:
// - The bridge hands its frames to the IP hooks (bridge-nf-call-iptables, which Kubernetes asks for). A packet is
//   translated on its way through the bridge: OTHERHOST on the port it enters, OUTGOING on the port it leaves.
// - Where the kernel has no br_netfilter, pods have addresses of 32 bits, so that all they send goes to the node, which
//   routes it: two events more, on br0.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLeftover, ownPrefix } from './owner.ts';
import { DNS_PORT, NODE, PODS, type Pod, ROLES, type Role, SERVICE, UPSTREAM } from './plan.ts';
import { runTool } from './tools.ts';

const FOLDER = '/run/netns';
const BRIDGE_HOOKS = '/proc/sys/net/bridge/bridge-nf-call-iptables';

export class Cluster {
  readonly #prefix = ownPrefix();
  readonly #bridged: boolean;

  /** `bridged`: translate within the bridge, which needs br_netfilter. */
  constructor(bridged = existsSync(BRIDGE_HOOKS)) {
    this.#bridged = bridged;
  }

  /** Name of the role's namespace, as `ip netns` has it. */
  name(role: Role): string {
    return `${this.#prefix}${role}`;
  }

  inode(role: Role): number {
    return statSync(this.path(role)).ino;
  }

  path(role: Role): string {
    return join(FOLDER, this.name(role));
  }

  /** Makes all of it; throws StartError, after which remove() takes away what was made. */
  make(): void {
    for (const role of ROLES) runTool('ip', ['netns', 'add', this.name(role)]);
    this.#ip('node', [...bridge(), ...PODS.flatMap((pod) => this.#port(pod)), ...this.#uplink()]);
    this.#ip('upstream', [
      `address add ${UPSTREAM}/24 dev eth0`,
      'link set eth0 up',
      neighbour(NODE.uplink, 'eth0'),
    ]);
    for (const pod of PODS) this.#ip(pod.role, this.#podEnd(pod));
    const inNode = [`--net=${this.path('node')}`, '--'];
    runTool('nsenter', [...inNode, 'sh', '-c', sysctls(this.#bridged)]);
    runTool('nsenter', [...inNode, 'nft', '-f', '-'], translations());
  }

  /** Removes what make() made. The processes in it must have ended: a namespace lives as long as they do. */
  remove(): void {
    removeNamespaces((name) => name.startsWith(this.#prefix));
  }

  #ip(role: Role, commands: readonly string[]): void {
    runTool('ip', ['-n', this.name(role), '-batch', '-'], `${commands.join('\n')}\n`);
  }

  /** The node's end of a pod's link, and with it the pod's. */
  #port({ role, address }: Pod): string[] {
    const port = `veth-${role}`;
    return [
      `link add ${port} type veth peer name eth0 address ${hardware(address)} netns ${this.name(role)}`,
      `link set ${port} master br0`,
      `link set ${port} up`,
      neighbour(address, 'br0'),
    ];
  }

  #podEnd({ address }: Pod): string[] {
    return [
      `address add ${address}/${this.#bridged ? 24 : 32} dev eth0`,
      'link set eth0 up',
      `route add default via ${NODE.bridge} dev eth0 onlink`,
      neighbour(NODE.bridge, 'eth0'),
      ...PODS.filter((other) => other.address !== address).map((other) => neighbour(other.address, 'eth0')),
    ];
  }

  #uplink(): string[] {
    const peer = `peer name eth0 address ${hardware(UPSTREAM)} netns ${this.name('upstream')}`;
    return [
      `link add eth0 address ${hardware(NODE.uplink)} type veth ${peer}`,
      `address add ${NODE.uplink}/24 dev eth0`,
      'link set eth0 up',
      neighbour(UPSTREAM, 'eth0'),
    ];
  }
}

/** Removes what demos have left that were killed. Namespaces of those that still run stay. */
export function removeLeftovers(): void {
  removeNamespaces(isLeftover);
}

function removeNamespaces(which: (name: string) => boolean): void {
  if (!existsSync(FOLDER)) return;
  const names = readdirSync(FOLDER).filter(which);
  for (const name of names) {
    try {
      runTool('ip', ['netns', 'delete', name]);
    } catch {
      // Another demo was faster, or the next one will do it.
    }
  }
}

/** As Docker makes them from addresses: locally administered. */
function hardware(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `02:42:${bytes.join(':')}`;
}

/** Without ARP, the first packet takes the same way as all others. */
function neighbour(address: string, iface: string): string {
  return `neighbour add ${address} lladdr ${hardware(address)} dev ${iface} nud permanent`;
}

/** A hardware address of its own: a bridge otherwise takes the lowest of its ports'. */
function bridge(): string[] {
  return [
    `link add br0 address ${hardware(NODE.bridge)} type bridge`,
    `address add ${NODE.bridge}/24 dev br0`,
    'link set br0 up',
  ];
}

/** Of the namespace in which the shell runs, and of nothing else. Redirects would tell pods a way past the node. */
function sysctls(bridged: boolean): string {
  const set = (key: string, value: number) => `echo ${value} >/proc/sys/net/${key}`;
  return [
    set('ipv4/ip_forward', 1),
    set('ipv4/conf/all/send_redirects', 0),
    set('ipv4/conf/br0/send_redirects', 0),
    ...(existsSync(BRIDGE_HOOKS) ? [set('bridge/bridge-nf-call-iptables', bridged ? 1 : 0)] : []),
  ].join(' && ');
}

/** What kube-proxy and the node's uplink do: the service's address becomes the pod's, the pod's the node's. */
function translations(): string {
  const coredns = PODS.find((pod) => pod.role === 'coredns')!.address;
  const rule = (proto: string) =>
    `ip daddr ${SERVICE.address} ${proto} dport ${DNS_PORT} dnat to ${coredns}:${DNS_PORT};`;
  return `table ip nat {
    chain prerouting { type nat hook prerouting priority -100; ${rule('udp')} ${rule('tcp')} }
    chain postrouting { type nat hook postrouting priority 100; oifname "eth0" masquerade; }
  }\n`;
}
