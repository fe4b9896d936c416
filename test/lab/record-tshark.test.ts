// Recordings as Wireshark's tools read them: every message, its fields, and what is said around it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Identities } from '../../src/fields/identity.ts';
import { StaticIdentities } from '../../src/identity/static.ts';
import { saveRows } from '../../src/record/save.ts';
import { addon, jsonLines, PORTS, readFile, recordTo } from '../record/support/files.ts';
import type { EventSpec } from '../support/batch.ts';
import { readCapture } from '../support/capture-messages.ts';
import { contextOf } from '../support/context.ts';
import { differences } from '../support/decoded.ts';
import { messageBytes, TYPE } from '../support/dns.ts';
import { type Mnemonics, readWithTshark } from '../support/tshark.ts';
import { EXPECTED } from './tshark-differences.ts';

const captures = fileURLToPath(new URL('../../../shared/pcaps', import.meta.url));
const files = existsSync(captures) ? readdirSync(captures).filter((file) => /\.pcap(ng)?$/.test(file)) : [];
const missing = ['tshark', 'capinfos', 'mergecap', 'editcap'].filter(
  (tool) => !existsSync(`/usr/bin/${tool}`),
);
const impossible = missing.length > 0 || files.length === 0;
if (impossible)
  process.stderr.write(`recordings with tshark skipped: ${missing.join(', ') || captures} not there\n`);

describe.skipIf(impossible)('recordings', () => {
  const mnemonics: Mnemonics = JSON.parse(addon.mnemonics());
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnstop-tshark-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(files)('%s', async (file) => {
    const path = join(folder, `${file}ng`);
    await recordTo(path, await readFile(join(captures, file)));
    execFileSync('capinfos', [path], { stdio: 'pipe' });
    const { messages } = await readCapture(addon, path, PORTS);
    const known = new Set((EXPECTED[file] ?? []).map(({ anomalies }) => anomalies.join()));
    const tshark = readWithTshark(path, PORTS, mnemonics);
    const found = differences(tshark.messages, messages);
    expect(found.filter(({ anomalies }) => !known.has(anomalies.join()))).toEqual([]);
  });

  const message = messageBytes({ id: 7, question: { name: 'example.com', type: TYPE.A } });
  const red = { inode: 4_026_532_000, name: 'red' };
  const specs: EventSpec[] = [
    { netns: red, iface: 'eth0', process: { pid: 12, comm: 'curl' }, columns: { pkt_type: 4, ifindex: 2 } },
    { netns: red, iface: 'eth1', columns: { pkt_type: 0, hop_limit: 63, ip_id: 99, transport: 6 } },
    { netns: red, iface: 'eth1', columns: { pkt_type: 3, hop_limit: 63, ip_id: 99, transport: 6 } },
    { iface: 'eth0', columns: { length: 400, pkt_type: 255 } },
  ].map((spec) => ({ ...spec, message }));
  const context = (identities?: Identities) => contextOf(specs, { mnemonics: addon.mnemonics(), identities });

  test('interfaces by namespace, directions, owners as comments, headers that are right', async () => {
    const path = join(folder, 'made.pcapng');
    await recordTo(path, context());
    const names = ['interface_name', 'interface_description', 'packet_flags_direction', 'comment'];
    const fields = [
      ...names.map((name) => `frame.${name}`),
      'sll.ifindex',
      'ip.ttl',
      'ip.id',
      'ip.checksum.status',
      'udp.checksum.status',
      'tcp.checksum.status',
      'tcp.analysis.flags',
      'dns.id',
      'frame.cap_len',
      'frame.len',
    ];
    const checks = ['ip', 'udp', 'tcp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]);
    const shown = fields.flatMap((name) => ['-e', name]);
    const text = tool('tshark', ['-r', path, ...checks, '-T', 'fields', '-E', 'separator=|', ...shown]);
    const inRed = 'red (network namespace 4026532000)';
    const owner =
      'dnstop proc.comm=curl proc.pid=12 proc.tid=1 proc.creds.uid=0 proc.creds.gid=0 proc.creds.user=root';
    expect(text.trimEnd().split('\n')).toEqual([
      `eth0|${inRed}|0x00000002|${owner}|2|0|0x0000|1|1|||0x0007|77|77`,
      `eth1|${inRed}|0x00000001||0|63|0x0063|1||1||0x0007|91|91`,
      `eth1|${inRed}|0x00000001||0|63|0x0063|1||1||0x0007|91|91`,
      'eth0|network namespace not known|||0|0|0x0000|1|3|||0x0007|77|448',
    ]);
  });

  test('names of pods and services in place of their addresses', async () => {
    const path = join(folder, 'named.pcapng');
    const identities = new StaticIdentities()
      .addPod({ namespace: 'demo', podName: 'web-0', addresses: ['10.0.0.1'] })
      .addService({ namespace: 'kube-system', name: 'kube-dns', addresses: ['10.0.0.53', '2001:db8::53'] });
    const six = { src: '2001:db8::1', dst: '2001:db8::53', message };
    await recordTo(path, contextOf([{ message }, six], { identities, mnemonics: addon.mnemonics() }));
    const lines = tool('tshark', ['-N', 'n', '-r', path]).trimEnd().split('\n');
    expect(lines[0]).toMatch(/web-0\.demo\.pod → kube-dns\.kube-system\.svc DNS/);
    expect(lines[1]).toMatch(/2001:db8::1 → kube-dns\.kube-system\.svc DNS/);
  });

  test('statistics for each interface, and what was lost', async () => {
    const path = join(folder, 'made.pcapng');
    const saved = await saveRows({
      context: context(),
      path,
      rows: [0, 1, 2, 3, 99],
      replace: true,
      lost: 5,
    });
    expect(saved).toEqual({ written: 4, gone: 1 });
    const text = tool('capinfos', [path]);
    expect(text.match(/Number of stat entries = 1/g)).toHaveLength(3);
    expect(text.match(/Number of packets = \d/g)).toEqual(
      ['1', '2', '1'].map((n) => `Number of packets = ${n}`),
    );
    const bytes = readFileSync(path);
    const isb = bytes.lastIndexOf('Of all network namespaces together');
    expect(bytes.toString('latin1', isb)).toMatch(/^Of all .*: 5 events lost in the capture, 1 gone before/);
  });

  test('parts and wholes that other tools write again', async () => {
    const path = join(folder, 'made.pcapng');
    const pod = { namespace: 'demo', podName: 'web-0', netns: red.inode, addresses: ['10.0.0.1'] };
    await recordTo(path, context(new StaticIdentities('node-1').addPod(pod)));
    const lines = jsonLines(await readFile(path, []));
    expect(lines[0]).toContain('"name":"web-0"');
    const [edited, merged, cut] = ['edited', 'merged', 'cut'].map((name) => join(folder, `${name}.pcapng`));
    tool('editcap', ['-F', 'pcapng', path, edited]);
    tool('mergecap', ['-w', merged, path]);
    tool('editcap', ['-F', 'pcapng', '-r', path, cut, '2-3']);
    expect(jsonLines(await readFile(edited, []))).toEqual(lines);
    expect(jsonLines(await readFile(merged, []))).toEqual(lines);
    expect(jsonLines(await readFile(cut, []), /^(?!transaction|trace)/)).toEqual(
      jsonLines(await readFile(path, []), /^(?!transaction|trace)/).slice(1, 3),
    );
  });
});

function tool(name: string, args: string[]): string {
  return execFileSync(name, args, { encoding: 'utf8', stdio: 'pipe' });
}
