import { describe, expect, it } from 'vitest';
import { lookups, startScreen } from '../support/screen.ts';

/** What is left, as text. */
const plain = (text: string): string[] => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').split('\r\n');

describe('quitting', () => {
  it('with Q leaves the last screen, without the line of keys and what is empty', async () => {
    const screen = startScreen(lookups(3));
    const shown = await screen.lines();
    screen.press('Q');
    await screen.view.stop();
    const left = plain(screen.terminal.stays).map((line) => line.trimEnd());
    expect(left).toEqual([...shown.slice(0, -1).filter((line) => line !== ''), '']);
    expect(left.at(-2)).toContain('name2.example.');
    expect(screen.quits).toBe(1);
  });

  it('with q leaves nothing', async () => {
    const screen = startScreen(lookups(3));
    screen.press('q');
    await screen.view.stop();
    expect(screen.terminal.stays).toBe('');
    expect(screen.quits).toBe(1);
  });
});
