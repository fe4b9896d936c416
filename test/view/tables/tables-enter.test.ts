// From a row of a table to its events, and back.
import { afterEach, describe, expect, it } from 'vitest';
import { all, keys, press, rows, screen, start } from './support.ts';

afterEach(() => screen.view.stop());

describe('enter on a row, and esc', () => {
  /** The table by process over the last 10 s, its second row. */
  async function second(): Promise<string> {
    press('T6wwj');
    await screen.line('10 s · ');
    return (await keys())[1];
  }

  it('list the events of that row within the window, and go back to the table as it was', async () => {
    const load = start();
    const comm = await second();
    const before = await rows();
    press('\r');
    await screen.line(`events of ${comm}, last 10 s`);
    press('g');
    const lines = await screen.lines();
    expect(lines[2]).toContain(`comm==${comm}`);
    const since = /timestamp>=\S+T(\S+)Z/.exec(lines[2])![1];
    const shown = lines.filter((line) => / (Q|R) /.test(line));
    expect(shown.length).toBeGreaterThan(3);
    for (const line of shown) expect(line).toContain(` ${comm} `);
    const times = shown.map((line) => /\d\d:\d\d:\d\d\.\d{3}/.exec(line)![0]);
    expect(times.every((time) => time >= since)).toBe(true);
    const { store } = load.scene;
    expect(Date.parse(`2025-01-01T${since}Z`)).toBe(
      Math.floor(Number(store.timeNs(store.end - 1)) / 1e6 - 10_000),
    );
    expect((await screen.lines()).at(-1)).toContain('esc to the table');
    press('\x1b');
    await screen.line('last 10 s');
    expect(await rows()).toEqual(before);
    expect(await screen.line(comm)).toMatch(/^▸/);
    expect((await screen.lines())[2]).not.toContain('comm==');
  });

  it('leave filters and the cursor of the list as they were', async () => {
    start();
    // Columns are as wide as the widest that was shown: cursor, times and filters are to be the same.
    const seen = async () => (await screen.lines()).slice(2).map((line) => line.slice(0, 15));
    press('/qtype==A\rgjj');
    const before = await seen();
    press('T6w\rkk');
    expect((await screen.lines())[2]).toMatch(/qtype==A.*comm==/);
    expect((await screen.lines())[2]).not.toContain('timestamp');
    press('/ \x1b');
    press('\x1b');
    press('\x1b');
    expect(await seen()).toEqual(before);
    expect((await screen.lines()).at(-1)).toContain('row 3 of');
  });

  it('what is opened from the list closes first; tables within tables go back one by one', async () => {
    start();
    const comm = await second();
    press('\rT2');
    const [type] = await keys();
    press('\r');
    expect((await screen.lines())[2]).toMatch(new RegExp(`comm==${comm}.*qtype==${type}`));
    press('\r');
    expect(await all()).toContain('path: ');
    press('\x1b');
    press('\x1b');
    expect(await screen.line('QUERIES')).toContain('TYPE');
    expect((await screen.lines())[2]).not.toContain('qtype==');
    press('\x1b');
    press('\x1b');
    expect(await screen.line(comm)).toMatch(/^▸/);
    press('\x1b');
    expect(await all()).not.toContain('to the table');
  });

  it.each([40, 80, 120, 200])('say so in %i columns', async (columns) => {
    start({ columns, lines: 24 });
    await second();
    press('\rk');
    expect((await screen.lines()).at(-1)).toContain('esc to the table');
    expect((await screen.lines()).every((line) => line.length <= columns)).toBe(true);
  });
});
