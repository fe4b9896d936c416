// Ways that a query may take or fail to take, with real translations and losses: one trace each, with its verdict.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { END, makeRouted, PATHS_ZONE, type Routed } from './support/router.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { linksOf, notesOf, TraceReader, type TraceRow } from './support/traces.ts';

const impossible = skipReason('paths', process.getuid?.() === 0 ? '' : 'needs root');
const DNAT = `chain incoming { type nat hook prerouting priority dstnat; ip daddr ${END.service} meta l4proto { tcp, udp } dnat to`;
const DNAT_OF_OWN = DNAT.replace('incoming', 'own').replace(
  'prerouting priority dstnat',
  'output priority -100',
);
const SNAT = 'chain outgoing { type nat hook postrouting priority srcnat;';
// Another socket of the server's host answers: it has the port, and another address.
const WRONG_SOURCE = `
  const dgram = require('node:dgram');
  const [asked, other] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
  asked.on('message', (query, from) => {
    const answer = Buffer.from(query);
    answer[2] |= 0x80;
    other.send(answer, from.port, from.address);
  });
  other.bind(53, '10.77.2.4', () => asked.bind(53, '10.77.2.3', () => console.log('ready')));`;

describe.skipIf(impossible)('paths', () => {
  let lab: Lab;
  let routed: Routed;
  let reader: TraceReader;

  beforeAll(async () => {
    lab = await Lab.open();
    routed = await makeRouted(lab);
    reader = await TraceReader.start(lab, PATHS_ZONE, ['--query-timeout', '3']);
  }, 60_000);
  afterAll(() => lab?.close());

  const name = (label: string) => `${label}.${PATHS_ZONE}`;
  async function trace(label: string, server: string, ...options: string[]): Promise<TraceRow> {
    await routed.lookup(server, name(label), ...options);
    return reader.of(name(label));
  }

  test('masquerade to a random port, behind a service', async () => {
    await routed.rules(`${DNAT} ${END.server1}; }\n${SNAT} oifname "s1" masquerade random; }`);
    const found = await trace('masquerade', END.service);
    const [there] = notesOf(found);
    const port = /snat 10\.77\.1\.2:(\d+) -> 10\.77\.2\.1:(\d+)$/.exec(there);
    expect(there).toContain(`dnat ${END.service}:53 -> ${END.server1}:53`);
    expect(port?.[1]).not.toBe(port?.[2]);
    expect(linksOf(found)).toEqual([' certain answered']);
    expect(found.hops).toHaveLength(8);
    expect(found.verdict).toMatch(/^answered by nsd.* in .*server1 from its own data in /);
  });

  test('a service asked from the node itself: connection tracking tells what no interface shows', async () => {
    await routed.router.ip('route', 'add', `${END.service}/32`, 'dev', 's1');
    await routed.rules(`${DNAT_OF_OWN} ${END.server1}; }\n${SNAT} oifname "s1" masquerade random; }`);
    const own = ['kdig', '+retry=0', '+timeout=2', `@${END.service}`, name('node')];
    await lab.start(own, routed.router).ended;
    const found = await reader.of(name('node'));
    expect(found.hops).toHaveLength(4);
    const [there, back] = notesOf(found);
    const [, before, after] = /snat 10\.77\.2\.1:(\d+) -> 10\.77\.2\.1:(\d+)$/.exec(there) ?? [];
    expect(there).toContain(`dnat ${END.service}:53 -> ${END.server1}:53, snat`);
    expect(back).toBe(
      `dnat undone ${END.server1}:53 -> ${END.service}:53, snat undone 10.77.2.1:${after} -> 10.77.2.1:${before}`,
    );
    expect(found.transactions[0].evidence).toEqual(['its translations as connection tracking tells them']);
  });

  test('a service of two backends: each lookup is followed to its own', async () => {
    const backends = `numgen inc mod 2 map { 0 : ${END.server1}, 1 : ${END.server2} }`;
    await routed.rules(`${DNAT} ${backends}; }`);
    const found = [await trace('backend-a', END.service), await trace('backend-b', END.service)];
    expect(found.map(linksOf)).toEqual([[' certain answered'], [' certain answered']]);
    expect(found.map(({ hops }) => hops.length)).toEqual([8, 8]);
    const servers = found.map(({ verdict }) => /server\d/.exec(verdict)?.[0]).sort();
    expect(servers).toEqual(['server1', 'server2']);
  });

  test('hairpin: the client is its own backend', async () => {
    const answer = [`--listen-address=${END.client}`, `--address=/${PATHS_ZONE.slice(0, -1)}/192.0.2.7`];
    const own = await dnsmasq(lab, routed.client, answer);
    await routed.rules(`${DNAT} ${END.client}; }\n${SNAT} oifname "c" masquerade; }`);
    const found = await trace('hairpin', END.service);
    await own.stop('SIGTERM');
    expect(linksOf(found)).toEqual([' certain answered']);
    expect(found.hops).toHaveLength(8);
    expect(notesOf(found)).toHaveLength(2);
    expect(found.verdict).toMatch(/ by dnsmasq in .*client/);
  });

  test('the first query is lost at the router: asked again', async () => {
    await routed.rules(
      `chain lose { type filter hook prerouting priority raw; iif "c" udp dport 53 quota until 100 bytes drop; }`,
    );
    const found = await trace('retry', END.server1, '+retry=1', '+timeout=1');
    expect(found.transactions[0]).toMatchObject({ state: 'answered', relation: '' });
    expect(found.transactions.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(2);
    expect(found.verdict).toMatch(
      /^retried after 1\.\d s: the first query was last seen on c in .*router; answered by nsd/,
    );
  });

  test('of A and AAAA that the C library asks at once from one socket, one is lost before its translation', async () => {
    const label = 'race';
    // The type stands behind UDP header, DNS header and name.
    const type = 8 * (8 + 12 + name(label).length + 1);
    await routed.rules(
      `${DNAT} ${END.server1}; }
      chain lose { type filter hook prerouting priority raw; udp dport 53 @th,${type},16 28 quota until 100 bytes drop; }`,
    );
    const resolv = join(await mkdtemp(join(tmpdir(), 'dnstop-paths-')), 'resolv.conf');
    await writeFile(resolv, `nameserver ${END.service}\noptions timeout:1\n`);
    const asked = `mount --bind ${resolv} /etc/resolv.conf && getent ahosts ${name(label)}`;
    await lab.start(['unshare', '--mount', 'sh', '-c', asked], routed.client).ended;
    await rm(dirname(resolv), { recursive: true });
    const both = () =>
      reader.traces.find(
        ({ transactions }) => transactions[0].name === name(label) && transactions.length > 1,
      );
    await reader.when('trace of A and AAAA', () => both() !== undefined);
    const found = both()!;
    expect(found.transactions.map(({ qtype, attempts }) => [qtype, attempts])).toContainEqual(['AAAA', 2]);
    expect(found.verdict).toMatch(
      /^AAAA: retried after (999 ms|1\.\d s): the first query was last seen on c in .*router, where the one for A from the same socket went on, as .*; NODATA answered by nsd/,
    );
    expect(found.breakdown.network_ns).toBeGreaterThan(0.9e9);
  });

  test('truncated, then over TCP', async () => {
    await routed.rules('');
    const found = await trace('big', END.server1, '+bufsize=512', 'TXT');
    expect(linksOf(found)).toEqual([' certain answered', 'retried-over-tcp certain answered']);
    expect(found.transactions.map(({ proto }) => proto)).toEqual(['UDP', 'TCP']);
    expect(found.verdict).toMatch(
      /^truncated over UDP, asked again over TCP: answered by nsd.* in .*server1 in /,
    );
  });

  test('answered from an address that was not asked', async () => {
    await routed.server1.ip('address', 'add', '10.77.2.3/24', 'dev', 'eth0');
    await routed.server1.ip('address', 'add', '10.77.2.4/24', 'dev', 'eth0');
    const server = lab.start([process.execPath, '-e', WRONG_SOURCE], routed.server1);
    await server.line('stdout', /ready/);
    const found = await trace('stranger', '10.77.2.3');
    expect(linksOf(found)).toEqual([' certain timeout']);
    expect(found.verdict).toBe('answered by 10.77.2.4 where 10.77.2.3 was asked');
  });

  test('a silent router: where the query was last seen', async () => {
    await routed.rules(`chain lose { type filter hook prerouting priority raw; iif "c" udp dport 53 drop; }`);
    const found = await trace('lost', END.server1);
    expect(linksOf(found)).toEqual([' certain timeout']);
    expect(found.verdict).toBe(`last seen on c in ${routed.router.name}, never reached ${END.server1}`);
  });

  test('two forwarders that ask each other', async () => {
    await routed.rules('');
    for (const [namespace, address, other] of [
      [routed.server1, '10.77.2.5', '10.77.3.5'],
      [routed.server2, '10.77.3.5', '10.77.2.5'],
    ] as const) {
      await namespace.ip('address', 'add', `${address}/24`, 'dev', 'eth0');
      await dnsmasq(lab, namespace, [`--listen-address=${address}`, `--server=${other}`]);
    }
    const found = await trace('loop', '10.77.2.5');
    expect(found.verdict).toMatch(
      /^forwarding loop: dnsmasq in .*server1 received the question of one lookup \d+ times, by way of dnsmasq in .*server2$/,
    );
  });
});
