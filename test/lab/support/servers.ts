// A namespace and a configuration in, a real DNS server that is ready to answer out.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab, Namespace } from './lab.ts';
import type { Running } from './process.ts';

/** dnsmasq with nothing but these options (no file, no /etc/hosts, no resolv.conf); ready when it says so. */
export async function dnsmasq(lab: Lab, namespace: Namespace, options: string[]): Promise<Running> {
  const plain = ['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--pid-file='];
  const process = ['--user=root', '--log-facility=-', '--bind-interfaces'];
  const server = lab.start(['dnsmasq', ...plain, ...process, ...options], namespace);
  await server.line('stderr', /started, version/);
  return server;
}

/** nsd, authoritative for these zones (origin -> records; a SOA and, where not given, name servers are added). */
export async function nsd(
  lab: Lab,
  namespace: Namespace,
  listen: string[],
  zones: Record<string, string>,
  nameServers = (origin: string) => `@ NS ns.${origin}\nns A 192.0.2.53`,
): Promise<Running> {
  const folder = mkdtempSync(join(lab.folder, 'nsd-'));
  const named = Object.entries(zones).map(([origin, records], index) => {
    const file = join(folder, `zone${index}`);
    const start = `$ORIGIN ${origin}\n$TTL 300\n@ SOA ns admin 1 3600 600 86400 300\n`;
    writeFileSync(file, `${start}${nameServers(origin)}\n${records}\n`);
    return `zone:\n  name: "${origin}"\n  zonefile: "${file}"\n`;
  });
  const server = `server:\n${listen.map((address) => `  ip-address: ${address}\n`).join('')}${NSD_SERVER(folder)}`;
  const config = join(folder, 'nsd.conf');
  writeFileSync(config, `${server}remote-control:\n  control-enable: no\n${named.join('')}`);
  const running = lab.start(['nsd', '-d', '-c', config], namespace);
  await running.line('stderr', /nsd started/);
  return running;
}

// One process answers, no user change, nothing outside the folder.
const NSD_SERVER = (folder: string) =>
  `  server-count: 1
  username: ""
  zonesdir: ""
  database: ""
  pidfile: ""
  logfile: ""
  verbosity: 1
  refuse-any: no
  rrl-ratelimit: 0
  ipv4-edns-size: 4096
  ipv6-edns-size: 4096
  zonelistfile: "${folder}/zone.list"
  xfrdfile: ""
  cookie-secret-file: ""
`;

/** Datagrams to `listen` reach `server` and their answers come back, each way late by half of the round trip. */
export async function distance(
  lab: Lab,
  namespace: Namespace,
  listen: string,
  server: string,
  roundTripMs: number,
): Promise<Running> {
  const script = fileURLToPath(new URL('distance.mjs', import.meta.url));
  const running = lab.start([process.execPath, script, listen, server, String(roundTripMs)], namespace);
  await running.line('stdout', /ready/);
  return running;
}
