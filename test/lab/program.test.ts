// The program as its users run it: ready line, rows, last line and exit code, however it ends and whoever reads it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookupsFile } from '../output/lookups.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { type Running, within } from './support/process.ts';
import { query } from './support/query.ts';
import { skipReason } from './support/skip.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.DNSTOP ?? join(root, 'dist/dnstop.js');
const READY = /^dnstop: capturing in [1-9]\d* network namespaces$/;
const LAST = /^dnstop: \d+ events, 0 lost, [1-9]\d* network namespaces$/;
const impossible = skipReason('program, live');

describe.skipIf(impossible)('live', () => {
  let lab: Lab;
  let asked: Namespace;
  let other: Namespace;

  beforeAll(async () => {
    lab = await Lab.open();
    asked = await lab.namespace('asked');
    other = await lab.namespace('other');
  });
  afterAll(() => lab?.close());

  /** Starts the program and waits until it captures. */
  async function started(...args: string[]): Promise<Running> {
    const running = lab.start([process.execPath, program, ...args]);
    expect(await running.line('stderr', /./)).toMatch(READY);
    return running;
  }

  /** Sends one query that nobody answers over the loopback of a namespace: two events, out and in. */
  async function ask(namespace: Namespace, name: string): Promise<void> {
    const file = join(lab.folder, name);
    writeFileSync(file, query(1, name));
    await lab.start(['socat', '-u', `OPEN:${file}`, 'UDP4:127.0.0.1:53'], namespace).ended;
  }

  async function ended(running: Running) {
    const { code } = await within(10_000, running.ended, () => running.error('did not end'));
    return { code, last: running.stderr.at(-1), lines: running.stderr.length };
  }
  const quietly = { code: 0, last: expect.stringMatching(LAST), lines: 2 };

  test('timeout(1), which sends the signal twice, gets the last line every time', async () => {
    const ends = Array.from({ length: 5 }, async () => {
      const running = lab.start(['timeout', '-s', 'INT', '3', process.execPath, program, '-o', 'json']);
      return ended(running);
    });
    for (const end of await Promise.all(ends)) expect(end).toEqual({ ...quietly, code: 124 });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends it with the rows it has and exit 0',
    async (signal) => {
      const running = await started('-o', 'json', '-F', `name==${signal}.test.`, '--fields', 'name,pkt_type');
      await ask(asked, `${signal}.test.`);
      await running.line('stdout', /"HOST"/);
      running.child.kill(signal);
      expect(await ended(running)).toEqual(quietly);
      expect(running.stdout.map((line) => JSON.parse(line).pkt_type)).toEqual(['OUTGOING', 'HOST']);
    },
  );

  test('-t ends it', async () => {
    expect(await ended(await started('-o', 'none', '-t', '0.3'))).toEqual(quietly);
  });

  test('columns without a terminal: a header, then a line an event, no colour', async () => {
    const running = await started('--netns', asked.name, '-F', 'pkt_type==OUTGOING');
    await ask(asked, 'columns.test.');
    await running.line('stdout', /columns\.test\./);
    running.child.kill('SIGINT');
    expect(await ended(running)).toEqual(quietly);
    expect(running.stdout[0]).toMatch(
      /^TIMESTAMP +NETNS +SRC +DST +COMM +PID +QR +QTYPE +NAME +RCODE +LATENCY +ADDRESSES$/,
    );
    expect(running.stdout.join()).not.toContain('\x1b');
    expect(running.stdout).toHaveLength(2);
  });

  test('--netns narrows to namespaces by name, inode and path', async () => {
    for (const which of [asked.name, String(asked.inode), asked.path]) {
      const running = await started('-o', 'json', '--netns', which);
      await ask(other, 'elsewhere.test.');
      await ask(asked, 'here.test.');
      await running.line('stdout', /here\.test\..*/);
      running.child.kill('SIGINT');
      expect((await ended(running)).last).toMatch(/ 0 lost, 1 network namespaces$/);
      expect(new Set(running.stdout.map((line) => JSON.parse(line).netns_id))).toEqual(
        new Set([asked.inode]),
      );
    }
  });

  test('a reader that closes standard output ends it quietly at the next row', async () => {
    const running = await started('-o', 'json', '--netns', asked.name);
    running.child.stdout?.destroy();
    await ask(asked, 'unread.test.');
    expect(await ended(running)).toEqual(quietly);
  });

  test('a capture from a pipe is read as it comes', async () => {
    const dnstop = `${process.execPath} ${program} -r - -o json --fields name,pkt_type`;
    const pipe = `tcpdump -i lo -U -c 3 -w - udp port 53 | ${dnstop}`;
    const running = lab.start(['bash', '-c', pipe], asked);
    await running.line('stderr', /listening on lo/);
    await ask(asked, 'first.test.');
    await running.line('stdout', /"first\.test\."/);
    await ask(asked, 'second.test.');
    await running.line('stdout', /"second\.test\."/);
    await ask(asked, 'third.test.');
    expect((await ended(running)).code).toBe(0);
    expect(running.stderr).toContain('dnstop: 3 events, 0 lost, 0 network namespaces');
  });
});

describe('npm start', () => {
  const npmStart = (cwd: string, ...args: string[]) =>
    spawnSync('npm', ['start', '--silent', '--prefix', root, '--', ...args], { cwd, encoding: 'utf8' });

  test('passes on what stands behind --, and its exit code', () => {
    expect(npmStart(root, '--version')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^dnstop \d/),
    });
    expect(npmStart(root, '--what').status).toBe(2);
  });

  test('reads a file named from where the user stands', async () => {
    const lab = await Lab.open();
    writeFileSync(join(lab.folder, 'lookups.pcap'), lookupsFile());
    const { status, stdout } = npmStart(lab.folder, '-r', 'lookups.pcap', '-o', 'json');
    await lab.close();
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(6);
  });
});
