// Filters on a real terminal with real lookups: completed, kept over a restart, made from cells, switched, edited as in a shell.
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
const impossible = skipReason('filter-screen');

let lab: Lab;
let namespace: Namespace;
let tmux: Tmux;

const lookUp = (name: string, type = 'A') =>
  run(namespace.inside(['dig', '+tries=1', '@127.0.0.1', name, type]));
const barOf = (lines: string[]): string =>
  lines.find((line) => /\d of [\d,]+ match|all [\d,]+ listed/.test(line)) ?? '';
/** What stands at its right, also where the text is wrong and another filter still on. */
const COUNT = ' +([a-z ]+: )?(all )?\\d';
const bar = async (what: string, pattern: RegExp): Promise<string> =>
  barOf(await tmux.until(`${what} ${pattern}`, (lines) => pattern.test(barOf(lines))));
const line = async (what: string, pattern: RegExp): Promise<string> => {
  const lines = await tmux.until(`${what} ${pattern}`, (all) => all.some((one) => pattern.test(one)));
  return lines.find((one) => pattern.test(one))!;
};

/** Two lookups of one name, and one each of a wrong and another one: 4 events each on the loopback interface. */
async function start(): Promise<void> {
  const state = join(lab.folder, 'state');
  const command = `XDG_STATE_HOME=${state} XDG_CONFIG_HOME=${state} ${process.execPath} ${PROGRAM} --netns ${namespace.name}`;
  await tmux.run(`${command} 2>${lab.folder}/errors`);
  await tmux.until('first frame', (lines) => lines[0].startsWith('dnstop'));
}

async function lookUpAll(): Promise<void> {
  for (const name of ['often.test', 'often.test', 'once.test', 'missing.nowhere']) await lookUp(name);
  await tmux.until('16 events', (lines) => / kept 16\b/.test(lines[1]));
}

async function quit(): Promise<void> {
  await tmux.press('C-c');
  expect((await tmux.over()).code).toBe(0);
}

describe.skipIf(impossible)('filters', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    lab = await Lab.open();
    namespace = await lab.namespace('filter');
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

    test('are completed by tab with fields, operators and values seen, most frequent first', async () => {
      await start();
      await lookUpAll();
      await tmux.type('/nam');
      await line('field', /▸ name +name asked for/);
      await line('mistake', /^ +\^ unknown field "nam"; did you mean name\? expected a field/);
      await tmux.press('Tab');
      await line('operators', /▸ ~ +has in it/);
      await tmux.type('==');
      await line('values', /▸ often\.test\. +8$/);
      await tmux.press('C-n', 'C-n');
      await line('second', /▸ (once\.test|missing\.nowhere)\. +4$/);
      await tmux.press('C-p', 'C-p', 'Tab');
      await bar('name', /^filter name==often\.test\. +8 of 16 match$/);
      await tmux.press('Tab');
      await tmux.type('rcode=');
      await line('rcodes', /▸ Success +/);
      await tmux.type('=');
      await tmux.press('Tab', 'Enter');
      await bar('rcode', /^filter name==often\.test\. && rcode==Success +4 of 16 match$/);
      await quit();
    });
  });

  describe('at 120 columns and 40 lines', () => {
    beforeEach(async () => {
      tmux = new Tmux(lab, 120, 40, 'bash --norc');
      await tmux.ready();
      await start();
      await lookUpAll();
    });

    test('are remembered and saved over a restart', async () => {
      await tmux.type('/qr==R');
      await tmux.press('Enter');
      await bar('kept', /^filter qr==R +8 of 16/);
      await tmux.type('&rcode!=Success');
      await tmux.press('C-s');
      await tmux.type('failed');
      await tmux.press('Enter');
      await line('saved', /^saved: @failed/);
      await tmux.press('Enter');
      await bar('two', /1◉ qr==R {2}2◉ @failed/);
      await quit();
      await start();
      await tmux.type('/');
      await tmux.press('Up', 'Up');
      await bar('older', /^filter qr==R +/);
      await tmux.press('Down');
      await bar('newer', /^filter rcode!=Success +/);
      await tmux.press('C-u');
      await tmux.type('@fai');
      await line('saved filter', /▸ @failed +rcode!=Success/);
      await tmux.press('Tab', 'Enter');
      await bar('saved filter in use', /^filter @failed +/);
      await quit();
    });

    test('are made from cells, excluded, switched off and on, dropped', async () => {
      await tmux.press('Up', 'f', '=');
      await bar('f=', /^filter name==missing\.nowhere\. +4 of 16 match$/);
      await tmux.press('f', '!');
      await bar('f!', /1◉ name==missing\.nowhere\. {2}2◉ name!=missing\.nowhere\. +0 of 16/);
      await tmux.press('1');
      await bar('off', /1○ name==missing\.nowhere\. {2}2◉ .* 12 of 16/);
      await tmux.press('BSpace');
      await bar('dropped', /^filter 1○ name==missing\.nowhere\. +16 of 16/);
      await tmux.press('M-1');
      await bar('on', /^filter name==missing\.nowhere\. +4 of 16/);
      await tmux.press('Escape');
      await bar('all off', /1○ .* 16 of 16/);
      await tmux.press('Escape');
      await tmux.until('none', (lines) => barOf(lines) === '');
      await quit();
    });

    test('are edited with the keys of a shell, wide characters and pastes', async () => {
      const steps: [string[], string][] = [
        [['C-a'], 'Xcomm==漢字 && qr==R'],
        [['C-e'], 'comm==漢字 && qr==RX'],
        [['C-e', 'C-w'], 'comm==漢字 && X'],
        [['M-b', 'C-k'], 'comm==漢字 && qr==X'],
        [['M-b', 'C-u'], 'XR'],
        [['C-a', 'M-f'], 'commX==漢字 && qr==R'],
        [['C-a', 'M-f', 'M-f', 'BSpace'], 'comm==漢X && qr==R'],
        [['C-a', 'C-f', 'C-d'], 'cXmm==漢字 && qr==R'],
      ];
      for (const [keys, result] of steps) {
        await tmux.type('&comm==漢字 && qr==R');
        await bar('typed', /^filter comm==漢字 && qr==R /);
        await tmux.press(...keys);
        await tmux.type('X');
        const escaped = result.replace(/[|\\{}()[\]^$+*?.]/g, '\\$&');
        await bar(keys.join(' '), new RegExp(`^filter ${escaped}${COUNT}`));
        await tmux.press('Escape');
        await tmux.until('closed', (lines) => barOf(lines) === '');
      }
      await tmux.type('&comm==');
      await tmux.paste('dig\n  && qr==Q\n');
      await bar('pasted', /^filter comm==dig && qr==Q +4 of 16 match$/);
      await quit();
    });

    test('lose no key however fast they come, while lookups go on', async () => {
      const text = `name~${'abcdefghij'.repeat(6)}`;
      const lookups = Promise.all(Array.from({ length: 20 }, (_, count) => lookUp(`fast${count}.test`)));
      await tmux.type('/');
      for (const part of text.match(/.{1,7}/g) ?? []) await tmux.type(part);
      await bar('typed', new RegExp(`^filter ${text}${COUNT}`));
      await tmux.press(...Array<string>(60).fill('BSpace'));
      await bar('deleted', new RegExp(`^filter name~${COUNT}`));
      await tmux.type('fast');
      await lookups;
      await bar('all lookups', /^filter name~fast +80 of 96 match$/);
      await quit();
    });
  });
});
