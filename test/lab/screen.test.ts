// The program on a real terminal: what it shows, how soon, and the terminal it leaves behind.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Lab, type Namespace } from './support/lab.ts';
import { run } from './support/process.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('screen');

let lab: Lab;
let namespace: Namespace;
let tmux: Tmux;

const lookUp = (name: string) => run(namespace.inside(['dig', '+tries=1', '@127.0.0.1', name]));
const rowsWith = (lines: string[], text: string): string[] => lines.filter((line) => line.includes(text));
const file = (name: string): string => readFileSync(join(lab.folder, name), 'utf8');

/** Starts the program from a shell in the terminal and waits for its first frame. */
async function startProgram(options = '', nodeOptions = ''): Promise<void> {
  const { folder } = lab;
  for (const name of ['before', 'errors', 'after']) rmSync(join(folder, name), { force: true }); // another test's
  const program = `${process.execPath} ${nodeOptions} ${PROGRAM} --netns ${namespace.name} ${options} 2>${folder}/errors`;
  await tmux.run(`stty -g >${folder}/before; ${program}; code=$?; stty -g >${folder}/after; (exit $code)`);
  await tmux.until('first frame', (lines) => lines[0].startsWith('dnstop'));
}

const LAST_LINE = /^dnstop: \d+ events, 0 lost, 1 network namespaces?\n$/m;

/** It has ended so, and the terminal is as it was: its modes, its screen, its cursor. */
async function expectRestored(expected = 0, said = LAST_LINE): Promise<void> {
  const { code, lines } = await tmux.over();
  expect({ code, errors: file('errors') }).toEqual({ code: expected, errors: expect.stringMatching(said) });
  expect(lines.some((line) => line.startsWith('dnstop  '))).toBe(false);
  expect(await tmux.format('#{alternate_on} #{cursor_flag} #{wrap_flag} #{mouse_any_flag}')).toBe('0 1 1 0');
  expect(file('after')).toBe(file('before'));
}

describe.skipIf(impossible)('the screen', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    lab = await Lab.open();
    namespace = await lab.namespace('screen');
    await dnsmasq(lab, namespace, ['--listen-address=127.0.0.1', '--address=/test/192.0.2.7']);
  });
  afterAll(() => lab?.close());

  beforeEach(async () => {
    tmux = new Tmux(lab, 120, 40, 'bash --norc');
    await tmux.ready();
  });
  afterEach(() => tmux.close());

  test('says what it watches and what to try while nothing comes', async () => {
    await startProgram('--ports 5399');
    const lines = await tmux.until('advice', (screen) =>
      screen.some((line) => line.includes('dig example.com')),
    );
    expect(lines.join('\n')).toMatch(/Watching 1 network namespace on port 5399/);
    await tmux.press('q');
    await expectRestored();
  });

  test('shows rows within 200 ms of the query', async () => {
    await startProgram();
    const times: number[] = [];
    for (let count = 0; count < 5; count++) {
      const started = performance.now();
      const shown = tmux.until('row', (lines) => rowsWith(lines, `quick${count}.test.`).length > 0);
      await Promise.all([
        lookUp(`quick${count}.test`),
        shown.then(() => times.push(performance.now() - started)),
      ]);
    }
    console.log(`from the start of dig to its row on the screen: ${times.map(Math.round).join(', ')} ms`);
    expect(times.sort((a, b) => a - b)[2]).toBeLessThan(200);
    await tmux.press('q');
    await expectRestored();
  });

  test('filters while typing, chooses columns, opens a row, scrolls, pauses, and quits', async () => {
    await startProgram();
    for (const name of ['one', 'two', 'three']) await lookUp(`${name}.test`);
    await tmux.until('rows', (lines) => rowsWith(lines, 'three.test.').length >= 4);

    await tmux.type('/name~two,qr==R');
    await tmux.until('filtered rows', (lines) => {
      const kept = rowsWith(lines, 'two.test.');
      return (
        kept.length > 0 &&
        kept.every((line) => / R /.test(line)) &&
        rowsWith(lines, 'three.test.').length === 0
      );
    });
    await tmux.type(' nonsense');
    await tmux.until('error', (lines) => lines.some((line) => /^ +\^ /.test(line)));
    await tmux.press('Escape');
    await tmux.until('all rows', (lines) => rowsWith(lines, 'three.test.').length >= 4);

    await tmux.type('ciface ');
    await tmux.until('column', (lines) => lines.some((line) => line.includes('IFACE')));
    await tmux.press('Escape');
    await tmux.until('closed picker', (lines) => !lines.some((line) => line.includes('search iface')));

    await tmux.press('Enter');
    await tmux.until('path', (lines) => lines.some((line) => line.startsWith('── path: A three.test.')));
    await tmux.press('Enter');
    await tmux.until('open hop', (lines) => lines.some((line) => line.startsWith('── event')));
    await tmux.type('z');
    await tmux.until('answer', (lines) =>
      lines.some((line) => /^ +three\.test\. .*192\.0\.2\.7$/.test(line)),
    );
    await tmux.press('Escape');
    await tmux.until('path again', (lines) => lines.some((line) => line.startsWith('── path')));
    await tmux.press('Escape');
    await tmux.until('table', (lines) => !lines.some((line) => line.startsWith('── path')));
    await tmux.type('g');
    await tmux.until('first row', (lines) => lines.some((line) => /^▸.*one\.test\./.test(line)));

    await tmux.type(' ');
    await tmux.until('pause', (lines) => lines[0].includes('paused'));
    await lookUp('four.test');
    const paused = await tmux.until('news', (lines) => / new$/.test(lines[0]));
    expect(rowsWith(paused, 'four.test.')).toEqual([]);
    await tmux.type('f');
    await tmux.until('newest row', (lines) => lines.some((line) => /^▸.*four\.test\./.test(line)));
    await tmux.press('C-c');
    await expectRestored();
  });

  test('is drawn at any size', async () => {
    await startProgram();
    await lookUp('size.test');
    for (const [columns, lines] of [
      [20, 5],
      [80, 24],
      [200, 50],
      [40, 8],
    ]) {
      await tmux.resize(columns, lines);
      const first = columns < 40 ? 'terminal too small' : 'dnstop';
      await tmux.until(
        `${columns}x${lines}`,
        (screen) =>
          screen[0].startsWith(first) && (columns < 40 || rowsWith(screen, 'size.test.').length > 0),
      );
    }
    await tmux.press('q');
    await tmux.resize(120, 40);
    await expectRestored();
  });

  test.each(['TERM', 'HUP', 'INT'])('leaves the terminal as it was after SIG%s', async (signal) => {
    await startProgram();
    const pid = await tmux.format('#{pane_pid}');
    await run(['pkill', `-${signal}`, '-P', pid]);
    await expectRestored();
  });

  test('leaves the terminal as it was after a crash, and says what happened', async () => {
    const crash = "setTimeout(()=>{throw new Error('boom')},1500)";
    await startProgram('', `--import "data:text/javascript,${crash}"`);
    await expectRestored(1, /^dnstop: Error: boom$/m);
  });
});
