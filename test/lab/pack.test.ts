// The packed file as its user meets it: what is in it, and that npm installs it without network, compiler or headers.
// `npm run test:package` does the same in a bare Debian, which takes a minute and a mirror.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DnsEvent } from './support/dnstop.ts';
import { Lab } from './support/lab.ts';
import { Running, run } from './support/process.ts';
import { skipReason } from './support/skip.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PREBUILT = `build/prebuilt/${process.platform}-${process.arch}/dnstop.node`;
const INSTALLED_WITHIN_MS = 10_000;
const impossible = skipReason('pack');

describe.skipIf(impossible)('the packed file', () => {
  let lab: Lab;
  /** Where it is installed. */
  let place: string;
  let installedMs = 0;

  /** The command with nothing in its PATH but Node.js, npm and a shell, no settings, and no network. */
  function bare(...argv: string[]): string[] {
    return ['unshare', '--net', 'env', '-i', `PATH=${lab.folder}/bin`, `HOME=${lab.folder}`, ...argv];
  }

  beforeAll(async () => {
    lab = await Lab.open();
    const [packs, bin] = [join(lab.folder, 'packs'), join(lab.folder, 'bin')];
    for (const folder of [packs, bin]) mkdirSync(folder);
    for (const tool of ['npm', 'sh']) symlinkSync((await run(['which', tool])).trim(), join(bin, tool));
    symlinkSync(process.execPath, join(bin, 'node'));

    const packing = { timeoutMs: 240_000 }; // builds first, where something has changed
    const name = await run(['npm', 'pack', ROOT, '--silent', '--pack-destination', packs], packing);
    const file = join(packs, name.trim());
    const began = performance.now();
    await run(bare('npm', 'install', '--global', '--offline', `--prefix=${lab.folder}`, file));
    installedMs = performance.now() - began;
    place = join(lab.folder, 'lib/node_modules/dnstop');
  });
  afterAll(() => lab?.close());

  test('is installed within 10 s', () => {
    expect(installedMs).toBeLessThan(INSTALLED_WITHIN_MS);
  });

  test('has the addon, the kernel programs in it and beside it, and the licences', () => {
    const addon = readFileSync(join(place, PREBUILT));
    const programs = readFileSync(join(place, 'build/prebuilt/dnstop.bpf.o'));
    expect(programs.length).toBeGreaterThan(50_000);
    expect(addon.includes(programs)).toBe(true);
    expect(readFileSync(join(place, 'THIRD_PARTY_LICENSES'), 'utf8')).toMatch(/^libelf elfutils \d/m);
  });

  test('asks a machine for glibc 2.34 and libgcc only', async () => {
    const needs = await run(['objdump', '-p', join(place, PREBUILT)]);
    const libraries = [...needs.matchAll(/NEEDED +(\S+)/g)].map(([, name]) => name);
    expect(libraries.filter((name) => !/^(libc|libm|libgcc_s|ld-linux.*)\.so/.test(name))).toEqual([]);
    const minors = [...needs.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
    expect(minors.length).toBeGreaterThan(0);
    expect(Math.max(...minors)).toBeLessThanOrEqual(34);
    expect(needs).not.toMatch(/GLIBCXX/);
  });

  test('runs the demo', async () => {
    const events: DnsEvent[] = [];
    const command = [join(lab.folder, 'bin/dnstop'), 'demo', '-t', '3', '-o', 'json'];
    const demo = lab.start(command, undefined, (line) => events.push(JSON.parse(line) as DnsEvent));
    expect((await demo.ended).code).toBe(0);
    const answers = events.filter(
      ({ name, rcode }) => name === 'inspektor-gadget.io.' && rcode === 'Success',
    );
    expect(answers.length).toBeGreaterThan(0);
  });

  test('says what is missing where its addon does not load and nothing can build one', async () => {
    const install = async () => {
      const running = new Running(bare('node', join(place, 'scripts/install.mjs')));
      const { code } = await running.ended;
      expect(code).toBe(1);
      expect(running.stderr).toHaveLength(1);
      return running.stderr[0];
    };
    writeFileSync(
      join(place, PREBUILT),
      'not an addon, but longer than the header of one would have to be, at 64 bytes',
    );
    expect(await install()).toMatch(
      /invalid ELF header\), and building it needs g\+\+, make, python3.*apt-get/,
    );
    rmSync(join(place, PREBUILT));
    expect(await install()).toMatch(/there is none for linux-\w+\), and building it needs g\+\+/);
  });
});
