// A lab in, a client and two servers around a router out, with a service address that the router translates.
//
//   client 10.77.1.2 ---c--- router ---s1--- server1 10.77.2.2      (fd77:1::2, fd77:2::2,
//                              +------s2--- server2 10.77.3.2       fd77:3::2)
import type { Lab, Namespace } from './lab.ts';
import { join } from './links.ts';
import { nsd } from './servers.ts';

export const END = { client: '10.77.1.2', server1: '10.77.2.2', server2: '10.77.3.2', service: '10.77.9.9' };
export const END6 = { client: 'fd77:1::2', server1: 'fd77:2::2', server2: 'fd77:3::2', service: 'fd77:9::9' };
export const PATHS_ZONE = 'paths.example.';

export interface Routed {
  client: Namespace;
  router: Namespace;
  server1: Namespace;
  server2: Namespace;
  /** Replaces all rules of the router by these chains of a table of its family. */
  rules(chains: string): Promise<void>;
  /** A lookup by the client; resolves when kdig has ended, however. */
  lookup(server: string, name: string, ...options: string[]): Promise<void>;
}

/** Makes it; both servers answer any name of the zone, `big` with more than a small message holds. */
export async function makeRouted(lab: Lab, end = END): Promise<Routed> {
  const [family, prefix] = end.client.includes(':') ? ['ip6', 64] : ['ip', 24];
  const [client, router] = [await lab.namespace('client'), await lab.namespace('router')];
  const [server1, server2] = [await lab.namespace('server1'), await lab.namespace('server2')];
  const ends: [Namespace, string, string][] = [
    [client, 'c', end.client],
    [server1, 's1', end.server1],
    [server2, 's2', end.server2],
  ];
  for (const [namespace, name, address] of ends) {
    const gateway = address.replace(/2$/, '1');
    const far = { namespace: router, name, addresses: [`${gateway}/${prefix}`] };
    await join({ namespace, name: 'eth0', addresses: [`${address}/${prefix}`] }, far);
    await namespace.ip(family === 'ip6' ? '-6' : '-4', 'route', 'add', 'default', 'via', gateway);
  }
  await router.sysctl(family === 'ip6' ? 'net.ipv6.conf.all.forwarding' : 'net.ipv4.ip_forward', '1');
  const texts = Array.from({ length: 6 }, (_, i) => `big TXT "${String(i).repeat(200)}"`).join('\n');
  const zone = { [PATHS_ZONE]: `${texts}\n* A 192.0.2.1` };
  await nsd(lab, server1, [end.server1], zone);
  await nsd(lab, server2, [end.server2], zone);
  return {
    client,
    router,
    server1,
    server2,
    rules: (chains) =>
      router.nft(`table ${family} lab\ndelete table ${family} lab\ntable ${family} lab {\n${chains}\n}`),
    lookup: async (server, name, ...options) => {
      await lab.start(['kdig', '+retry=0', '+timeout=2', `@${server}`, ...options, name], client).ended;
    },
  };
}
