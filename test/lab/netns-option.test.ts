// --netns in: what exists, what comes later, and what can never be a network namespace.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { run } from './support/process.ts';
import { query } from './support/query.ts';
import { skipReason } from './support/skip.ts';

const impossible = skipReason('--netns');

describe.skipIf(impossible)('--netns', () => {
  let lab: Lab;
  let file: string; // one query

  beforeAll(async () => {
    lab = await Lab.open();
    file = join(lab.folder, 'query');
    writeFileSync(file, query(1, 'listed.test'));
  });
  afterAll(() => lab?.close());

  const nameOf = (role: string) => `dnstop-lab-${process.pid}-${role}`;
  const lookup = (name: string) =>
    run(['ip', 'netns', 'exec', name, 'socat', '-u', `OPEN:${file}`, 'UDP4:127.0.0.1:53']);
  const names = (dnstop: Dnstop) => new Set(dnstop.events.map((event) => event.netns));

  async function appearsLater(role: string, entry: string, before: Namespace): Promise<void> {
    const name = nameOf(role);
    const dnstop = await Dnstop.start(lab, ['--netns', entry]);
    await lookup(before.name);
    await run(['ip', 'netns', 'add', name]);
    try {
      await run(['ip', '-n', name, 'link', 'set', 'lo', 'up']);
      await lookup(name);
      await dnstop.until('lookup', () => dnstop.events.some((event) => event.pkt_type === 'OUTGOING'));
      const { lost, namespaces } = await dnstop.stop();
      expect([names(dnstop), lost, namespaces]).toEqual([new Set([name]), 0, 1]);
      const [, said] = dnstop.running.stderr;
      expect(said).toMatch(
        /^dnstop: no network namespace matches .*; by name there are host, .*; watching for/,
      );
      expect(said).toContain(before.name);
    } finally {
      await run(['ip', 'netns', 'delete', name]);
    }
  }

  test('a namespace that appears later, by name and by path, and no other', async () => {
    const other = await lab.namespace('other');
    await appearsLater('name', nameOf('name'), other);
    await appearsLater('path', `/run/netns/${nameOf('path')}`, other);
  });

  test('what is no namespace is said', async () => {
    for (const [path, reason] of [
      ['/etc/passwd', 'that is no network namespace'],
      ['/proc/self/ns/mnt', 'that is no network namespace'],
      ['/etc/passwd/x', 'Not a directory'],
    ]) {
      const running = lab.start([...Dnstop.command, '--netns', path]);
      expect((await running.ended).code).toBe(1);
      expect(running.stderr).toEqual([expect.stringContaining(`${path}: ${reason}; give an inode`)]);
    }
  });

  test('too few open files end it with a line that says what to do', async () => {
    const limited = ['prlimit', '--nofile=64:64', 'setpriv', '--bounding-set=-sys_resource', '--'];
    const running = lab.start([...limited, ...Dnstop.command, '--timeout', '5']);
    expect((await running.ended).code).toBe(1);
    expect(running.stderr).toEqual([expect.stringMatching(/^dnstop: .*only 64 open files.*; .*ulimit -n/)]);
  });
});
