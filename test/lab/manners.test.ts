// Manners on a real terminal: the mouse on and off, colours by the background, suspending, a last screen that stays, copies in a file.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Lab, type Namespace } from './support/lab.ts';
import { run } from './support/process.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('manners');
const MOUSE = '#{mouse_standard_flag}#{mouse_sgr_flag}';

let lab: Lab;
let namespace: Namespace;
let tmux: Tmux;

/** A report of the mouse as a terminal sends it, for a line and a column from 1. */
const report = (button: number, line: number, column: number) => `\x1b[<${button};${column};${line}M`;
const placeOf = (lines: string[], text: string): number => lines.findIndex((line) => line.includes(text)) + 1;

/** The screen with four events of two lookups. */
async function start(): Promise<void> {
  await tmux.run(`${process.execPath} ${PROGRAM} --netns ${namespace.name}`);
  await tmux.until('first frame', (lines) => lines[0].startsWith('dnstop'));
  for (const name of ['one.test', 'two.test'])
    await run(namespace.inside(['dig', '+tries=1', '@127.0.0.1', name]));
  await tmux.until('8 events', (lines) => / kept 8\b/.test(lines[1]));
}

describe.skipIf(impossible)('manners', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    lab = await Lab.open();
    namespace = await lab.namespace('manners');
    await dnsmasq(lab, namespace, ['--listen-address=127.0.0.1', '--address=/test/192.0.2.7']);
  });
  afterAll(() => lab?.close());
  afterEach(() => tmux?.close());

  describe.each([
    [80, 24],
    [120, 40],
    [200, 50],
  ])('at %d columns and %d lines', (columns, lines) => {
    beforeEach(async () => {
      tmux = new Tmux(lab, columns, lines, 'bash --norc');
      await tmux.ready();
    });

    test('Q leaves the last screen above the prompt', async () => {
      await start();
      await tmux.press('Q');
      const { lines: left } = await tmux.over();
      expect(left.some((line) => /^dnstop +1 network namespace/.test(line))).toBe(true);
      expect(left.some((line) => /^▸ .*two\.test\./.test(line))).toBe(true);
      expect(left.at(-1)).toMatch(/^dnstop: 8 events, 0 lost/);
      expect(await tmux.format(`#{alternate_on}${MOUSE}`)).toBe('000');
    });

    test('the mouse is on by M only, selects, sorts, and is off while suspended and at the end', async () => {
      await start();
      expect(await tmux.format(MOUSE)).toBe('00');
      await tmux.press('M');
      const shown = await tmux.until('mouse', (all) => all.some((line) => line.startsWith('mouse on')));
      expect(await tmux.format(MOUSE)).toBe('11');
      await tmux.type(report(0, placeOf(shown, 'one.test.'), 20));
      await tmux.until('selected', (all) => all.some((line) => /^▸ .*one\.test\./.test(line)));
      await tmux.type(report(0, 3, shown[2].indexOf('NAME') + 1));
      await tmux.until('sorted', (all) => /NAME▲/.test(all[2]));
      await tmux.press('C-z');
      await tmux.until('shell', (all) => all.some((line) => line.includes('Stopped')));
      expect(await tmux.format(`#{alternate_on}${MOUSE}`)).toBe('000');
      await tmux.run('fg');
      await tmux.until('back', (all) => all[0].startsWith('dnstop'));
      expect(await tmux.format(MOUSE)).toBe('11');
      await tmux.press('q');
      expect((await tmux.over()).code).toBe(0);
      expect(await tmux.format(MOUSE)).toBe('00');
    });
  });

  test('what is copied under tmux is in a private file, too', async () => {
    tmux = new Tmux(lab, 120, 40, 'bash --norc');
    await tmux.ready();
    await start();
    await tmux.press('Y');
    const said = await tmux.until('notice', (all) => all.some((line) => line.includes('as JSON copied to')));
    const [, path] = /copied to (\S+?): /.exec(said.join('\n'))!;
    try {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ name: 'two.test.' });
    } finally {
      rmSync(path, { force: true });
    }
    await tmux.press('q');
    expect((await tmux.over()).code).toBe(0);
  });
});
