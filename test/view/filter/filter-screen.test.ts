import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Personal } from '../../../src/config/personal.ts';
import { NO_SETTINGS } from '../../../src/config/settings.ts';
import type { EventSpec } from '../../support/batch.ts';
import { lookups, startScreen, type TestScreen } from '../support/screen.ts';

let folder: string;
let screen: TestScreen;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-filter-'));
});
afterEach(async () => {
  await screen.view.stop();
  rmSync(folder, { recursive: true });
});

/** What the user did before, with a filter saved in the config file. */
function personal(): Personal {
  const filters = new Map([['slow', { expression: 'latency_ns>50ms', place: { line: 1, column: 1 } }]]);
  return new Personal({
    settings: { ...NO_SETTINGS, filters },
    complaints: [],
    places: { invoker: undefined, config: undefined, state: join(folder, 'state.json') },
    surroundings: 'none',
  });
}

const ESC = '\x1b';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const RIGHT = '\x1b[C';
const LEFT = '\x1b[D';
const CTRL_N = '\x0e';
const CTRL_S = '\x13';
const CTRL_U = '\x15';
const CTRL_X = '\x18';

/** A lone escape, which waits for what may follow it. */
function pressEscape(): void {
  screen.press(ESC);
  screen.clock.pass(50);
}

/** The line of the open bar, or of the filters. */
async function bar(): Promise<string> {
  const found = (await screen.lines()).find((line) =>
    / [\d,]+ of [\d,]+ match| all [\d,]+ listed/.test(line),
  );
  return found ?? '';
}
const text = async (): Promise<string> =>
  (await bar()).replace(/^filter +/, '').replace(/ +([a-z ]+: )?(all )?[\d,]+ (of|listed).*/, '');
const rows = async (): Promise<string[]> => (await screen.lines()).filter((line) => /name\d+\./.test(line));

const events: EventSpec[] = [
  ...lookups(8),
  { name: 'odd "name", here.', process: { pid: 900, comm: 'a "b"' }, at: 1e9 },
  {
    name: 'name5.example.',
    response: true,
    columns: { rcode: 3 },
    at: 1.1e9,
    process: { pid: 901, comm: 'dig' },
  },
];

describe('completion', () => {
  it('goes from field to operator to value to the next rule by tab', async () => {
    screen = startScreen(events);
    screen.press('/rco');
    expect(await screen.line('▸ rcode')).toContain('how it went, on responses');
    screen.press('\t');
    expect(await text()).toBe('rcode');
    expect(await screen.line('▸ ==')).toContain('is');
    screen.press('\t');
    expect((await screen.lines()).join('\n')).toMatch(/▸ Success +4 *\n +NameError +1 *\n/);
    screen.press(`${CTRL_N}\t`);
    expect(await bar()).toMatch(/^filter rcode==NameError +1 of 10 match$/);
    screen.press('\tcomm=');
    expect(await text()).toBe('rcode==NameError && comm=');
    expect(await screen.line('▸ curl')).toMatch(/ 8$/);
  });

  it('lists values as they are counted, and has the same height all the time', async () => {
    screen = startScreen(events);
    screen.press('/');
    const titles = async () => (await screen.lines()).findIndex((line) => line.includes('QTYPE'));
    const at = await titles();
    expect(at).toBe(10);
    for (const keys of ['name', '~', 'nam', 'e', '(', 'x', ' && ', '@']) {
      screen.press(keys);
      expect(await titles()).toBe(at);
    }
  });

  it('marks the place of a mistake, says what is expected there and the nearest known name', async () => {
    screen = startScreen(events);
    screen.press('/qr==R,rcod==1');
    const mistake = await screen.line('^ unknown');
    expect(mistake).toContain('unknown field "rcod"; did you mean rcode? expected a field');
    expect(mistake.indexOf('^')).toBe((await bar()).indexOf('rcod'));
    expect(await bar()).toContain('5 of 10 match');
    screen.press('\r');
    await screen.line('^ unknown');
    screen.press(`${CTRL_U}qr==R &`);
    expect(await bar()).toContain('5 of 10 match');
    await screen.line('^ unfinished "&"; expected &&');
    screen.press('& rcode');
    expect(await bar()).toContain('5 of 10 match');
  });

  it('has no place of its own on a small terminal, and leaves rows on any', async () => {
    for (const lines of [8, 12, 16, 24, 50]) {
      screen = startScreen(events, { lines });
      screen.press('/name~name');
      expect((await rows()).length).toBeGreaterThan(0);
      await screen.view.stop();
    }
  });

  it('takes wide characters and a paste of several lines', async () => {
    screen = startScreen([...events, { name: 'name9.example.', process: { comm: '漢字' } }]);
    screen.press(`/comm==漢字${LEFT}${LEFT}`);
    expect(await bar()).toContain('1 of 11');
    screen.press('\x05\x1b[200~\n && qr==Q\n\x1b[201~');
    expect(await text()).toBe('comm==漢字 && qr==Q');
    expect(await bar()).toContain('1 of 11');
  });
});

describe('a text longer than the bar', () => {
  it('shows the part where the caret is, wide characters too', async () => {
    screen = startScreen(events);
    for (const [typed, seen] of [
      [`comm=="${'ab cd '.repeat(30)}`, 'ab cd '],
      [`comm=="${'漢字 '.repeat(40)}`, '漢字 '],
    ]) {
      screen.press(`/${CTRL_U}${typed}END`);
      expect(await text()).toMatch(/END$/);
      screen.press('\x01');
      expect(await text()).toMatch(/^comm=="/);
      for (let count = 0; count < 90; count++) screen.press(RIGHT);
      screen.press('HERE');
      expect(await text()).toContain('HERE');
      expect(await text()).toContain(seen);
      expect((await bar()).length).toBeLessThanOrEqual(100);
      pressEscape();
    }
  });
});

describe('the history', () => {
  it('is walked by up and down, and is there after a restart', async () => {
    const memory = personal();
    screen = startScreen(events, { personal: memory });
    screen.press('/qr==R\r');
    screen.press(`/${CTRL_U}qr==Q\r`);
    memory.end();
    await screen.view.stop();
    screen = startScreen(events, { personal: personal() });
    screen.press(`/na${UP}`);
    expect(await text()).toBe('qr==Q');
    expect(await bar()).toContain('5 of 10');
    screen.press(UP);
    expect(await text()).toBe('qr==R');
    screen.press(UP);
    expect(await text()).toBe('qr==R');
    screen.press(DOWN + DOWN + DOWN);
    expect(await text()).toBe('na');
  });
});

describe('saved filters', () => {
  it('are saved by a name, listed behind @, applied by it, shown by it, and forgotten', async () => {
    const memory = personal();
    screen = startScreen(events, { personal: memory });
    screen.press(`/rcode==NameError${CTRL_S}gone\r`);
    await screen.line('saved: @gone');
    screen.press(`${CTRL_U}@`);
    expect((await screen.lines()).join('\n')).toMatch(
      /▸ @slow +latency_ns>50ms\n +@gone +rcode==NameError\n/,
    );
    screen.press('gone');
    expect(await bar()).toContain('1 of 10');
    screen.press('\r');
    expect(await text()).toBe('@gone');
    expect(personal().filters.has('gone')).toBe(false);
    memory.end();
    expect(personal().filters.get('gone')).toBe('rcode==NameError');
    screen.press(`/${CTRL_U}@gone${CTRL_X}`);
    await screen.line('@gone is forgotten');
    expect(memory.filters.has('gone')).toBe(false);
    screen.press(`${CTRL_U}@slow${CTRL_X}`);
    await screen.line('was not saved on the screen');
  });

  it('replace their name by tab, and the nearest name is said for an unknown one', async () => {
    screen = startScreen(events, { personal: personal() });
    screen.press('/qr==R && @nxd\t');
    expect(await text()).toBe('qr==R && (rcode==NXDOMAIN)');
    screen.press(`${CTRL_U}@slwo`);
    expect(await screen.line('^ no saved filter')).toContain('did you mean @slow?');
  });
});

describe('several filters', () => {
  it('stand in one line, each with the number that switches it', async () => {
    screen = startScreen(events, { filters: ['qr==R', 'rcode==Success'] });
    expect(await text()).toBe('1◉ qr==R  2◉ rcode==Success');
    screen.press('1\x1b1');
    screen.press('2');
    expect(await bar()).toMatch(/1◉ qr==R {2}2○ rcode==Success +5 of 10 match/);
    screen.press('&name~name1');
    expect(await screen.line('beside')).toBe('beside 1◉ qr==R  2○ rcode==Success');
    expect(await bar()).toMatch(/^filter name~name1 +1 of 10/);
    screen.press('\r');
    expect(await text()).toBe('1◉ qr==R  2○ rcode==Success  3◉ name~name1');
    screen.press('\x7f');
    expect(await text()).toBe('1◉ qr==R  2○ rcode==Success');
    pressEscape();
    expect(await bar()).toContain('10 of 10');
    pressEscape();
    expect(await bar()).toBe('');
  });

  it('are cut so that all of them show', async () => {
    const long = (letter: string) => `name~${letter.repeat(80)}`;
    screen = startScreen(events, { filters: [long('a'), 'qr==R', long('b')] });
    expect(await text()).toMatch(/^1◉ name~a+… {2}2◉ qr==R {2}3◉ name~b+…$/);
  });
});

describe('a cell', () => {
  it('adds a filter by its value, or excludes it', async () => {
    screen = startScreen(events, { columns: 160 });
    screen.press(RIGHT);
    const column = (await screen.lines())[2].indexOf('TIME');
    expect(screen.terminal.isInverse(12, column)).toBe(false);
    expect(screen.terminal.isInverse(12, column + 20)).toBe(true);
    screen.press(`${ESC}[1~`);
    screen.press('=');
    expect(await text()).toMatch(/^timestamp>=/);
    pressEscape();
    pressEscape();
    while (!(await text()).startsWith('qtype')) {
      screen.press('\x7f');
      screen.press(`${RIGHT}=`);
    }
    screen.press('!');
    expect(await bar()).toMatch(/1◉ qtype==A {2}2◉ qtype!=A +0 of 10 match/);
  });

  it('filters by f= and f! with the row the user had under the cursor, and follows or not as before', async () => {
    screen = startScreen(events);
    screen.press(`${UP}f=`);
    expect(await text()).toBe('name=="odd \\"name\\", here."');
    expect((await screen.lines())[0]).toContain('not following');
    screen.press('\x7f');
    screen.press('f');
    expect((await screen.lines())[0]).toContain('following newest');
    screen.press('f!');
    expect(await bar()).toMatch(/^filter name!=name5.example. +8 of 10 match$/);
    expect((await screen.lines())[0]).toContain('following newest');
  });

  it('leaves f alone what it is', async () => {
    screen = startScreen(events);
    screen.press(`${UP}f`);
    expect((await screen.lines())[0]).toContain('following newest');
    screen.clock.pass(1500);
    screen.press('=');
    expect((await screen.lines())[0]).toContain('following newest');
    expect(await text()).toBe('name==name5.example.');
  });
});

describe('the cursor', () => {
  it('stays on its event, or beside it, whatever the filter becomes', async () => {
    screen = startScreen(lookups(16));
    screen.press('g\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B');
    expect(await screen.line('▸')).toContain('name5.');
    const line = (await screen.lines()).findIndex((one) => one.includes('▸'));
    screen.press('/qr==R');
    expect((await screen.lines()).find((one) => one.startsWith('▸'))).toContain('name5.');
    screen.press(',name~[68]');
    expect((await screen.lines()).find((one) => one.startsWith('▸')) ?? 'none').toBe('none');
    screen.press(`${CTRL_U}qr==Q`);
    expect((await screen.lines()).find((one) => one.startsWith('▸'))).toContain('name6.');
    pressEscape();
    expect(await screen.line('▸')).toContain('name5.');
    expect((await screen.lines()).findIndex((one) => one.includes('▸'))).toBe(line);
  });
});
