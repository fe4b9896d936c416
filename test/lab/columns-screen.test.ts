// Columns on a real terminal with real lookups: shown, moved, widened, sorted by, and remembered over a restart.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Lab, type Namespace } from './support/lab.ts';
import { run } from './support/process.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('columns-screen');

let lab: Lab;
let namespace: Namespace;
let tmux: Tmux;
let serial = 0;

/** Queries and answers for a.test to e.test: 4 events each on the loopback interface. */
async function lookUpAll(): Promise<void> {
  for (const name of ['c.test', 'a.test', 'e.test', 'b.test', 'd.test'])
    await run(namespace.inside(['dig', '+tries=1', '@127.0.0.1', name]));
  await tmux.until('20 events', (lines) => / kept 20\b/.test(lines[1]));
}

async function start(state: string): Promise<void> {
  const command = `XDG_STATE_HOME=${state} ${process.execPath} ${PROGRAM} --netns ${namespace.name}`;
  await tmux.run(`${command} 2>${lab.folder}/errors`);
  await tmux.until('first frame', (lines) => lines[0].startsWith('dnstop'));
}

async function quit(): Promise<void> {
  await tmux.press('q');
  expect((await tmux.over()).code).toBe(0);
}

const titles = (lines: string[]): string => lines.find((line) => /^ {2}.*\bNAME\b/.test(line)) ?? '';
const heading = async (what: string, pattern: RegExp): Promise<string> =>
  titles(await tmux.until(`${what} ${pattern}`, (lines) => pattern.test(titles(lines))));
const names = (lines: string[]): string[] =>
  lines.flatMap((line) => /\b([a-e])\.test\./.exec(line)?.[1] ?? []);

describe.skipIf(impossible)('columns', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    lab = await Lab.open();
    namespace = await lab.namespace('columns');
    await dnsmasq(lab, namespace, ['--address=/test/192.0.2.1']);
  });
  beforeEach(async () => {
    tmux = new Tmux(lab, 140, 40, 'bash --norc');
    await tmux.ready();
  });
  afterEach(() => tmux?.close());
  afterAll(() => lab?.close());

  test('are shown, moved and widened while one looks, and are there again after a restart', async () => {
    const state = join(lab.folder, `state-${++serial}`);
    await start(state);
    await lookUpAll();
    await tmux.press('c');
    await tmux.until('picker', (lines) => lines.some((line) => line.includes('── columns')));
    await tmux.type('iface');
    await tmux.press('Space');
    await heading('shown', /IFACE$/);
    await tmux.press('M-Up');
    await heading('moved', /IFACE +ADDRESSES$/);
    await tmux.press('M-Right', 'M-Right', 'M-Right');
    await tmux.until('width', (lines) => lines.some((line) => /◉ iface +\[\d+\]/.test(line)));
    await tmux.press('Escape');
    await quit();
    await start(state);
    await lookUpAll();
    await heading('remembered', /IFACE +ADDRESSES$/);
    await tmux.press('c', 'C-r');
    await heading('the default ones', /RCODE +LATENCY +ADDRESSES$/);
    await tmux.press('Escape');
    await quit();
  });

  test('sort the rows, and so they stay while others come', async () => {
    const state = join(lab.folder, `state-${++serial}`);
    await start(state);
    await lookUpAll();
    for (let step = 0; step < 20 && !/NAME▲/.test(titles(await tmux.lines())); step++) {
      const before = titles(await tmux.lines());
      await tmux.press('>');
      await tmux.until('another column', (lines) => titles(lines) !== before);
    }
    const sorted = await tmux.until('sorted', (lines) => names(lines).length === 20);
    expect(names(sorted)).toEqual([...names(sorted)].sort());
    await tmux.press('I');
    await heading('turned round', /NAME▼/);
    const turned = await tmux.until('other way', (lines) => names(lines)[0] === 'e');
    expect(names(turned)).toEqual([...names(turned)].sort().reverse());
    await run(namespace.inside(['dig', '+tries=1', '@127.0.0.1', 'e.test']));
    const more = await tmux.until('four more', (lines) => names(lines).length === 24);
    expect(names(more)).toEqual([...names(more)].sort().reverse());
    expect(names(more).slice(0, 8)).toEqual(Array(8).fill('e'));
    await tmux.press('q');
  });
});
