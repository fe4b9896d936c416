// Messages that are not one packet, and packets with more than IPv4 and UDP in them: each message is one event a side.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DnsEvent, Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { join } from './support/links.ts';
import { run } from './support/process.ts';
import { overTcp, query } from './support/query.ts';
import { nsd } from './support/servers.ts';
import { skipReason } from './support/skip.ts';

const impossible = skipReason('packets');
const CLIENT = ['10.77.0.1', 'fd00:77::1'];
const SERVER = ['10.77.0.2', 'fd00:77::2'];
// One plain, one through the tunnel, three long responses, two extension headers, twice twenty over TCP.
const MESSAGES = 1 + 1 + 3 + 2 + 20 + 20;
const TUNNEL = ['10.79.0.1', '10.79.0.2'];
const BIG = Array.from({ length: 36 }, (_, i) => `big${i % 3} TXT "${String(i).padEnd(250, 'x')}"`).join(
  '\n',
);

describe.skipIf(impossible)('packets', () => {
  let lab: Lab;
  let client: Namespace;
  let server: Namespace;
  let dnstop: Dnstop;

  beforeAll(async () => {
    lab = await Lab.open();
    client = await lab.namespace('client');
    server = await lab.namespace('server');
    const addresses = (list: string[]) => [`${list[0]}/24`, `${list[1]}/64`];
    await join(
      { namespace: client, name: 'eth0', addresses: addresses(CLIENT) },
      { namespace: server, name: 'eth0', addresses: addresses(SERVER) },
    );
    await tunnel();
    await nsd(lab, server, [...SERVER, TUNNEL[1]], {
      'packets.test.': `${BIG}\n* A 192.0.2.7\n* AAAA 2001:db8::7`,
    });
    dnstop = await Dnstop.start(lab, ['-F', 'name~packets.test']);
  });
  afterAll(() => lab?.close());

  // Two tun devices, which have no link layer, with UDP between the namespaces as their wire.
  async function tunnel(): Promise<void> {
    for (const [index, namespace] of [client, server].entries()) {
      const wire = `UDP4-DATAGRAM:${[SERVER, CLIENT][index][0]}:9999,bind=${[CLIENT, SERVER][index][0]}:9999`;
      const device = `TUN:${TUNNEL[index]}/24,tun-name=tun0,iff-no-pi,iff-up`;
      const socat = lab.start(['socat', '-d', '-d', wire, device], namespace);
      await socat.line('stderr', /starting data transfer loop/);
    }
  }

  // Query and response on both ends of the veth pair.
  async function four(name: string): Promise<DnsEvent[]> {
    const of = () => dnstop.of(client, server).filter((event) => event.name === name);
    await dnstop.until(`query and response about ${name} at both ends`, () => of().length >= 4);
    const events = of();
    expect(events.map(({ netns_id, qr, pkt_type }) => `${side(netns_id)} ${qr} ${pkt_type}`)).toEqual([
      'client Q OUTGOING',
      'server Q HOST',
      'server R OUTGOING',
      'client R HOST',
    ]);
    for (const { anomalies = [] } of events) expect(anomalies).toEqual([]);
    return events;
  }
  const side = (inode: number) => (inode === client.inode ? 'client' : 'server');
  const lookup = (...words: string[]) => run(client.inside(['kdig', ...words]));

  test('IPv6', async () => {
    await lookup(`@${SERVER[1]}`, 'six.packets.test', 'AAAA');
    for (const event of await four('six.packets.test.')) {
      expect([event.src.addr, event.dst.addr].sort()).toEqual([CLIENT[1], SERVER[1]]);
      expect(event.src.version).toBe(6);
      if (event.qr === 'R') expect(event.addresses).toBe('2001:db8::7');
    }
  });

  test('an interface without a link layer', async () => {
    await lookup(`@${TUNNEL[1]}`, 'tunnel.packets.test');
    for (const { iface, src, dst } of await four('tunnel.packets.test.')) {
      expect(iface).toBe('tun0');
      expect([src.addr, dst.addr].sort()).toEqual(TUNNEL);
    }
  });

  test.each(SERVER)('a response in three fragments from %s is one event', async (address) => {
    const name = `big${SERVER.indexOf(address)}.packets.test.`;
    await lookup(`@${address}`, '+bufsize=4096', '+ignore', name, 'TXT');
    const responses = (await four(name)).filter(({ qr }) => qr === 'R');
    for (const { length, captured_length, rcode } of responses) {
      expect(length).toBeGreaterThan(3000);
      expect(captured_length).toBe(length);
      expect(rcode).toBe('Success');
    }
  });

  test('a response in many TCP segments is one event', async () => {
    await lookup(`@${SERVER[0]}`, '+tcp', 'big2.packets.test', 'TXT');
    const responses = (await four('big2.packets.test.')).filter(({ qr }) => qr === 'R');
    for (const { length, captured_length } of responses) {
      expect(length).toBeGreaterThan(3000);
      expect(captured_length).toBe(length);
    }
  });

  // Option 59 of level 41 is IPV6_DSTOPTS, 54 IPV6_HOPOPTS (RFC 3542 9, 7): eight octets, a PadN option of four.
  test.each([59, 54])('an IPv6 extension header (socket option %i)', async (option) => {
    const name = `extension${option}.packets.test`;
    const to = `UDP6:[${SERVER[1]}]:53,setsockopt-bin=41:${option}:x0000010400000000`;
    const socat = lab.start(['socat', '-t', '5', '-', to], client);
    socat.child.stdin?.write(query(option, name, 'AAAA'));
    await four(`${name}.`);
    await socat.stop('SIGTERM');
  });

  test('twenty messages written at once into one TCP connection', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `pipe${index}.packets.test`);
    const socat = lab.start(['socat', '-t', '5', '-', `TCP4:${SERVER[0]}:53`], client);
    socat.child.stdin?.write(Buffer.concat(names.map((name, index) => overTcp(query(index, name)))));
    for (const [index, name] of names.entries())
      for (const { id, src, dst } of await four(`${name}.`)) {
        expect(Number.parseInt(id, 16)).toBe(index);
        expect(src.proto).toBe('TCP');
        expect([src.port, dst.port]).toContain(53);
      }
    await socat.stop('SIGTERM');
  });

  // 88 octets to a segment, and none of them joined before they reach the interface: a length and a message lie across
  // segments in every possible way.
  test('messages across small TCP segments, at every offset', async () => {
    for (const namespace of [client, server]) await namespace.ip('link', 'set', 'eth0', 'gso_max_segs', '1');
    const socat = lab.start(['socat', '-t', '5', '-', `TCP4:${SERVER[0]}:53,mss=88`], client);
    const names = Array.from({ length: 20 }, (_, index) => `s${'x'.repeat(index)}.packets.test`);
    socat.child.stdin?.write(Buffer.concat(names.map((name, index) => overTcp(query(100 + index, name)))));
    for (const name of names) await four(`${name}.`);
    await socat.stop('SIGTERM');
  });

  test('none of all those messages was there twice, none was lost', async () => {
    expect((await dnstop.stop()).lost).toBe(0);
    const keys = dnstop
      .of(client, server)
      .map((event) => `${side(event.netns_id)} ${event.qr} ${event.name}`);
    expect(keys.length).toBe(4 * MESSAGES);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
