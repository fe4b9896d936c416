// A lab in, a resolver out that walks a small tree of its own: root, top level, zones on two servers, two client pods.
//
//   pod-a 10.61.0.11 --+         +-- root 10.61.0.1
//   pod-b 10.61.0.12 --+-- br0 --+-- tld  10.61.0.2   many-a. and many-b.
//   resolver 10.61.0.53 -+       +-- one  10.61.0.3, two 10.61.0.4: the zones below
//
// Zones: lame.many-a. and dead.many-a. cannot be resolved; z0..z9.many-a. have their name server inside (glue), and names that are aliases for names in y0..y4.many-b.;
// those share two name servers in hosting.many-a., which are their own; w0..w9.many-b. have one each,
// in w0-host.many-a. and so on. So the resolver asks for minimised names, for addresses of name servers and for the
// targets of aliases, on behalf of several lookups at once; again
// and again, as all that is known of name servers below
// the top level lives for three seconds.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import type { Lab, Namespace } from './lab.ts';
import { bridge, join } from './links.ts';
import type { Running } from './process.ts';
import { distance, nsd } from './servers.ts';

export const AT = {
  a: '10.61.0.11',
  b: '10.61.0.12',
  resolver: '10.61.0.53',
  root: '10.61.0.1',
  tld: '10.61.0.2',
  one: '10.61.0.3',
  two: '10.61.0.4',
};
const ROUND_TRIP_MS = { root: 10, tld: 10, one: 20, two: 30 };
const NOWHERE = '10.61.0.99';
/** Delegations to a server that does not know the zone, and to one that is not there. */
const FAILING = `lame NS ns.lame\nns.lame A ${AT.one}\ndead NS ns.dead\nns.dead A ${NOWHERE}\n`;
const TEN = Array.from({ length: 10 }, (_, i) => i);
const FIVE = TEN.slice(0, 5);

export interface Tree {
  pods: { a: Namespace; b: Namespace };
  resolver: Namespace;
}

/** Makes it. `aliases`: names of which each is an alias in the zone z0, for itself in the zone y0, and so on. */
export async function makeTree(lab: Lab, aliases: readonly string[]): Promise<Tree> {
  const hub = await lab.namespace('hub');
  await bridge(hub, 'br0', []);
  const place = async (role: keyof typeof AT) => {
    const namespace = await lab.namespace(role);
    const port = { namespace: hub, name: `v-${role}`, bridge: 'br0' };
    await join({ namespace, name: 'eth0', addresses: [`${AT[role]}/24`] }, port);
    return namespace;
  };
  for (const [role, zones] of Object.entries(zonesOf(aliases)))
    await serve(
      lab,
      await place(role as keyof typeof ROUND_TRIP_MS),
      role as keyof typeof ROUND_TRIP_MS,
      zones,
    );
  const resolver = await place('resolver');
  // Queries to the server that is not there leave and are lost, rather than wait for its hardware address.
  await resolver.ip(
    'neigh',
    'add',
    NOWHERE,
    'lladdr',
    '02:00:00:00:00:99',
    'dev',
    'eth0',
    'nud',
    'permanent',
  );
  return { pods: { a: await place('a'), b: await place('b') }, resolver };
}

/** The name of the nth lookup of a client. A fifth is the same for both; an eighth lies below the one before. */
export function nameOf(client: string, n: number): string {
  const label = n % 5 === 0 ? `both-${n}` : `${client}-${n}`;
  const kind = n % 4;
  if (n % 8 === 4) return `deep-${label}.${nameOf(client, n - 1)}`;
  if (kind === 0) return `${label}.z${n % 10}.many-a.`;
  if (kind === 1) return `${label}.alias.z${n % 10}.many-a.`;
  return kind === 2 ? `${label}.y${n % 5}.many-b.` : `${label}.w${n % 10}.many-b.`;
}

function zonesOf(aliases: readonly string[]): Record<keyof typeof ROUND_TRIP_MS, Record<string, string>> {
  const names = '* A 198.51.100.7\n';
  const inside = (origin: string, address: string, ttl = 3) =>
    `@ ${ttl} NS ns.${origin}\nns.${origin} ${ttl} A ${address}\n`;
  const alias = (i: number) =>
    aliases
      .filter((name) => name.endsWith(`.alias.z${i}.many-a.`))
      .map((name) => `${name} CNAME ${name.split('.')[0]}.y${i % 5}.many-b.\n`)
      .join('');
  const hosting = `ns1.hosting.many-a. 3 A ${AT.one}\nns2.hosting.many-a. 3 A ${AT.two}\n`;
  const z = TEN.map((i) => [`z${i}.many-a.`, inside(`z${i}.many-a.`, AT.one) + alias(i) + names]);
  const hosts = TEN.map((i) => [`w${i}-host.many-a.`, inside(`w${i}-host.many-a.`, AT.two)]);
  const shared = '@ 3 NS ns1.hosting.many-a.\n@ 3 NS ns2.hosting.many-a.\n';
  const y = FIVE.map((i) => [`y${i}.many-b.`, shared + names]);
  const w = TEN.map((i) => [`w${i}.many-b.`, `@ 3 NS ns.w${i}-host.many-a.\n${names}`]);
  const hostingZone = ['hosting.many-a.', `${shared}${hosting}`];
  return {
    root: { '.': `@ NS ns-root.\nns-root. A ${AT.root}\n${['many-a.', 'many-b.'].map(cut).join('')}` },
    tld: {
      'many-a.': `${inside('many-a.', AT.tld, 300)}${FAILING}${[...z, ...hosts, hostingZone].map(delegation).join('')}`,
      'many-b.': `${inside('many-b.', AT.tld, 300)}${[...y, ...w].map(delegation).join('')}`,
    },
    one: Object.fromEntries([...z, ...y, hostingZone]),
    two: Object.fromEntries([...hosts, ...w, ...y, hostingZone]),
  };
}

/** The delegation of a top level domain, with glue. */
const cut = (origin: string) => `${origin} NS ns.${origin}\nns.${origin} A ${AT.tld}\n`;

/** The NS records of a zone as its parent has them, with the addresses of those below the parent. */
function delegation([origin, records]: readonly string[]): string {
  const lines = records.split('\n').filter((line) => / NS |^ns\S* .*\bA /.test(line));
  return lines.map((line) => `${line.replace(/^@/, origin)}\n`).join('');
}

async function serve(
  lab: Lab,
  namespace: Namespace,
  role: keyof typeof ROUND_TRIP_MS,
  zones: Record<string, string>,
): Promise<void> {
  await nsd(lab, namespace, [`${AT[role]}@5300`], zones, () => '');
  await distance(lab, namespace, `${AT[role]}:53`, `${AT[role]}:5300`, ROUND_TRIP_MS[role]);
}

/** Where the resolver of a tree writes what it does. */
export interface Resolver {
  running: Running;
  log: string;
}

/** unbound at the resolver's place, letter case of names randomised (draft-vixie-dnsext-dns0x20), without DNSSEC. */
export async function unbound(lab: Lab, namespace: Namespace, minimise: boolean): Promise<Resolver> {
  const folder = mkdtempSync(path(lab.folder, 'unbound-'));
  const log = path(folder, 'unbound.log');
  writeFileSync(path(folder, 'root.hints'), `. 3600000 NS ns-root.\nns-root. 3600000 A ${AT.root}\n`);
  writeFileSync(path(folder, 'unbound.conf'), configuration(folder, log, minimise));
  // After each step it logs all its open work: with too little of a busy machine it falls behind, the more is open the more it
  // logs, and it discards answers in the end (discard-timeout). So it comes before the test's other programs.
  const first = ['nice', '-n', '-20'];
  const running = lab.start([...first, 'unbound', '-d', '-c', path(folder, 'unbound.conf')], namespace);
  const ready = lab.start(['tail', '-n', '+1', '-F', log]);
  await ready.line('stdout', /start of service/);
  await ready.stop('SIGTERM');
  return { running, log };
}

const configuration = (folder: string, log: string, minimise: boolean) => `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  logfile: "${log}"
  use-syslog: no
  interface: ${AT.resolver}
  access-control: 0.0.0.0/0 allow
  root-hints: "${path(folder, 'root.hints')}"
  module-config: "iterator"
  use-caps-for-id: yes
  qname-minimisation: ${minimise ? 'yes' : 'no'}
  verbosity: 4
  log-queries: yes
  log-replies: yes
remote-control:
  control-enable: no
`;
