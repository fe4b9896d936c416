// 2,000 lookups by two pods at once, a fifth of them for the same names: the links against the forwarder's own log.
import { writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS, addPod, clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { dnsmasqTruth } from './support/dnsmasq-log.ts';
import { Lab } from './support/lab.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader } from './support/traces.ts';
import { figures, type Judgement, judge, ordinals } from './support/truth.ts';

const impossible = skipReason('many traces', clusterImpossible());
// Names of this test alone: others may use the zone at the same time.
const MANY = `many.${ZONE}`;
const LOOKUPS_EACH = 1000;
const PER_SECOND_EACH = 100;
const SECOND_POD = '10.244.0.6';

describe.skipIf(impossible)('many lookups at once through a forwarder', () => {
  let lab: Lab;
  let traces: TraceReader['traces'];
  let judgement: Judgement;

  beforeAll(async () => {
    lab = await Lab.open();
    const cluster = await makeCluster(lab);
    const pods = { a: cluster.pod, b: await addPod(lab, cluster, 'otherpod', SECOND_POD) };
    await cluster.forwarder.stop('SIGTERM');
    const listen = [`--listen-address=${ADDRESS.coredns}`, `--server=${ADDRESS.upstream}`];
    const server = await dnsmasq(lab, cluster.coredns, [...listen, '--cache-size=0', '--log-queries=extra']);
    const reader = await TraceReader.start(lab, `${MANY}$`, ['--fields', 'name,qr,src,latency_ns']);
    const clients = (['a', 'b'] as const).map((client) => {
      const lines = Array.from({ length: LOOKUPS_EACH }, (_, n) => `${label(client, n)}.${MANY} A\n`);
      const file = path(lab.folder, client);
      writeFileSync(file, lines.join(''));
      const pace = ['-Q', `${PER_SECOND_EACH}`, '-c', '1', '-T', '1', '-q', '100', '-n', '1'];
      return lab.start(['dnsperf', '-s', ADDRESS.service, '-d', file, ...pace], pods[client]);
    });
    await Promise.all(clients.map((client) => client.ended));
    await reader.until(2 * LOOKUPS_EACH);
    await reader.stop();
    traces = reader.traces;
    judgement = judge(dnsmasqTruth(server.stderr, MANY), traces, ordinals(traces));
    console.log(`dnsmasq: ${figures(judgement)}`);
  }, 90_000);
  afterAll(() => lab?.close());

  // A fifth of the names is asked by both pods at the same moment.
  const label = (client: string, n: number) => (n % 5 === 0 ? `both-${n}` : `${client}-${n}`);

  test('every lookup has its trace', () => {
    expect(judgement.lookups).toBe(2 * LOOKUPS_EACH);
    expect(judgement.traces).toBe(2 * LOOKUPS_EACH);
    expect(traces).toHaveLength(2 * LOOKUPS_EACH);
  });

  test('the true links are there', () => {
    expect(judgement.links).toBeGreaterThanOrEqual(2 * LOOKUPS_EACH);
    expect(judgement.found / judgement.links).toBeGreaterThanOrEqual(0.99);
  });

  test('no false link is called certain', () => {
    expect(judgement.wrong.certain).toEqual([]);
  });

  test('only what the log shows as merged is ambiguous', () => {
    const { merged, ambiguous } = judgement;
    expect(ambiguous.filter(({ query }) => !merged.has(query))).toEqual([]);
  });
});
