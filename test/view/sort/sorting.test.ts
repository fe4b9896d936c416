import { afterEach, expect, it } from 'vitest';
import { startScreen, type TestScreen } from '../support/screen.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

/** Queries named after how long they are. */
const lookups = (sizes: number[], from = 0) =>
  sizes.map((size, index) => ({
    at: (from + index) * 1e6,
    name: `${'x'.repeat(size)}.example.`,
    process: { pid: 1000 - size, comm: `c${size}` },
  }));

const names = async (): Promise<number[]> =>
  (await screen.lines()).flatMap((line) => {
    const name = /(x+)\.example\./.exec(line);
    return name ? [name[1].length] : [];
  });

function open(sizes: number[]): void {
  const columns = ['time', 'comm', 'pid', 'name'].map((name) => ({ name }));
  screen = startScreen(lookups(sizes), { layouts: { events: { columns } } });
}

it('> and < sort by column after column, numbers largest first, and I turns it round', async () => {
  open([3, 1, 4, 2, 5]);
  screen.press('>');
  expect((await screen.lines())[2]).toContain('COMM▲');
  expect(await names()).toEqual([1, 2, 3, 4, 5]);
  expect((await screen.lines())[0]).toContain('sorted by proc.comm');
  screen.press('>');
  expect((await screen.lines())[2]).toContain('PID▼');
  expect(await names()).toEqual([1, 2, 3, 4, 5]);
  screen.press('I');
  expect((await screen.lines())[2]).toContain('PID▲');
  expect(await names()).toEqual([5, 4, 3, 2, 1]);
  screen.press('<<');
  expect(await names()).toEqual([3, 1, 4, 2, 5]);
  screen.press('I');
  expect(await names()).toEqual([5, 2, 4, 1, 3]);
});

it('keeps the first rows in sight while others come, and the cursor on its event once moved', async () => {
  open([3, 1, 4, 2, 5]);
  screen.press('>');
  expect(await screen.line('▸')).toContain('c1 ');
  screen.press('jj');
  expect(await screen.line('▸')).toContain('c3 ');
  screen.clock.pass(2000);
  screen.add(...lookups([2, 1], 10));
  expect(await screen.line('▸')).toContain('c3 ');
  expect(await names()).toEqual([1, 1, 2, 2, 3, 4, 5]);
  screen.press('g');
  expect(await screen.line('▸')).toContain('c1 ');
  screen.press('G');
  expect(await screen.line('▸')).toContain('c5 ');
});

it('says that an order is that of the last time, and which key ends it', async () => {
  const sort = { column: 'name', descending: true };
  const columns = ['time', 'name'].map((name) => ({ name }));
  const layouts = { events: { columns, sort } };
  screen = startScreen(lookups([3, 1, 4]), { layouts });
  expect((await screen.lines()).at(-1)).toMatch(/^sorted by name as last time, 0 resets +row 1 of 3$/);
  screen.press('j');
  expect((await screen.lines()).at(-1)).toContain('/ filter');
  screen.press('ttt');
  expect((await screen.lines()).at(-1)).toMatch(/^sorted by name as last time, 0 resets /);
  screen.press('0');
  expect(await names()).toEqual([3, 1, 4]);
  expect((await screen.lines())[0]).toContain('following newest');
  screen.press('ttt');
  expect((await screen.lines()).at(-1)).toContain('/ filter');
});

it('says nothing of an order that was chosen since', async () => {
  open([3, 1, 4]);
  screen.press('>');
  screen.press('ttt');
  expect((await screen.lines()).at(-1)).toContain('/ filter');
});
