// 500 lookups through the cluster over UDP, then over TCP: at every point exactly the messages that tcpdump counted.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS, type Cluster, clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { type DnsEvent, Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { run } from './support/process.ts';
import { skipReason } from './support/skip.ts';
import { type Message, Tcpdump } from './support/tcpdump.ts';

const LOOKUPS = 500;
const impossible = skipReason('completeness', clusterImpossible());

describe.skipIf(impossible)('nothing missed, nothing twice', () => {
  let lab: Lab;
  let cluster: Cluster;

  beforeAll(async () => {
    lab = await Lab.open();
    cluster = await makeCluster(lab, { cache: 0, roundTripMs: 0 });
  });
  afterAll(() => lab?.close());

  test.each(['udp', 'tcp'])('500 lookups over %s', async (transport) => {
    const namespaces = [cluster.pod, cluster.coredns, cluster.node, cluster.upstream];
    const dumps: Tcpdump[] = [];
    for (const namespace of namespaces) dumps.push(await Tcpdump.start(lab, namespace));
    const dnstop = await Dnstop.start(lab, ['-F', `name~${ZONE}`]);
    await ask(transport);
    const { inode } = cluster.pod;
    const answered = () =>
      dnstop.events.filter(({ qr, netns_id }) => qr === 'R' && netns_id === inode).length;
    await dnstop.until(`${LOOKUPS} answers`, () => answered() >= LOOKUPS);
    const { lost } = await dnstop.stop();
    expect(lost).toBe(0);
    for (const [index, namespace] of namespaces.entries())
      compare(namespace, dnstop.of(namespace), await dumps[index].stop());
  });

  // Names of their own, so that a message is known by its ID and its name. dnsmasq forks for each TCP connection, 20
  // times at most, and ends a connection after 100 queries.
  async function ask(transport: string): Promise<void> {
    const names = Array.from({ length: LOOKUPS }, (_, index) => `${transport}${index}.${ZONE} A\n`);
    const file = join(lab.folder, 'names');
    writeFileSync(file, names.join(''));
    const load = ['-n', '1', '-c', '10', '-q', '20', '-t', '5'];
    const said = await run(
      cluster.pod.inside(['dnsperf', '-s', ADDRESS.service, '-m', transport, '-d', file, ...load]),
    );
    expect(said).toMatch(new RegExp(`Queries completed: +${LOOKUPS} \\(100.00%\\)`));
  }

  function compare(namespace: Namespace, events: DnsEvent[], messages: Message[]): void {
    const ours = count(events.map(keyOfEvent));
    const theirs = count(messages.map(keyOfMessage));
    console.log(`${namespace.role}: ${events.length} events, tcpdump ${messages.length}`);
    expect(messages.length, namespace.role).toBeGreaterThanOrEqual(2 * LOOKUPS);
    expect(different(ours, theirs), namespace.role).toEqual([]);
  }
});

// What is the same for both: one message at one interface in one direction.
function keyOfEvent(event: DnsEvent): string {
  const { src, dst, ifindex, pkt_type, id, qr, name } = event;
  const ends = `${src.addr}:${src.port} > ${dst.addr}:${dst.port}`;
  return `${ifindex} ${pkt_type} ${src.proto} ${ends} ${id} ${qr} ${name}`;
}

function keyOfMessage(message: Message): string {
  const { src, srcPort, dst, dstPort, ifindex, pktType, transport, id, response, name } = message;
  const ends = `${src}:${srcPort} > ${dst}:${dstPort}`;
  return `${ifindex} ${pktType} ${transport} ${ends} ${id} ${response ? 'R' : 'Q'} ${name}`;
}

function count(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function different(ours: Map<string, number>, theirs: Map<string, number>): string[] {
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  return keys
    .filter((key) => ours.get(key) !== theirs.get(key))
    .map((key) => `${key}: dnstop ${ours.get(key) ?? 0}, tcpdump ${theirs.get(key) ?? 0}`);
}
