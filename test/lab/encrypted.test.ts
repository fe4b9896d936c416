// Forwarders that ask on so that nobody can read it, over TLS and HTTPS, with real packets: seen, and never called a cache.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Dnstop } from './support/dnstop.ts';
import {
  cachingForwarder,
  ENCRYPTED_ZONE,
  type Encrypted,
  FORWARDER,
  httpsForwarder,
  makeEncrypted,
  RESOLVER,
  stubby,
} from './support/encrypted.ts';
import { Lab } from './support/lab.ts';
import type { Running } from './support/process.ts';
import { run } from './support/process.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader, type TraceRow } from './support/traces.ts';

const impossible = skipReason('encrypted legs');

interface Leg {
  server: string;
  proto: string;
  sent_ns: number;
  bytes_sent: number;
  received_ns: number | null;
  bytes_received: number;
  confidence: string;
  evidence: string[];
}

const legsOf = ({ transactions }: TraceRow): Leg[] =>
  transactions.flatMap((transaction) => (transaction as unknown as { encrypted?: Leg[] }).encrypted ?? []);
const name = (label: string) => `${label}.${ENCRYPTED_ZONE}`;

async function tracesOf(file: string): Promise<TraceRow[]> {
  const rows = await run([...Dnstop.command, '-r', file, '-o', 'json', '--rows', 'traces']);
  return rows
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as TraceRow);
}

describe.skipIf(impossible)('encrypted legs', () => {
  let lab: Lab;
  let net: Encrypted;
  let reader: TraceReader;
  let forwarder: Running;

  beforeAll(async () => {
    lab = await Lab.open();
    net = await makeEncrypted(lab);
  }, 60_000);
  afterAll(() => lab?.close());
  beforeEach(async () => {
    reader = await TraceReader.start(lab, ENCRYPTED_ZONE, ['--query-timeout', '3']);
  });
  afterEach(async () => {
    net.resolver.child.kill('SIGCONT');
    await forwarder.stop('SIGTERM');
    await reader.stop();
  });

  async function traced(label: string, server: string): Promise<TraceRow> {
    await net.lookup(server, name(label));
    return reader.of(name(label));
  }

  test('over TLS by a stub without cache, which was there before its connection', async () => {
    forwarder = await stubby(lab, net.near, '127.0.0.1');
    await net.lookup('127.0.0.1', name('warm-up'));
    for (const label of ['one', 'one-more']) {
      const found = await traced(label, '127.0.0.1');
      const [leg] = legsOf(found);
      expect(leg).toMatchObject({ server: `${RESOLVER}:853`, proto: 'TCP', confidence: 'likely' });
      expect(leg.bytes_sent).toBeGreaterThan(60);
      expect(leg.bytes_received).toBeGreaterThan(60);
      const [latency] = found.transactions.map((transaction) => transaction.latency_ns);
      expect(leg.sent_ns).toBeGreaterThan(0);
      expect(leg.received_ns).toBeGreaterThan(leg.sent_ns);
      expect(leg.received_ns).toBeLessThan(latency!);
      expect(found.verdict).toMatch(
        new RegExp(`^answered by stubby in .*near in .*s, which asked ${RESOLVER}:853 encrypted$`),
      );
      // No event is made of what cannot be read.
      expect(found.hops).toHaveLength(4);
      expect(found.breakdown.upstream_ns).toBe(leg.received_ns! - leg.sent_ns);
    }
  });

  test('a forwarder with a cache asks once', async () => {
    forwarder = await cachingForwarder(lab, net.near, '127.0.0.1');
    const asked = await traced('cached', '127.0.0.1');
    expect(legsOf(asked)).toHaveLength(1);
    expect(asked.verdict).toMatch(/^answered by unbound in .*, which asked .*:853 encrypted$/);
    const before = reader.traces.length;
    await net.lookup('127.0.0.1', name('cached'));
    await reader.until(before + 1);
    const cached = reader.traces.at(-1)!;
    expect(legsOf(cached)).toEqual([]);
    expect(cached.verdict).toMatch(/^answered from cache \(inferred\) by unbound in /);
  });

  test('several lookups open at once: a guess; and a server that is silent', async () => {
    forwarder = await stubby(lab, net.near, '127.0.0.1');
    await net.lookup('127.0.0.1', name('warm-up'));
    net.resolver.child.kill('SIGSTOP');
    const labels = ['both-a', 'both-b'];
    await Promise.all(labels.map((label) => net.lookup('127.0.0.1', name(label), '+timeout=2')));
    const found: TraceRow[] = [];
    for (const label of labels) found.push(await reader.of(name(label)));
    const confidences = found.flatMap(legsOf).map(({ confidence }) => confidence);
    expect(confidences).toHaveLength(2);
    expect(confidences).toContain('ambiguous');
    expect(confidences).not.toContain('certain');
    for (const { verdict } of found)
      expect(verdict).toMatch(
        /^stubby in .* received the query and did not answer within 3\.0 s; it (may have )?asked .*:853 encrypted$/,
      );
  });

  test('over HTTPS', async () => {
    forwarder = await httpsForwarder(lab, net.near, '127.0.0.1');
    const found = await traced('https', '127.0.0.1');
    const [leg] = legsOf(found);
    expect(leg).toMatchObject({ server: `${RESOLVER}:443`, proto: 'TCP', confidence: 'likely' });
    expect(leg.evidence).toContain('HTTPS may carry something else');
    expect(found.verdict).toMatch(
      new RegExp(`^answered by dnsdist in .*, which exchanged HTTPS with ${RESOLVER}:443 meanwhile$`),
    );
  });

  test('a recording tells the same', async () => {
    const file = join(lab.folder, 'encrypted.pcapng');
    const recorder = await Dnstop.start(lab, ['-w', file, '-F', `name~${ENCRYPTED_ZONE}`]);
    forwarder = await stubby(lab, net.near, '127.0.0.1');
    const [warmUp, live] = [await traced('first', '127.0.0.1'), await traced('second', '127.0.0.1')];
    await recorder.until('its events', () => recorder.events.length >= warmUp.hops.length + live.hops.length);
    await recorder.stop();
    const read = await tracesOf(file);
    for (const { verdict } of read) expect(verdict).toMatch(/which asked .*:853 encrypted$/);
    // Each program has a clock of its own.
    const untimed = (trace: TraceRow) => legsOf(trace).map((leg) => ({ ...leg, sent_ns: 0, received_ns: 0 }));
    expect(read.map(untimed)).toEqual([warmUp, live].map(untimed));
    expect(read.map(({ hops }) => hops.length)).toEqual([4, 4]);
  });

  test('a capture file tells the same by addresses', async () => {
    forwarder = await stubby(lab, net.near, FORWARDER);
    await net.lookup(FORWARDER, name('warm-up'));
    const file = join(lab.folder, 'encrypted.pcap');
    const options = ['-i', 'any', '-n', '-U', '--immediate-mode', '-Z', 'root', '-w', file];
    const tcpdump = lab.start(['tcpdump', ...options, 'port 53 or port 853'], net.near);
    await tcpdump.line('stderr', /listening on any/);
    await net.lookupFrom(net.far, FORWARDER, name('file'));
    const live = await reader.of(name('file'));
    await tcpdump.stop('SIGINT');
    const [read] = await tracesOf(file);
    const [[there], [here]] = [legsOf(live), legsOf(read)];
    expect(here).toMatchObject({
      server: there.server,
      bytes_sent: there.bytes_sent,
      bytes_received: there.bytes_received,
      confidence: 'likely',
    });
    expect(read.verdict).toMatch(new RegExp(`which asked ${RESOLVER}:853 encrypted$`));
  });
});
