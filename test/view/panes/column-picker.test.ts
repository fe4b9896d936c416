// The column picker says of the table what the table shows.
import { afterEach, expect, it } from 'vitest';
import { lookups, startScreen, type TestScreen } from '../support/screen.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

it.each([80, 120, 160, 200])(
  'leaves the table the width it has without it, of %i columns',
  async (columns) => {
    screen = startScreen(lookups(6), { columns, lines: 40 });
    const before = (await screen.lines())[2];
    screen.press('c');
    await screen.line('── columns');
    expect((await screen.lines())[2]).toBe(before);
    screen.press('iface ');
    const chosen = (await screen.lines())[2];
    expect(chosen).toContain('IFACE');
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await screen.lines())[2]).toBe(chosen);
  },
);

it('tells a column that stands in the place of others from those that are not on the screen', async () => {
  screen = startScreen(lookups(6), { columns: 100, lines: 60 });
  expect((await screen.lines())[2]).toContain('SERVER');
  screen.press('c');
  const fields = (await screen.lines()).flatMap((line) => /[◉◐○] \S+/.exec(line)?.[0] ?? []);
  const dst = fields.indexOf('◉ dst');
  expect(fields.slice(dst - 1, dst + 3)).toEqual(['◉ src', '◉ dst', '◐ nameserver.addr', '◉ proc.comm']);
  expect(await screen.line('◐ nameserver.addr')).toMatch(/ shown for src, dst$/);
  screen.press('nameserver.addr ');
  expect(await screen.line('◉ nameserver.addr')).not.toContain('shown for');
});
