// The path of a lookup on a real terminal: real packets through a service, a forwarder and a node, at three sizes.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ANSWER, type Cluster, clusterImpossible, makeCluster, ZONE } from './support/cluster.ts';
import { Lab } from './support/lab.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('path', clusterImpossible());

let lab: Lab;
let cluster: Cluster;
let tmux: Tmux;

async function startProgram(columns: number, lines: number): Promise<void> {
  const { pod, coredns, node, upstream } = cluster;
  const netns = [pod, coredns, node, upstream].map(({ name }) => name).join(',');
  tmux = new Tmux(
    lab,
    columns,
    lines,
    `${process.execPath} ${PROGRAM} --netns ${netns} 2>${lab.folder}/errors`,
  );
  await tmux.until('first frame', (screen) => screen.some((line) => line.includes('DNS message')));
}

const hops = (lines: string[]): string[] => lines.filter((line) => / [→←] [0-9a-f]{4} /.test(line));
const holds = (text: string) => (line: string) => line.includes(text);
const idOf = (line: string) => / [→←] ([0-9a-f]{4}) /.exec(line)![1];
const has = (text: string | RegExp) => (lines: string[]) =>
  lines.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));

describe.skipIf(impossible)('the path of a lookup', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    lab = await Lab.open();
    cluster = await makeCluster(lab);
  });
  afterEach(() => tmux?.close());
  afterAll(() => lab?.close());

  test.each([
    [80, 24],
    [120, 40],
    [200, 50],
  ])('shows every hop in %ix%i, from the first query on', async (columns, lines) => {
    await startProgram(columns, lines);
    const name = `path${columns}.${ZONE}`;
    const lookup = cluster.lookup(name, '+notcp');
    await tmux.until(
      'answer',
      (screen) => screen.filter((line) => line.includes(`path${columns}.`)).length >= 10,
    );
    await lookup.ended;
    await tmux.press('g', 'Enter');
    await tmux.until('path', has(`── path: A ${name}`));
    if (columns < 200) await tmux.press('z');
    // The verdict is there before the pane has grown; the whole line of the translation is not.
    const dnat = /dnat 10\.96\.0\.10:53 -> 10\.244\.0\.2:53$/;
    const whole = (screen: string[]): boolean =>
      has(/upstream \d+(\.\d)? ms \(\d\d%\)/)(screen) && has(dnat)(screen);
    const top = await tmux.until('verdict and translation', whole);
    expect(top.join('\n')).toContain('answered by');
    expect(top.filter((line) => line.includes('dnat'))[0]).toMatch(dnat);
    expect(top.filter(holds('forwarded, certain'))).toHaveLength(1);
    if (columns >= 120) {
      expect(top.filter(holds('◀'))).toHaveLength(1);
      expect(new Set(hops(top).map(idOf)).size).toBe(2);
    }
    await tmux.press('G');
    const bottom = await tmux.until('last hop', has(/hop (\d+) of \1 /));
    expect(hops(bottom).at(-1)).toMatch(/← [0-9a-f]{4} \S+ +eth0 +kdig\[\d+\]/);
    await tmux.press('Enter');
    await tmux.until('message', has(ANSWER));
    await tmux.press('Escape');
    await tmux.until('path again', has('── path'));
    await tmux.press('Escape');
    await tmux.until('table', (screen) => !has('── path')(screen));
    await tmux.press('q');
  });

  test('t lists lookups instead of events, and each tells its end', async () => {
    await startProgram(200, 50);
    await cluster.lookup(`listed.${ZONE}`, '+notcp').ended;
    await tmux.until('events', (screen) => screen.filter(holds('listed.')).length >= 10);
    await tmux.press('t');
    const transactions = await tmux.until('transactions', has(/transaction \d+ of 2\b/));
    expect(transactions.filter(holds('listed.')).every(holds('answered'))).toBe(true);
    await tmux.press('t');
    const traces = await tmux.until('traces', has(/trace 1 of 1\b/));
    expect(traces.filter(holds('listed.'))[0]).toMatch(/answered +\d+\.\d+[mu]s.* through dnsmasq/);
    await tmux.press('Enter');
    await tmux.until('its path', has(`── path: A listed.${ZONE}`));
    await tmux.press('q');
  });

  test('grows under the eyes of the user, and ends where nobody answers', async () => {
    await startProgram(120, 40);
    await cluster.server.stop();
    const lookup = cluster.lookup(`silent.${ZONE}`, '+notcp', '+timeout=8');
    await tmux.until('query', has('silent.inspektor'));
    await tmux.press('g', 'Enter');
    await tmux.until('a path under way', has(/✕ waiting for /));
    const end = await tmux.until('its end', has(/✕ no answer from 192\.168\.49\.1: seen no further/));
    expect(end.join('\n')).toMatch(/no answer: 192\.168\.49\.1 did not answer/);
    await tmux.press('q');
    await lookup.stop();
  });
});
