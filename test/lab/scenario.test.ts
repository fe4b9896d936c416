// One lookup of the trace_dns guide, over UDP and over TCP: every point, direction, translation, ID, owner and latency.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWER, type Cluster, clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { type DnsEvent, Dnstop, timeNs } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { LOOKUP_POINTS, placeOf, pointOf, UPSTREAM_LEG } from './support/points.ts';
import type { Running } from './support/process.ts';
import { skipReason } from './support/skip.ts';
import { type Message, Tcpdump } from './support/tcpdump.ts';

const impossible = skipReason('scenario', clusterImpossible());

describe.skipIf(impossible)('the lookup of the guide', () => {
  let lab: Lab;
  let cluster: Cluster;
  let dnstop: Dnstop;
  let seen: { namespace: Namespace; messages: Message[] }[];
  const lookups: Record<string, Running> = {};

  beforeAll(async () => {
    lab = await Lab.open();
    cluster = await makeCluster(lab);
    const { pod, coredns, node, upstream } = cluster;
    const dumps: [Namespace, Tcpdump][] = [];
    for (const namespace of [pod, coredns, node, upstream])
      dumps.push([namespace, await Tcpdump.start(lab, namespace)]);
    dnstop = await Dnstop.start(lab, ['-F', `name~${ZONE}`]);
    await look('UDP', ZONE, '+notcp');
    await look('UDP again', ZONE, '+notcp');
    await look('TCP', `tcp.${ZONE}`, '+tcp');
    await dnstop.until('third answer', () => answers(pod).length === 3);
    await dnstop.stop();
    seen = [];
    for (const [namespace, dump] of dumps) seen.push({ namespace, messages: await dump.stop() });
  });
  afterAll(() => lab?.close());

  async function look(key: string, name: string, transport: string): Promise<void> {
    lookups[key] = cluster.lookup(name, transport);
    await lookups[key].ended;
  }
  const all = () => dnstop.of(cluster.pod, cluster.coredns, cluster.node, cluster.upstream);
  const answers = (pod: Namespace) => dnstop.of(pod).filter((event) => event.qr === 'R');
  // Events of one lookup: it begins with the pod's query, and the next one begins after its answer.
  function lookup(key: string): DnsEvent[] {
    const starts = all().filter((event) => where(event) === 'mypod' && event.qr === 'Q');
    const times = [...starts.map(timeNs), timeNs(all().at(-1)!) + 1n];
    const index = Object.keys(lookups).indexOf(key);
    return all().filter((event) => timeNs(event) >= times[index] && timeNs(event) < times[index + 1]);
  }
  const where = (event: DnsEvent) => placeOf(cluster, event);
  const row = (event: DnsEvent) => pointOf(cluster, event);
  const legs = (events: DnsEvent[]) => ({
    client: events.filter((event) => !UPSTREAM_LEG.test(row(event))),
    upstream: events.filter((event) => UPSTREAM_LEG.test(row(event))),
  });
  const distinct = <T>(values: T[]) => [...new Set(values)];

  test.each(['UDP', 'TCP'])('%s: points, directions and translations, in order', (key) => {
    expect(lookup(key).map(row)).toEqual(LOOKUP_POINTS);
    expect(distinct(lookup(key).map((event) => event.src.proto))).toEqual([key]);
  });

  test('a second lookup is answered from the cache: no upstream part', () => {
    expect(lookup('UDP again').map(row)).toEqual(LOOKUP_POINTS.filter((line) => !UPSTREAM_LEG.test(line)));
  });

  test.each(['UDP', 'UDP again', 'TCP'])("%s: the client's ID on its leg", (key) => {
    const printed = Number(/ id: (\d+)/.exec(lookups[key].stdout.join('\n'))?.[1]);
    const expected = printed.toString(16).padStart(4, '0');
    expect(distinct(legs(lookup(key)).client.map((event) => event.id))).toEqual([expected]);
  });

  // dnsmasq asks on over TCP under the client's ID, over UDP under a new one.
  test('UDP: one new ID on the upstream leg', () => {
    const { client, upstream } = legs(lookup('UDP'));
    expect(distinct(upstream.map((event) => event.id))).toHaveLength(1);
    expect(upstream[0].id).not.toBe(client[0].id);
  });

  test.each(['UDP', 'TCP'])('%s: one client port on each leg', (key) => {
    for (const events of Object.values(legs(lookup(key))))
      expect(
        distinct(events.map((event) => (event.qr === 'Q' ? event.src.port : event.dst.port))),
      ).toHaveLength(1);
  });

  test('owners are the real processes, and nobody on the node', () => {
    const owners = (namespace: Namespace, key: string) =>
      distinct(
        lookup(key)
          .filter((event) => event.netns_id === namespace.inode)
          .map(({ proc }) => `${proc.comm} ${proc.pid}`),
      );
    for (const key of ['UDP', 'UDP again', 'TCP'])
      expect(owners(cluster.pod, key)).toEqual([`kdig ${lookups[key].pid}`]);
    expect(owners(cluster.coredns, 'UDP')).toEqual([`dnsmasq ${cluster.forwarder.pid}`]);
    expect(owners(cluster.upstream, 'UDP')).toEqual([`${cluster.server.comm} ${cluster.server.pid}`]);
    for (const key of ['UDP', 'TCP']) expect(owners(cluster.node, key)).toEqual([' 0']);
  });

  // dnsmasq forks a process for each TCP client, which is gone by now.
  test('TCP: the forwarder is a child of dnsmasq', () => {
    for (const { proc } of lookup('TCP').filter((event) => event.netns_id === cluster.coredns.inode)) {
      expect(proc.comm).toBe('dnsmasq');
      expect([proc.pid, proc.parent.pid]).toContain(cluster.forwarder.pid);
    }
  });

  test.each(['UDP', 'TCP'])('%s: question and answer', (key) => {
    const name = key === 'UDP' ? ZONE : `tcp.${ZONE}`;
    for (const event of lookup(key)) expect(event).toMatchObject({ name, qtype: 'A' });
    for (const event of lookup(key).filter(({ qr }) => qr === 'R'))
      expect(event).toMatchObject({ rcode: 'Success', addresses: ANSWER });
  });

  test('latency of every response is within 1 ms of what tcpdump saw at the same point', () => {
    const responses = all().filter((event) => event.qr === 'R');
    expect(responses.length).toBeGreaterThan(20);
    const apart = responses.map((event) =>
      Math.abs((event.latency_ns ?? Number.NaN) - tcpdumpLatency(event)),
    );
    console.log(`latency differs from tcpdump's by at most ${(Math.max(...apart) / 1000).toFixed(1)} µs`);
    for (const [index, difference] of apart.entries())
      expect(difference, row(responses[index])).toBeLessThan(1e6);
    for (const event of legs(lookup('UDP')).client.filter(({ qr }) => qr === 'R'))
      expect(event.latency_ns, row(event)).toBeGreaterThan(20e6);
  });

  // From query to response of one client port, server and ID on one interface.
  function tcpdumpLatency(event: DnsEvent): number {
    const { messages } = seen.find(({ namespace }) => namespace.inode === event.netns_id)!;
    const here = messages.filter(({ id, ifindex }) => id === event.id && ifindex === event.ifindex);
    const query = here.find(
      (m) => m.src === event.dst.addr && m.srcPort === event.dst.port && m.dst === event.src.addr,
    );
    const response = here.find(
      (m) => m.dst === event.dst.addr && m.dstPort === event.dst.port && m.src === event.src.addr,
    );
    return query && response ? Number(response.timeNs - query.timeNs) : Number.NaN;
  }
});
