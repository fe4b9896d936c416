// 2,000 lookups by two pods through a resolver that walks a tree of its own: the links against unbound's own log.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { AT, makeTree, nameOf, type Tree, unbound } from './support/recursion.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader } from './support/traces.ts';
import { clientOf, figures, type Judgement, judge } from './support/truth.ts';
import { UnboundLog } from './support/unbound-log.ts';

const impossible = skipReason('many traces through unbound');
const LOOKUPS_EACH = 1000;
const PER_SECOND_EACH = 100;
const MOST_RUNS = 3;
const CLIENTS = ['a', 'b'] as const;

const names = (client: string) => Array.from({ length: LOOKUPS_EACH }, (_, n) => nameOf(client, n));

describe.skipIf(impossible)('many lookups at once through a recursive resolver', () => {
  let lab: Lab;
  let tree: Tree;

  beforeAll(async () => {
    lab = await Lab.open();
    tree = await makeTree(lab, [...new Set(CLIENTS.flatMap(names))]);
  });
  afterAll(() => lab?.close());

  /** What was found, and how many answers unbound discarded as they came to it too late. */
  async function run(minimise: boolean): Promise<{ judgement: Judgement; discarded: number }> {
    // A folder to look at a run afterwards: what unbound logged, what was captured, and the traces.
    const keep = process.env.KEEP_TRACES;
    const kept = (name: string) => path(keep ?? '', `minimised-${minimise}${name}`);
    const reader = await TraceReader.start(lab, '.', [
      '-F',
      `netns_id==${tree.resolver.inode}`,
      '--fields',
      'name,qr,src,latency_ns',
      ...(keep ? ['-w', kept('.pcapng')] : []),
    ]);
    const resolver = await unbound(lab, tree.resolver, minimise);
    await Promise.all(CLIENTS.map((client) => load(client)));
    const roots = () => reader.traces.filter((trace) => [AT.a, AT.b].includes(clientOf(trace)));
    await reader.when('all lookups', () => roots().length >= CLIENTS.length * LOOKUPS_EACH, 30_000);
    const { events, lost } = await reader.stop();
    await resolver.running.stop('SIGTERM');
    const log = readFileSync(resolver.log, 'utf8');
    const discarded = log.split('drop reply, it is older than discard-timeout').length - 1;
    console.log(`${events} events, ${lost} lost; ${discarded} answers discarded by unbound`);
    const { truth } = new UnboundLog(log);
    if (keep) {
      cpSync(resolver.log, kept('.log'));
      writeFileSync(kept('.json'), reader.traces.map((trace) => JSON.stringify(trace)).join('\n'));
    }
    const judgement = judge(truth, reader.traces, ({ id, name }) => `${id} ${name.toLowerCase()}`);
    return { judgement, discarded };
  }

  /** Runs again where the machine was too busy for unbound, which then reads seconds late what came to it. */
  async function undisturbed(minimise: boolean): Promise<Judgement> {
    for (let left = MOST_RUNS; ; left--) {
      const { judgement, discarded } = await run(minimise);
      if (discarded === 0 || left === 1) return judgement;
      console.log('unbound was too busy: once more');
    }
  }

  async function load(client: 'a' | 'b'): Promise<void> {
    const file = path(lab.folder, client);
    writeFileSync(
      file,
      names(client)
        .map((name) => `${name} A\n`)
        .join(''),
    );
    const pace = ['-Q', `${PER_SECOND_EACH}`, '-c', '1', '-T', '1', '-q', '100', '-n', '1'];
    await lab.start(['dnsperf', '-s', AT.resolver, '-d', file, ...pace], tree.pods[client]).ended;
  }

  test.each([true, false])('with minimised names: %s', async (minimise) => {
    const judgement = await undisturbed(minimise);
    console.log(`unbound, names minimised ${minimise}: ${figures(judgement)}`);
    expect(judgement.lookups).toBe(CLIENTS.length * LOOKUPS_EACH);
    expect(judgement.traces).toBe(judgement.lookups);
    expect(judgement.wrong.certain).toEqual([]);
    expect(judgement.found / judgement.links).toBeGreaterThanOrEqual(0.99);
    const falseShare = judgement.wrong.likely.length / judgement.links;
    expect(falseShare, 'likely, but false').toBeLessThan(0.03);
    expect(judgement.ambiguous.filter(({ query }) => !judgement.merged.has(query))).toEqual([]);
  });
});
