// Translations of IPv6, whose packets have no identification to be known by.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { END6, makeRouted, PATHS_ZONE, type Routed } from './support/router.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { linksOf, notesOf, TraceReader, type TraceRow } from './support/traces.ts';

const impossible = skipReason('paths of IPv6', process.getuid?.() === 0 ? '' : 'needs root');
const DNAT = `chain incoming { type nat hook prerouting priority dstnat; ip6 daddr ${END6.service} meta l4proto { tcp, udp } dnat to`;
const SNAT = 'chain outgoing { type nat hook postrouting priority srcnat;';

describe.skipIf(impossible)('paths of IPv6', () => {
  let lab: Lab;
  let routed: Routed;
  let reader: TraceReader;

  beforeAll(async () => {
    lab = await Lab.open();
    routed = await makeRouted(lab, END6);
    reader = await TraceReader.start(lab, PATHS_ZONE, ['--query-timeout', '3']);
  }, 60_000);
  afterAll(() => lab?.close());

  const name = (label: string) => `${label}.${PATHS_ZONE}`;
  async function trace(label: string, server: string, ...options: string[]): Promise<TraceRow> {
    await routed.lookup(server, name(label), ...options);
    return reader.of(name(label));
  }

  test('masquerade to a random port, behind a service', async () => {
    await routed.rules(`${DNAT} ${END6.server1}; }\n${SNAT} oifname "s1" masquerade random; }`);
    const found = await trace('masquerade', END6.service);
    expect(notesOf(found)[0]).toMatch(
      /dnat \[fd77:9::9\]:53 -> \[fd77:2::2\]:53, snat \[fd77:1::2\]:\d+ -> \[fd77:2::1\]:\d+$/,
    );
    expect(linksOf(found)).toEqual([' certain answered']);
    expect(found.hops).toHaveLength(8);
    expect(found.verdict).toMatch(/^answered by nsd.* in .*server1 from its own data in /);
  });

  test('a service of two backends: each lookup is followed to its own', async () => {
    await routed.rules(`${DNAT} numgen inc mod 2 map { 0 : ${END6.server1}, 1 : ${END6.server2} }; }`);
    const found = [await trace('backend-a', END6.service), await trace('backend-b', END6.service)];
    expect(found.map(linksOf)).toEqual([[' certain answered'], [' certain answered']]);
    expect(found.map(({ hops }) => hops.length)).toEqual([8, 8]);
    const servers = found.map(({ verdict }) => /server\d/.exec(verdict)?.[0]).sort();
    expect(servers).toEqual(['server1', 'server2']);
  });

  test('hairpin: the client is its own backend', async () => {
    const answer = [`--listen-address=${END6.client}`, `--address=/${PATHS_ZONE.slice(0, -1)}/192.0.2.7`];
    const own = await dnsmasq(lab, routed.client, answer);
    await routed.rules(`${DNAT} ${END6.client}; }\n${SNAT} oifname "c" masquerade; }`);
    const found = await trace('hairpin', END6.service);
    await own.stop('SIGTERM');
    expect(linksOf(found)).toEqual([' certain answered']);
    expect(found.hops).toHaveLength(8);
    expect(notesOf(found)).toHaveLength(2);
  });

  test('over TCP, through the service, and on by a forwarder', async () => {
    const forwarder = 'fd77:3::5';
    await routed.server2.ip('address', 'add', `${forwarder}/64`, 'dev', 'eth0', 'nodad');
    await dnsmasq(lab, routed.server2, [`--listen-address=${forwarder}`, `--server=${END6.server1}`]);
    await routed.rules(`${DNAT} ${forwarder}; }`);
    const found = await trace('tcp', END6.service, '+tcp');
    // Of dnsmasq a child for each TCP connection asks on.
    expect(linksOf(found)).toEqual([' certain answered', 'forwarded likely answered']);
    expect(found.transactions.map(({ proto }) => proto)).toEqual(['TCP', 'TCP']);
    expect(found.hops).toHaveLength(16);
    expect(found.verdict).toMatch(/^answered by nsd.* in .*server1 through dnsmasq in .*server2 in /);
  });
});
