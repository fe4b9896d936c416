// Two ends in, a veth pair between namespaces out, with addresses; and bridges for it to be a port of.
import type { Namespace } from './lab.ts';
import { run } from './process.ts';

/** One end of a veth pair. Addresses carry their prefix length. */
export interface End {
  namespace: Namespace;
  name: string;
  addresses?: string[];
  bridge?: string;
}

/** Joins two namespaces by a veth pair, both ends up. */
export async function join(a: End, b: End): Promise<void> {
  const peer = ['type', 'veth', 'peer', 'name', b.name, 'netns', b.namespace.name];
  await run(['ip', '-n', a.namespace.name, 'link', 'add', a.name, ...peer]);
  for (const end of [a, b]) {
    if (end.bridge) await end.namespace.ip('link', 'set', end.name, 'master', end.bridge);
    await addresses(end.namespace, end.name, end.addresses ?? []);
    await end.namespace.ip('link', 'set', end.name, 'up');
  }
}

/**
 * Makes a bridge. Its hardware address is its own: a bridge otherwise takes the lowest of its ports', and that port
 * would see frames for the bridge as PACKET_HOST rather than PACKET_OTHERHOST.
 */
export async function bridge(namespace: Namespace, name: string, own: string[]): Promise<void> {
  await namespace.ip('link', 'add', name, 'address', '02:00:00:00:00:01', 'type', 'bridge');
  await addresses(namespace, name, own);
  await namespace.ip('link', 'set', name, 'up');
}

// Without nodad an IPv6 address cannot be used for a second or two (RFC 4862 5.4).
async function addresses(namespace: Namespace, name: string, list: string[]): Promise<void> {
  for (const address of list)
    await namespace.ip('address', 'add', address, 'dev', name, ...(address.includes(':') ? ['nodad'] : []));
}
