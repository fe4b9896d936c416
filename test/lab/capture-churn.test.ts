// 200 named namespaces that come and go: their lookups are seen, and dnstop keeps nothing of them, least of all alive.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dnstop } from './support/dnstop.ts';
import { Lab } from './support/lab.ts';
import { run } from './support/process.ts';
import { query } from './support/query.ts';
import { skipReason } from './support/skip.ts';

const NAMESPACES = 200;
const AT_ONCE = 4;
const impossible = skipReason('namespace churn');

/** Asks again until it holds: the kernel tells nobody when it has freed a namespace or a program. */
async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`);
    await pause(5);
  }
}

describe.skipIf(impossible)('namespace churn', () => {
  let lab: Lab;
  let dnstop: Dnstop;
  let file: string; // one query

  beforeAll(async () => {
    lab = await Lab.open();
    file = join(lab.folder, 'query');
    writeFileSync(file, query(1, 'churn.test'));
    dnstop = await Dnstop.start(lab, ['-F', 'name==churn.test.']);
  });
  afterAll(() => lab?.close());

  const nameOf = (index: number) => `dnstop-lab-${process.pid}-churn${index}`;
  const descriptors = () => readdirSync(`/proc/${dnstop.running.pid}/fd`).length;
  const taps = async () => {
    const programs = JSON.parse(await run(['bpftool', '--json', 'prog', 'show'])) as { name?: string }[];
    return programs.filter(({ name }) => name === 'dnstop_tap').length;
  };

  const lookup = (name: string) => {
    const command = `ip link set lo up && exec socat -u OPEN:${file} UDP4:127.0.0.1:53`;
    return run(['ip', 'netns', 'exec', name, 'sh', '-c', command]);
  };

  async function comeAndGo(index: number): Promise<void> {
    const name = nameOf(index);
    await run(['ip', 'netns', 'add', name]);
    try {
      await lookup(name);
    } finally {
      await run(['ip', 'netns', 'delete', name]);
    }
  }

  test('every lookup is seen, and descriptors and programs return', async () => {
    const before = { descriptors: descriptors(), taps: await taps() };
    const indices = Array.from({ length: NAMESPACES }, (_, index) => index);
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let index = indices.pop(); index !== undefined; index = indices.pop()) await comeAndGo(index);
    });
    await Promise.all(workers);
    const asked = () =>
      new Set(
        dnstop.events.filter((e) => e.pkt_type === 'OUTGOING' && e.proc.comm === 'socat').map((e) => e.netns),
      );
    await dnstop.until('lookup of each namespace', () => asked().size >= NAMESPACES);
    const names = asked();
    for (let index = 0; index < NAMESPACES; index++) expect(names).toContain(nameOf(index));
    await eventually(`${before.descriptors} descriptors`, () => descriptors() <= before.descriptors);
    await eventually(`${before.taps} taps`, async () => (await taps()) <= before.taps);
  });

  // A link whose other end is in the namespace lives exactly as long as the namespace does.
  test('a namespace is gone some milliseconds after it was deleted', async () => {
    const name = nameOf(NAMESPACES);
    const link = `dl${process.pid}`;
    const before = await taps();
    await run(['ip', 'netns', 'add', name]);
    await run(['ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'peer', 'netns', name]);
    await lookup(name);
    await run(['ip', 'netns', 'delete', name]);
    const started = performance.now();
    await eventually('end of the namespace', () => !existsSync(`/sys/class/net/${link}`));
    expect(performance.now() - started).toBeLessThan(500);
    await eventually('end of its tap', async () => (await taps()) <= before);
  });

  test('nothing is left in the kernel after a kill', async () => {
    const before = await taps();
    await dnstop.running.stop('SIGKILL');
    await eventually('end of its taps', async () => (await taps()) < before);
  });
});
