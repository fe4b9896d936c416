// The lookup of the guide as `--rows traces` tells it: answered, from the cache, and with a silent upstream.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS, type Cluster, clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { Lab } from './support/lab.ts';
import { LOOKUP_POINTS, pointOf, UPSTREAM_LEG } from './support/points.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader, type TraceRow } from './support/traces.ts';

const impossible = skipReason('traces', clusterImpossible());
const NAME = { first: `first.${ZONE}`, silent: `silent.${ZONE}` };

describe.skipIf(impossible)('traces of the lookup of the guide', () => {
  let lab: Lab;
  let cluster: Cluster;
  let reader: TraceReader;
  let first: TraceRow;
  let cached: TraceRow;
  let silent: TraceRow;

  beforeAll(async () => {
    lab = await Lab.open();
    cluster = await makeCluster(lab);
    reader = await TraceReader.start(lab, ZONE);
    for (let time = 0; time < 2; time++) await cluster.lookup(NAME.first, '+notcp').ended;
    first = await reader.of(NAME.first);
    cluster.server.child.kill('SIGSTOP');
    await cluster.lookup(NAME.silent, '+notcp').ended;
    silent = await reader.of(NAME.silent);
    await reader.stop();
    cached = reader.traces.filter(({ hops }) => hops[0].name === NAME.first)[1];
  }, 60_000);
  afterAll(() => lab?.close());

  const points = ({ hops }: TraceRow) => hops.map((hop) => pointOf(cluster, hop));
  const notes = ({ hops }: TraceRow) =>
    hops.flatMap((hop, i) => (hop.note === '' ? [] : [`${LOOKUP_POINTS[i].split(' ')[1]}: ${hop.note}`]));

  test('one trace of two transactions, the second forwarded for certain', () => {
    expect(reader.traces.filter(({ hops }) => hops[0].name === NAME.first)).toHaveLength(2);
    expect(first.transactions).toMatchObject([
      { transaction: first.root, parent: null, relation: '', state: 'answered', attempts: 1, hops: 8 },
      { parent: first.root, relation: 'forwarded', confidence: 'certain', state: 'answered', hops: 10 },
    ]);
    expect(first.transactions[1].id).not.toBe(first.transactions[0].id);
    expect(first.transactions[1].evidence).toContain('asked by the process that received the parent');
    for (const { evidence } of first.transactions)
      expect(evidence).toContain('its translations as connection tracking tells them');
  });

  test('every hop, in order, on the transaction of its leg', () => {
    expect(points(first)).toEqual(LOOKUP_POINTS);
    const [asked, forwarded] = first.transactions.map(({ transaction }) => transaction);
    expect(first.hops.map(({ transaction }) => transaction)).toEqual(
      LOOKUP_POINTS.map((line) => (UPSTREAM_LEG.test(line) ? forwarded : asked)),
    );
    expect(first.hops.map(({ offset_ns }) => offset_ns)).toEqual(
      first.hops.map(({ offset_ns }) => offset_ns).sort((a, b) => a - b),
    );
  });

  test('every translation is named, there and back', () => {
    const port = first.hops[4].src.port;
    const outside = first.hops[7].src.port;
    expect(notes(first)).toEqual([
      `veth-dns: dnat ${ADDRESS.service}:53 -> ${ADDRESS.coredns}:53`,
      `eth0: snat ${ADDRESS.coredns}:${port} -> ${ADDRESS.node}:${outside}`,
      `br0: snat undone ${ADDRESS.node}:${outside} -> ${ADDRESS.coredns}:${port}`,
      `veth-pod: dnat undone ${ADDRESS.coredns}:53 -> ${ADDRESS.service}:53`,
    ]);
  });

  test('latencies are those of the events at either end, and the time is shared out whole', () => {
    const [asked, forwarded] = first.transactions;
    expect(asked.latency_ns).toBe(first.hops.at(-1)!.latency_ns);
    expect(forwarded.latency_ns).toBe(first.hops[13].latency_ns);
    const { network_ns, forwarder_ns, upstream_ns } = first.breakdown;
    expect(network_ns + forwarder_ns + upstream_ns).toBe(asked.latency_ns);
    expect(network_ns).toBeGreaterThan(0);
    expect(first.verdict).toMatch(
      /^answered by .* through dnsmasq in .*coredns in \d.* ms, \d.* ms of them for /,
    );
  });

  test('the second lookup is one transaction, answered from the cache', () => {
    expect(cached.transactions).toHaveLength(1);
    expect(points(cached)).toEqual(LOOKUP_POINTS.filter((line) => !UPSTREAM_LEG.test(line)));
    expect(cached.verdict).toMatch(/^answered from cache by dnsmasq in .*coredns in /);
    expect(cached.breakdown.upstream_ns).toBe(0);
  });

  test('with the upstream stopped, the path ends there and both give up', () => {
    expect(silent.transactions.map(({ relation, state }) => [relation, state])).toEqual([
      ['', 'timeout'],
      ['forwarded', 'timeout'],
    ]);
    expect(points(silent)).toEqual(LOOKUP_POINTS.slice(0, 9));
    expect(silent.verdict).toMatch(
      /^no answer: .*upstream did not answer 1 query for dnsmasq in .*coredns; last seen on eth0 in .*upstream$/,
    );
  });
});
