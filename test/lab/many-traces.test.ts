// 2,000 lookups by two clients at once, a fifth of them for the same names: the links against the forwarder's own log.
import { writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS, type Cluster, clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { Lab } from './support/lab.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader, type TraceRow } from './support/traces.ts';

const impossible = skipReason('many traces', clusterImpossible());
// Names of this test alone: others may use the zone at the same time.
const MANY = `many.${ZONE}`;
const LOOKUPS_EACH = 1000;
const PER_SECOND_EACH = 100;

describe.skipIf(impossible)('many lookups at once', () => {
  let lab: Lab;
  let cluster: Cluster;
  let reader: TraceReader;
  /** How often the forwarder says it asked the upstream for a name. */
  const forwarded = new Map<string, number>();

  beforeAll(async () => {
    lab = await Lab.open();
    cluster = await makeCluster(lab);
    await cluster.forwarder.stop('SIGTERM');
    const listen = [`--listen-address=${ADDRESS.coredns}`, `--server=${ADDRESS.upstream}`];
    const server = await dnsmasq(lab, cluster.coredns, [...listen, '--cache-size=0', '--log-queries=extra']);
    reader = await TraceReader.start(lab, `${MANY}$`, ['--fields', 'name,qr,src,latency_ns']);
    const clients = ['a', 'b'].map((client) => {
      const lines = Array.from({ length: LOOKUPS_EACH }, (_, n) => `${label(client, n)}.${MANY} A\n`);
      const file = path(lab.folder, client);
      writeFileSync(file, lines.join(''));
      const pace = ['-Q', `${PER_SECOND_EACH}`, '-c', '1', '-T', '1', '-q', '100', '-n', '1'];
      return lab.start(['dnsperf', '-s', ADDRESS.service, '-d', file, ...pace], cluster.pod);
    });
    await Promise.all(clients.map((client) => client.ended));
    await reader.until(2 * LOOKUPS_EACH);
    await reader.stop();
    for (const line of server.stderr) {
      const name = / forwarded (\S+) to /.exec(line)?.[1];
      if (name) forwarded.set(`${name}.`, (forwarded.get(`${name}.`) ?? 0) + 1);
    }
  }, 90_000);
  afterAll(() => lab?.close());

  // A fifth of the names is asked by both clients.
  const label = (client: string, n: number) => (n % 5 === 0 ? `both-${n}` : `${client}-${n}`);
  const children = ({ transactions, root }: TraceRow) => transactions.filter(({ parent }) => parent === root);

  test('every lookup has its trace', () => {
    expect(reader.traces).toHaveLength(2 * LOOKUPS_EACH);
    expect(new Set(reader.traces.map(({ trace }) => trace)).size).toBe(2 * LOOKUPS_EACH);
  });

  test('the log counts as many forwarded queries as there are linked transactions', () => {
    const linked = new Map<string, Set<number>>();
    for (const { transactions } of reader.traces)
      for (const { name, relation, transaction } of transactions)
        if (relation === 'forwarded') linked.set(name, (linked.get(name) ?? new Set()).add(transaction));
    const wanted = [...forwarded.values()].reduce((sum, count) => sum + count, 0);
    const found = [...forwarded].reduce(
      (sum, [name, count]) => sum + Math.min(count, linked.get(name)?.size ?? 0),
      0,
    );
    console.log(`${found} of ${wanted} forwarded queries linked; names asked by both: ${merged()}`);
    expect(found / wanted).toBeGreaterThan(0.99);
  });

  function merged(): string {
    const both = [...forwarded].filter(([name]) => name.startsWith('both'));
    return `${both.length}, of them merged ${both.filter(([, count]) => count === 1).length}`;
  }

  test('no link to another name, none certain twice, and doubt only where names were asked by both', () => {
    const doubtful: string[] = [];
    const sure = reader.traces.flatMap((trace) =>
      children(trace).flatMap(({ confidence, transaction }) =>
        confidence === 'certain' ? [transaction] : [],
      ),
    );
    expect(new Set(sure).size).toBe(sure.length);
    for (const trace of reader.traces) {
      const { name } = trace.hops[0] as { name: string };
      for (const child of children(trace)) {
        expect(child.name).toBe(name);
        if (child.confidence !== 'certain') doubtful.push(name);
      }
      if (!name.startsWith('both')) {
        expect(children(trace), name).toHaveLength(1);
        expect(children(trace)[0].confidence, name).toBe('certain');
      }
    }
    console.log(`${sure.length} links are certain, ${doubtful.length} are not`);
    expect(doubtful.filter((name) => !name.startsWith('both'))).toEqual([]);
  });
});
