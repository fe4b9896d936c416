// Live captures recorded with -w beside the rows that were printed, and read back: the same events, owners and traces.
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeLeftovers } from '../../src/demo/cluster.ts';
import { clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { Dnstop } from './support/dnstop.ts';
import { Lab } from './support/lab.ts';
import { run } from './support/process.ts';
import { skipReason } from './support/skip.ts';

const BLOCK_PACKET = 6;

/** Blocks of that type in a file that may end within one. */
function countBlocks(path: string, type: number): number {
  const bytes = readFileSync(path);
  let count = 0;
  for (let at = 0; at + 12 <= bytes.length; at += bytes.readUInt32LE(at + 4))
    count += Number(bytes.readUInt32LE(at) === type && at + bytes.readUInt32LE(at + 4) <= bytes.length);
  return count;
}

describe.skipIf(skipReason('record'))('a recording', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(async () => {
    await lab?.close();
    removeLeftovers();
  });

  const path = (name: string) => join(lab.folder, name);
  /** Lines that the program prints on standard output. */
  const printed = async (...options: string[]) =>
    (await run([...Dnstop.command, ...options])).split('\n').filter(Boolean);
  const read = async (...options: string[]) =>
    (await printed('-o', 'json', '-r', ...options)).map((line) => JSON.parse(line) as unknown);

  test('of the demo: the same events, pods, processes, latencies, transactions and traces', async () => {
    const file = path('demo.pcapng');
    const dnstop = await Dnstop.start(lab, ['demo', '-w', file]);
    await dnstop.until(
      'lookup over TCP',
      () => dnstop.events.some((event) => event.src.proto === 'TCP'),
      20_000,
    );
    await dnstop.until(
      'SERVFAIL',
      () => dnstop.events.some((event) => event.rcode === 'ServerFailure'),
      20_000,
    );
    const { events } = await dnstop.stop();
    expect(dnstop.running.stderr).toContain(`dnstop: ${events} events written to ${file}`);
    expect(events).toBe(dnstop.events.length);
    expect(await read(file)).toEqual(dnstop.events);

    const again = path('again.pcapng');
    await printed('-r', file, '-w', again, '-o', 'none');
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
    const traces = (await read(file, '--rows', 'traces')) as { verdict: string }[];
    expect(traces.map(({ verdict }) => verdict).join('\n')).toMatch(/through coredns in kube-system/);
  });

  test('holds what matches the filters, and nothing else', async () => {
    const [all, some] = [path('demo.pcapng'), path('some.pcapng')];
    const lines = await printed(
      '-r',
      all,
      '-F',
      'qr==R',
      '-F',
      'proc.comm==coredns',
      '-w',
      some,
      '-o',
      'json',
    );
    expect(lines.length).toBeGreaterThan(5);
    const fields = ['--fields', 'timestamp_raw,netns,comm,name,rcode'];
    expect(await printed('-r', some, '-o', 'columns', ...fields)).toEqual(
      await printed('-r', all, '-F', 'qr==R', '-F', 'proc.comm==coredns', '-o', 'columns', ...fields),
    );
  });

  test('in a ring: the newest files, each of which can be read by itself', async () => {
    const all = (await read(path('demo.pcapng'), '--fields', 'timestamp,id')) as unknown[];
    await printed('-r', path('demo.pcapng'), '-w', path('ring.pcapng'), '--ring', '64k:2', '-o', 'none');
    const files = readdirSync(lab.folder)
      .filter((name) => name.startsWith('ring_'))
      .sort();
    expect(files).toHaveLength(2);
    const parts = await Promise.all(files.map((file) => read(path(file), '--fields', 'timestamp,id')));
    const kept = parts.flat();
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(all.slice(-kept.length));
  });

  test.skipIf(clusterImpossible())('of the guide: every point, with its namespace and owner', async () => {
    const cluster = await makeCluster(lab);
    const file = path('guide.pcapng');
    const dnstop = await Dnstop.start(lab, ['-F', `name~${ZONE}`, '-w', file]);
    await cluster.lookup(ZONE, '+notcp').ended;
    await cluster.lookup(`tcp.${ZONE}`, '+tcp').ended;
    const answers = () => dnstop.of(cluster.pod).filter(({ qr }) => qr === 'R').length;
    await dnstop.until('both answers', () => answers() === 2);
    await dnstop.stop();
    const without = ({ transaction: _, trace: __, ...event }: Record<string, unknown>) => event;
    const back = (await read(file)) as Record<string, unknown>[];
    // Numbers count from the first event of the file: others' lookups were counted before.
    expect(back.map(without)).toEqual((dnstop.events as unknown as Record<string, unknown>[]).map(without));
  });

  test('that is killed can be read up to its last whole block', async () => {
    const file = path('killed.pcapng');
    const dnstop = await Dnstop.start(lab, ['demo', '-w', file]);
    await dnstop.until('answers', () => dnstop.events.filter(({ qr }) => qr === 'R').length > 10);
    await dnstop.running.stop('SIGKILL');
    const written = countBlocks(file, BLOCK_PACKET);
    expect(written).toBeGreaterThan(10);
    expect(await read(file)).toEqual(dnstop.events.slice(0, written));
    truncateSync(file, readFileSync(file).length - 5);
    const cut = lab.start([...Dnstop.command, '-o', 'json', '-r', file]);
    expect((await cut.ended).code).toBe(1);
    expect(cut.stdout).toHaveLength(written - 1);
  });

  test('goes to a pipe that another program reads as it comes', async () => {
    const script = `${Dnstop.command.join(' ')} -r ${path('demo.pcapng')} -w - | ${Dnstop.command.join(' ')} -r - -o json`;
    const lines = (await run(['sh', '-c', script])).split('\n').filter(Boolean);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(await read(path('demo.pcapng')));
  });

  test('that cannot be written is one line at the start, and costs no row later', async () => {
    const file = path('demo.pcapng');
    const rows = await read(file);
    const full = lab.start([...Dnstop.command, '-r', file, '-o', 'json', '-w', '/dev/full']);
    expect((await full.ended).code).toBe(1);
    expect(full.stdout).toHaveLength(rows.length);
    expect(full.stderr[0]).toBe('dnstop: write /dev/full: ENOSPC: no space left on device');
    expect(full.stderr[1]).toBe('dnstop: only 0 events written to /dev/full');

    const wrong = lab.start([...Dnstop.command, '-r', file, '-w', path('none/a.pcapng')]);
    expect((await wrong.ended).code).toBe(1);
    expect(wrong.stderr).toEqual([
      `dnstop: write ${path('none/a.pcapng')}: ENOENT: no such file or directory`,
    ]);
    expect(existsSync(path('none'))).toBe(false);
  });

  test('of the user behind sudo belongs to him, and a file that was there to whom it did', async () => {
    const [fresh, old] = [path('fresh.pcapng'), path('old.pcapng')];
    writeFileSync(old, 'x');
    for (const file of [fresh, old])
      await run([
        'env',
        'SUDO_UID=1234',
        'SUDO_GID=2345',
        ...Dnstop.command,
        '-r',
        path('demo.pcapng'),
        '-w',
        file,
        '-o',
        'none',
      ]);
    expect(await run(['stat', '-c', '%u:%g %a', fresh, old])).toBe('1234:2345 600\n0:0 644');
  });
});
