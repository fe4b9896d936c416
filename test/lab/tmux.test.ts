// A command run in a terminal of the lab: its end is seen when it ends, however its command line stands on the screen.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

describe.skipIf(skipReason('tmux'))('a terminal of the lab', () => {
  let lab: Lab;
  let tmux: Tmux;
  beforeAll(async () => {
    lab = await Lab.open();
    tmux = new Tmux(lab, 120, 40, 'bash --norc');
    await tmux.ready();
  });
  afterAll(async () => {
    await tmux?.close();
    await lab?.close();
  });

  // A line breaks in another place at each width.
  test.each(Array.from({ length: 20 }, (_, count) => 20 + count))('at %d columns', async (columns) => {
    await tmux.resize(columns, 40);
    await tmux.run('tput smcup; read -r; tput rmcup; echo back; read -r; (exit 3)');
    await tmux.until('alternate screen', (lines) => lines.every((line) => line === ''));
    await tmux.press('Enter');
    const lines = await tmux.until('first screen', (screen) => screen.includes('back'));
    expect(lines.filter((line) => line.includes('over'))).toEqual([]);
    await tmux.press('Enter');
    expect((await tmux.over()).code).toBe(3);
    await tmux.press('C-l');
    await tmux.until('clear screen', (screen) => !screen.includes('back'));
  });
});
