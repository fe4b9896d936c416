import { afterEach, describe, expect, it } from 'vitest';
import { lookups, startScreen, type TestScreen } from '../support/screen.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

/** A report of the terminal for a cell, both from 0. */
const report = (button: number, line: number, column = 30) => `\x1b[<${button};${column + 1};${line + 1}M`;
const lineOf = async (text: string) => (await screen.lines()).findIndex((line) => line.includes(text));
const cursorAt = async () => (await screen.lines()).find((line) => line.startsWith('▸')) ?? '';
const click = async (text: string) => screen.press(report(0, await lineOf(text)));

describe('the mouse', () => {
  it('is off until M, and off again by it', async () => {
    screen = startScreen(lookups(16));
    await click('name3.example.');
    expect(await cursorAt()).toContain('name15.example.');
    expect(screen.terminal.written).not.toContain('\x1b[?1000h');
    screen.press('M');
    expect(screen.terminal.written).toContain('\x1b[?1000h\x1b[?1006h');
    await screen.line('mouse on: wheel, click rows and titles; shift selects text; M off');
    await click('name3.example.');
    expect(await cursorAt()).toContain('name3.example.');
    screen.press('M');
    expect(screen.terminal.written).toContain('\x1b[?1006l\x1b[?1000l');
  });

  it('selects a row, and opens the one that is selected', async () => {
    screen = startScreen(lookups(16));
    screen.press('M');
    await click('name5.example.');
    expect((await screen.lines())[0]).toContain('not following');
    await click('name5.example.');
    expect((await screen.lines()).some((line) => line.startsWith('── '))).toBe(true);
    expect(await cursorAt()).toContain('name5.example.');
    screen.press('M');
  });

  it('moves by its wheel what is under it', async () => {
    screen = startScreen(lookups(16));
    screen.press('M');
    screen.press(report(64, 5));
    expect(await cursorAt()).toContain('name12.example.');
    screen.press(report(65, 5) + report(65, 5));
    expect(await cursorAt()).toContain('name15.example.');
    screen.press('?');
    const first = (await screen.lines())[3];
    screen.press(report(65, 8));
    expect((await screen.lines())[3]).not.toBe(first);
    screen.press(report(64, 8));
    expect((await screen.lines())[3]).toBe(first);
  });

  it('sorts by a title, and turns the order round by it', async () => {
    screen = startScreen(lookups(16));
    screen.press('M');
    const [titles] = (await screen.lines()).filter((line) => line.includes('COMM'));
    const press = () => screen.press(report(0, 2, titles.indexOf('NAME')));
    press();
    screen.clock.pass(200);
    await screen.line('NAME▲');
    press();
    screen.clock.pass(200);
    await screen.line('NAME▼');
  });

  it('does nothing on what is no part for it', async () => {
    screen = startScreen(lookups(3));
    screen.press('M');
    const before = (await screen.lines()).slice(2, -1);
    for (const line of [0, 1, 12, 23]) screen.press(report(0, line));
    screen.press(report(0, 2, 0));
    expect((await screen.lines()).slice(2, -1)).toEqual(before);
  });
});
