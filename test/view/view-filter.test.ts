// The filter on a terminal in memory: its text as it is typed, what it does to the list, and what is said of it.
import { afterEach, describe, expect, it } from 'vitest';
import { makeTheme } from '../../src/view/theme.ts';
import { fileRead, lookups, startScreen, type TestScreen } from './support/screen.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

describe('the filter', () => {
  it('narrows while typing, keeps the last good one while the text is wrong, and esc restores', async () => {
    screen = startScreen(lookups(8));
    screen.press('/qr==R');
    expect(await screen.line('filter qr==R')).toContain('4 of 8 match');
    screen.press(',nonsense==1');
    expect(await screen.line('unknown field')).toMatch(/^ +\^ /);
    expect(await screen.line('filter qr==R,nonsense==1')).toContain(
      ' last valid filter still on: 4 of 8 match',
    );
    const lines = await screen.lines();
    const caret = lines.find((line) => line.includes('^ unknown'))!.indexOf('^');
    expect(lines.find((line) => line.startsWith('filter'))!.slice(caret)).toMatch(/^nonsense/);
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await screen.lines()).join('\n')).not.toContain('match');
    expect((await screen.lines()).join('\n')).toContain('name0.');
  });

  it('says what the list shows while its text is not what rows are chosen by', async () => {
    screen = startScreen(lookups(8), { columns: 80 });
    screen.press('/qr=');
    expect(await screen.line('filter qr=')).toMatch(/ no filter yet: all 8 listed$/);
    screen.press('=R\r&x');
    expect(await screen.line('filter x')).toMatch(/ only others on: 4 of 8 match$/);
    screen.press('\x15name~name[13]');
    expect(await screen.line('filter name~name[13]')).toMatch(/\] +2 of 8 match$/);
    screen.press('\x7f');
    expect(await screen.line('filter name~name[13')).toMatch(/ last valid: 2 of 8 match$/);
    screen.press('\x15');
    expect((await screen.lines()).find((line) => line.startsWith('filter'))).toMatch(
      /^filter +4 of 8 match$/,
    );
  });

  it('is kept by enter, says so, and counts what comes', async () => {
    screen = startScreen(lookups(8));
    screen.press('/name==name3.example.\r');
    expect(await screen.line('filter name==name3')).toContain('1 of 8 match');
    screen.add({ name: 'name3.example.' });
    screen.clock.pass(300);
    expect(await screen.line('filter name==name3')).toContain('2 of 9 match');
  });

  it('that matches nothing says so, and how to drop it', async () => {
    screen = startScreen(lookups(8));
    screen.press('/name==nowhere.\r');
    await screen.line('None of the 8 events kept matches');
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await screen.lines()).join('\n')).toContain('name7.');
  });

  it('that matches nothing of a file promises no new rows', async () => {
    screen = startScreen(lookups(8), { watched: fileRead, filters: ['name==nowhere.'] });
    screen.clock.pass(300);
    await screen.line('None of the 8 events kept matches');
    await screen.line('Nothing more comes: a.pcap was read to its end.');
    screen.press(' ');
    await screen.line('None of the 8 events before the pause matches');
  });

  it('takes a paste as text, and keys that arrive together one by one', async () => {
    screen = startScreen(lookups(8));
    screen.press('/\x1b[200~qr==R\n\x1b[201~');
    expect(await screen.line('filter qr==R')).toContain('4 of 8');
    screen.press(`${'\x7f'.repeat(6)}name~name5`);
    expect(await screen.line('filter name~name5')).toContain('1 of 8');
  });

  it('loses no key of many in one read, plain ones and those of the line editor mixed', async () => {
    screen = startScreen(lookups(8));
    screen.press(`/${'x'.repeat(40)}${'\x7f'.repeat(40)}name~naXe5${'\x1b[D'.repeat(2)}\x7fm\x05,qr==R`);
    expect(await screen.line('filter name~name5,qr==R')).toContain('1 of 8');
    screen.press('\x15qr==Q\x01!\x05 ');
    expect(await screen.line('filter !qr==Q')).toContain('4 of 8');
  });

  it('loses no backspace of a long text, each with a frame of its own', async () => {
    screen = startScreen(lookups(8));
    screen.press(`/name~${'abcdefghij'.repeat(4)}`);
    for (let count = 0; count < 40; count++) {
      screen.press('\x7f');
      await screen.lines();
    }
    screen.press('name5');
    expect(await screen.line('filter name~name5')).toContain('1 of 8');
  });

  it('shows the caret where it is, without colours too', async () => {
    screen = startScreen(lookups(2), { theme: makeTheme(false, true) });
    screen.press('/qr==R');
    await screen.line('filter qr==R');
    expect(screen.terminal.isInverse(2, 'filter qr==R'.length)).toBe(true);
    screen.press('\x1b[D');
    await screen.lines();
    expect(screen.terminal.isInverse(2, 'filter qr==R'.length)).toBe(false);
    expect(screen.terminal.isInverse(2, 'filter qr=='.length)).toBe(true);
  });

  it('is closed by an escape that arrives together with the next key', async () => {
    screen = startScreen(lookups(8));
    screen.press('/qr==R\x1bg');
    expect(await screen.line('name0.example.')).toMatch(/^▸/);
  });

  it('are moved and widened while they show it, and what was chosen is told', async () => {
    const told: unknown[] = [];
    screen = startScreen(lookups(3), {
      columns: 140,
      layouts: { events: { columns: ['id', 'qr', 'name'].map((name) => ({ name })) } },
      onLayout: (rows, layout) => told.push([rows, layout?.columns]),
    });
    screen.press('c\x1b[1;3B');
    expect((await screen.lines())[2].trim().split(/ +/)).toEqual(['QR', 'ID', 'NAME']);
    screen.press('\x1b[1;3C');
    expect(told.at(-1)).toEqual(['events', [{ name: 'qr' }, { name: 'id', width: 5 }, { name: 'name' }]]);
    expect((await screen.lines())[2]).toMatch(/QR +ID {5}NAME/);
  });

  it('can be given at the start', async () => {
    screen = startScreen(lookups(8), { filters: ['qr==Q'] });
    screen.clock.pass(300);
    expect(await screen.line('filter qr==Q')).toContain('4 of 8 match');
  });
});
