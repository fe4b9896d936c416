// Nothing in, checks out that need no more than two namespaces, dnsmasq and kdig: they also run where only a bare kernel
// and an initramfs are (test/kernels).
import assert from 'node:assert/strict';
import { type DnsEvent, Dnstop } from './dnstop.ts';
import { Lab, type Namespace } from './lab.ts';
import { join } from './links.ts';
import type { Running } from './process.ts';
import { dnsmasq } from './servers.ts';

const SERVER = { 4: '10.78.0.2', 6: 'fd00:78::2' };
const CLIENT = { 4: '10.78.0.1', 6: 'fd00:78::1' };

interface Pair {
  client: Namespace;
  server: Namespace;
  dnsmasq: Running;
}

// The addresses lie on eth0, or on a VLAN over it.
async function pair(lab: Lab, vlan: boolean): Promise<Pair> {
  const client = await lab.namespace('client');
  const server = await lab.namespace('server');
  await join({ namespace: client, name: 'eth0' }, { namespace: server, name: 'eth0' });
  for (const [namespace, address] of [
    [client, CLIENT],
    [server, SERVER],
  ] as const) {
    const name = vlan ? 'eth0.7' : 'eth0';
    if (vlan) await namespace.ip('link', 'add', 'link', 'eth0', 'name', name, 'type', 'vlan', 'id', '7');
    await namespace.ip('address', 'add', `${address[4]}/24`, 'dev', name);
    await namespace.ip('address', 'add', `${address[6]}/64`, 'dev', name, 'nodad');
    await namespace.ip('link', 'set', name, 'up');
  }
  const listen = [`--listen-address=${SERVER[4]}`, `--listen-address=${SERVER[6]}`];
  return { client, server, dnsmasq: await dnsmasq(lab, server, [...listen, '--address=/test/192.0.2.1']) };
}

// One lookup; its events at both ends, in the order of time.
async function lookup(lab: Lab, dnstop: Dnstop, { client, server }: Pair, argv: string[]) {
  const kdig = lab.start(['kdig', '+retry=0', ...argv], client);
  await kdig.ended;
  const name = `${argv.at(-1)}.`;
  const of = (namespace: Namespace) => dnstop.of(namespace).filter((event) => event.name === name);
  await dnstop.until(`response about ${name}`, () => of(client).some(({ qr }) => qr === 'R'));
  const events = dnstop.of(client, server).filter((event) => event.name === name);
  return { kdig, events, side: (e: DnsEvent) => (e.netns_id === client.inode ? 'client' : 'server') };
}

async function checkLookup(
  lab: Lab,
  dnstop: Dnstop,
  ends: Pair,
  argv: string[],
  iface: string,
): Promise<void> {
  const { kdig, events, side } = await lookup(lab, dnstop, ends, argv);
  const own = events.filter((event) => event.iface === iface);
  // A VLAN's packets pass the interface below it as well, each in its own right.
  assert.equal(events.length, iface === 'eth0' ? 4 : 8);
  assert.deepEqual(
    own.map((event) => `${side(event)} ${event.qr} ${event.pkt_type}`),
    ['client Q OUTGOING', 'server Q HOST', 'server R OUTGOING', 'client R HOST'],
  );
  for (const event of own) {
    const expected = side(event) === 'client' ? `kdig ${kdig.pid}` : `dnsmasq ${ends.dnsmasq.pid}`;
    // dnsmasq serves each TCP client in a child process.
    const { comm, pid, parent } = event.proc;
    const family = [`${comm} ${pid}`, ...(event.src.proto === 'TCP' ? [`${comm} ${parent.pid}`] : [])];
    assert.ok(
      family.includes(expected),
      `owner of ${side(event)} ${event.qr}: ${family} rather than ${expected}`,
    );
    if (event.qr === 'Q') assert.equal(event.latency_ns, 0);
    else assert.ok(event.latency_ns && event.latency_ns > 0, `latency ${event.latency_ns}`);
    if (event.qr === 'R') assert.equal(event.addresses, '192.0.2.1');
  }
}

async function inLab(check: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = await Lab.open();
  try {
    return await check(lab);
  } finally {
    await lab.close();
  }
}

function checkPair(vlan: boolean): Promise<void> {
  return inLab(async (lab) => {
    const ends = await pair(lab, vlan);
    const dnstop = await Dnstop.start(lab, ['-F', 'name~.test']);
    const iface = vlan ? 'eth0.7' : 'eth0';
    await checkLookup(lab, dnstop, ends, [`@${SERVER[4]}`, 'udp4.test'], iface);
    await checkLookup(lab, dnstop, ends, [`@${SERVER[6]}`, 'udp6.test'], iface);
    await checkLookup(lab, dnstop, ends, ['+tcp', `@${SERVER[4]}`, 'tcp4.test'], iface);
    await checkLookup(lab, dnstop, ends, ['+tcp', `@${SERVER[6]}`, 'tcp6.test'], iface);
    const { lost } = await dnstop.stop();
    assert.equal(lost, 0);
  });
}

function checkShortLived(): Promise<void> {
  return inLab(async (lab) => {
    const dnstop = await Dnstop.start(lab, ['-F', 'name~.test']);
    const command = 'ip link set lo up && exec kdig +retry=0 +timeout=1 @127.0.0.1 short.test';
    const client = lab.start(['unshare', '--net', 'sh', '-c', command]);
    const queries = () =>
      dnstop.events.filter((event) => event.name === 'short.test.' && event.pkt_type === 'OUTGOING');
    await dnstop.until('query', () => queries().length > 0);
    await client.ended;
    await dnstop.stop();
    assert.deepEqual(
      queries().map(({ proc }) => `${proc.comm} ${proc.pid}`),
      [`kdig ${client.pid}`],
    );
  });
}

/** What holds on every kernel; each throws where it does not. */
export const CASES: Record<string, () => Promise<void>> = {
  'two namespaces joined by veth: UDP, TCP, IPv4, IPv6': () => checkPair(false),
  'a namespace that lives for one lookup': checkShortLived,
};

/** The same with what a kernel needs modules for that Debian's have (8021q). */
export const DEBIAN_CASES: Record<string, () => Promise<void>> = {
  ...CASES,
  'two namespaces joined by a VLAN: UDP, TCP, IPv4, IPv6': () => checkPair(true),
};
