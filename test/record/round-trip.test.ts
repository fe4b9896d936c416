// Events written and read back: the same JSON, whatever they are about and whoever owns them.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Identities } from '../../src/fields/identity.ts';
import { Users } from '../../src/fields/users.ts';
import { NO_CONTAINER } from '../../src/identity/container.ts';
import { StaticIdentities } from '../../src/identity/static.ts';
import { EPOCH_S, type EventSpec } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';
import { messageBytes, TYPE } from '../support/dns.ts';
import { addon, jsonLines, readFile, recordTo } from './support/files.ts';

const captures = fileURLToPath(new URL('../../../shared/pcaps', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-round-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const message = (id: number) => messageBytes({ id, question: { name: 'example.com', type: TYPE.A } });
/** Of what is not in the message itself, which these rows are not decoded from. */
const CIRCUMSTANCES =
  /^(timestamp|netns|iface|ifindex|pkt_type|src|dst|proc|runtime|k8s|length|captured_length|anomalies)/;

async function roundTrip(specs: EventSpec[], identities?: Identities): Promise<[string[], string[]]> {
  const users = new Users(() => 'root:x:0:0::/:/bin/sh\nname with spaces:x:7:7::/:/bin/sh\n');
  const context = contextOf(specs, { identities, users, mnemonics: addon.mnemonics() });
  const path = join(folder, 'a.pcapng');
  await recordTo(path, context);
  const back = await readFile(path);
  return [jsonLines(context, CIRCUMSTANCES), jsonLines(back, CIRCUMSTANCES)];
}

test('processes, with whatever names they choose', async () => {
  const process = {
    pid: 12,
    tid: 13,
    comm: 'a b="c"',
    exe: '/opt/x y/z',
    cmdline: 'sh -c "echo \\" λ',
    uid: 7,
  };
  const more = { gid: 0, ppid: 1, pcomm: 'systemd\n', containerId: 'ab', cgroup: '/kubepods/pod"1"/ab' };
  const [before, after] = await roundTrip([
    { message: message(1), process: { ...process, ...more } },
    { message: message(2), process: { pid: 1, uid: 0 } },
    { message: message(3), process: { pid: 2, uid: 4_294_967_294 } },
    { message: message(4) },
  ]);
  expect(before[0]).toContain('name with spaces');
  expect(after).toEqual(before);
});

test('points: namespaces with and without names, interfaces, directions, both versions of IP', async () => {
  const red = { inode: 4_026_532_000, name: 'red', path: '/run/netns/red' };
  const specs: EventSpec[] = [0, 1, 2, 3, 4, 5, 6, 255].map((pkt_type) => ({
    message: message(pkt_type),
    netns: pkt_type % 2 ? red : { inode: 4_026_531_840, name: 'host' },
    iface: pkt_type % 3 ? 'eth0' : 'größe',
    columns: { pkt_type, ifindex: pkt_type * 1000, hop_limit: pkt_type, ip_id: pkt_type },
  }));
  const [before, after] = await roundTrip([
    ...specs,
    { message: message(9), src: '2001:db8::1', dst: 'fe80::1', netns: { inode: 5 } },
    { message: message(10), at: 999_999_999 },
  ]);
  expect(after).toEqual(before);
});

test('pods, services and containers, by process, namespace and address', async () => {
  const pods = new StaticIdentities('node-1')
    .addPod({
      namespace: 'demo',
      podName: 'web-0',
      podLabels: 'app=web, tier=front',
      netns: 71,
      addresses: ['10.0.0.1'],
    })
    .addService({ namespace: 'kube-system', name: 'kube-dns', addresses: ['10.0.0.53'] });
  const container = {
    ...NO_CONTAINER,
    containerId: 'cafe',
    containerName: 'c',
    containerPid: 9,
    runtimeName: 'docker',
  };
  const identities: Identities = {
    version: 0,
    node: pods.node,
    endpoint: (address) => pods.endpoint(address),
    container: (id) => (id === 'cafe' ? container : undefined),
    containerOfNetns: (inode) => pods.containerOfNetns(inode),
  };
  const [before, after] = await roundTrip(
    [
      { message: message(1), netns: { inode: 71 } },
      { message: message(2), netns: { inode: 71 }, process: { pid: 4, containerId: 'cafe' } },
      { message: message(3), netns: { inode: 71 }, process: { pid: 5, containerId: 'unknown' } },
      { message: message(4), netns: { inode: 72 }, src: '10.0.0.9' },
    ],
    identities,
  );
  expect(before[0]).toContain('"netns":"demo/web-0"');
  expect(after).toEqual(before);
});

test('what the capture did wrong, and what it cut off, over UDP and TCP', async () => {
  const { anomalies: names } = JSON.parse(addon.mnemonics()) as { anomalies: string[] };
  const bit = (name: string) => 1 << names.indexOf(name);
  const cut = { length: 4000, anomalies: bit('truncated') };
  const [before, after] = await roundTrip([
    { message: message(1), columns: { anomalies: bit('bad_udp_length') } },
    { message: message(2), columns: cut },
    { message: message(3), columns: { ...cut, transport: 6, anomalies: cut.anomalies | bit('stream_gap') } },
    { message: message(4), columns: { transport: 6 } },
    {
      message: new Uint8Array(0),
      columns: { length: 40, anomalies: bit('truncated') | bit('short_header') },
    },
    {
      message: Buffer.concat([message(5), new Uint8Array(65_000)]),
      columns: { anomalies: bit('trailing_bytes') },
    },
    {
      message: Buffer.concat([message(6), new Uint8Array(65_506)]),
      columns: { transport: 6, anomalies: bit('trailing_bytes') },
    },
    { message: message(7), dst_port: 9999 },
  ]);
  expect(before.map((line) => (JSON.parse(line) as { length: number }).length).at(-2)).toBe(65_535);
  expect(after).toEqual(before);
});

test('translations that connection tracking told', async () => {
  const translation = '71 17 10.0.0.1 40000 10.96.0.10 53 10.0.0.1 40000 10.0.0.53 53'.split(' ');
  const netns = { inode: 71 };
  const context = contextOf(
    [
      { message: message(1), netns, dst: '10.96.0.10' },
      { message: message(1), netns, dst: '10.0.0.53' },
      { message: message(2), netns, dst: '10.96.0.10', src_port: 40001 },
    ],
    { mnemonics: addon.mnemonics() },
  );
  context.store.translations.take(translation);
  context.store.translations.take(['71', '17', 'of', '1', 'another', '2', 'a', '3', 'b', '4']);
  const path = join(folder, 'a.pcapng');
  await recordTo(path, context);
  const { translations } = (await readFile(path)).store;
  expect(translations.size).toBe(1);
  const before = { src: '10.0.0.1', srcPort: 40000, dst: '10.96.0.10', dstPort: 53 };
  expect(translations.of(71, 17, before)).toEqual(translation);
});

test('a translation of which only the packet that came of it was seen', async () => {
  const translation = '71 17 10.0.0.1 40000 10.96.0.10 53 10.0.0.1 40000 10.0.0.53 53'.split(' ');
  const context = contextOf([{ message: message(1), netns: { inode: 71 }, dst: '10.0.0.53' }], {
    mnemonics: addon.mnemonics(),
  });
  context.store.translations.take(translation);
  const path = join(folder, 'after.pcapng');
  await recordTo(path, context);
  const { translations } = (await readFile(path)).store;
  const after = { src: '10.0.0.1', srcPort: 40000, dst: '10.0.0.53', dstPort: 53 };
  expect(translations.into(71, 17, after)).toEqual(translation);
});

test('encrypted packets that were told between rows', async () => {
  const times = [1000, 2_000_000, 9_000_000];
  const context = contextOf(
    times.map((at) => ({ message: message(1), at })),
    { mnemonics: addon.mnemonics() },
  );
  const packet = (nanoseconds: number) =>
    `${EPOCH_S} ${nanoseconds} 20 6 1 10.0.0.1 192.0.2.1 853 90`.split(' ');
  for (const time of [500, 1500, 1_000_000, 8_000_000, 9_500_000]) context.store.encrypted.take(packet(time));
  const path = join(folder, 'a.pcapng');
  await recordTo(path, context);
  const { encrypted } = (await readFile(path)).store;
  const read = encrypted.of(20, '', { seconds: EPOCH_S, nanoseconds: 0 }, 1e9);
  expect(read.map((one) => encrypted.fields(one))).toEqual([1500, 1_000_000, 8_000_000].map(packet));
});

const files = existsSync(captures) ? readdirSync(captures).filter((file) => /\.pcap(ng)?$/.test(file)) : [];
if (files.length === 0) process.stderr.write(`round trips of captures skipped: ${captures} is not there\n`);

describe.skipIf(files.length === 0)('captures of others: all that -o json prints', () => {
  test.each(files)('%s', async (file) => {
    const context = await readFile(join(captures, file));
    const path = join(folder, `${file}ng`);
    await recordTo(path, context);
    expect(jsonLines(await readFile(path, []))).toEqual(jsonLines(context));
  });
});
