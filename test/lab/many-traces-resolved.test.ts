// 2,000 lookups by a process of the machine and a pod through systemd-resolved: the links against its own log.
import { writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { join } from './support/links.ts';
import { resolved, resolvedImpossible, resolvedTruth, STUB } from './support/resolved.ts';
import { distance, nsd } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader } from './support/traces.ts';
import { clientOf, figures, type Judgement, judge } from './support/truth.ts';

const impossible = skipReason('many traces through systemd-resolved', resolvedImpossible());
const ZONE = 'many-stub.example.';
const AT = { pod: '10.62.1.2', node: '10.62.1.1', uplink: '10.62.2.1', upstream: '10.62.2.2' };
const CLIENTS = ['127.0.0.1', AT.pod];
const LOOKUPS_EACH = 1000;
const PER_SECOND_EACH = 100;

describe.skipIf(impossible)('many lookups at once through a local stub', () => {
  let lab: Lab;
  let reader: TraceReader;
  let judgement: Judgement;

  beforeAll(async () => {
    lab = await Lab.open();
    const node = await lab.namespace('node');
    const neighbour = async (role: 'pod' | 'upstream', own: string) => {
      const namespace = await lab.namespace(role);
      const near = { namespace: node, name: `veth-${role}`, addresses: [`${own}/24`] };
      await join(near, { namespace, name: 'eth0', addresses: [`${AT[role]}/24`] });
      return namespace;
    };
    const [pod, upstream] = [await neighbour('pod', AT.node), await neighbour('upstream', AT.uplink)];
    await nsd(lab, upstream, [`${AT.upstream}@5300`], { [ZONE]: '* A 192.0.2.1' });
    await distance(lab, upstream, `${AT.upstream}:53`, `${AT.upstream}:5300`, 20);
    const stub = await resolved(lab, node, AT.node, AT.upstream);
    reader = await TraceReader.start(lab, `${ZONE}$`, ['--fields', 'name,qr,src,latency_ns']);
    await Promise.all([load('a', node, STUB), load('b', pod, AT.node)]);
    const own = () => reader.traces.filter((trace) => CLIENTS.includes(clientOf(trace)));
    await reader.when('all lookups', () => own().length >= CLIENTS.length * LOOKUPS_EACH);
    await reader.stop();
    const truth = resolvedTruth(stub.stderr);
    judgement = judge(truth, reader.traces, ({ id, name }) => `${id} ${name.toLowerCase()}`);
    console.log(`systemd-resolved: ${figures(judgement)}`);
  });
  afterAll(() => lab?.close());

  // A fifth of the names is asked by both at the same moment.
  const label = (client: string, n: number) => (n % 5 === 0 ? `both-${n}` : `${client}-${n}`);

  async function load(client: string, namespace: Parameters<Lab['start']>[1], server: string): Promise<void> {
    const file = path(lab.folder, client);
    const lines = Array.from({ length: LOOKUPS_EACH }, (_, n) => `${label(client, n)}.${ZONE} A\n`);
    writeFileSync(file, lines.join(''));
    const pace = ['-Q', `${PER_SECOND_EACH}`, '-c', '1', '-T', '1', '-q', '100', '-n', '1'];
    await lab.start(['dnsperf', '-s', server, '-d', file, ...pace], namespace).ended;
  }

  test('every lookup has its trace', () => {
    expect(judgement.lookups).toBe(CLIENTS.length * LOOKUPS_EACH);
    expect(judgement.traces).toBe(CLIENTS.length * LOOKUPS_EACH);
    expect(reader.traces).toHaveLength(CLIENTS.length * LOOKUPS_EACH);
  });

  test('the true links are there', () => {
    expect(judgement.links).toBeGreaterThanOrEqual(CLIENTS.length * LOOKUPS_EACH);
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
