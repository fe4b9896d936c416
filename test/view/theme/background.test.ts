import { describe, expect, it } from 'vitest';
import type { ThemeName } from '../../../src/config/settings.ts';
import { Background } from '../../../src/view/theme/background.ts';
import { lookups, startScreen } from '../support/screen.ts';

const background = (setting: ThemeName, env = {}, color = true) =>
  new Background({ setting, color, env, now: () => 0 });

describe('the background', () => {
  it.each([
    ['auto', {}, 'unknown', true],
    ['auto', { COLORFGBG: '15;0' }, 'dark', true],
    ['auto', { COLORFGBG: '0;default;15' }, 'light', true],
    ['auto', { TERM: 'linux' }, 'dark', false],
    ['dark', { COLORFGBG: '0;15' }, 'dark', false],
    ['light', {}, 'light', false],
    ['16', { COLORFGBG: '0;15' }, 'unknown', false],
  ] as const)('by %s and %j is %s, asked for: %s', (setting, env, ground, asks) => {
    expect(background(setting, env)).toMatchObject({ ground });
    expect(background(setting, env).question !== '').toBe(asks);
  });

  it.each([
    ['11;rgb:0000/2b2b/3636', 'dark'],
    ['11;rgb:fdfd/f6f6/e3e3', 'light'],
    ['11;rgb:ff/ff/ff', 'light'],
    ['11;rgba:2e2e/3434/3636/ffff', 'dark'],
    ['11;?', 'unknown'],
    ['10;rgb:ffff/ffff/ffff', 'unknown'],
  ])('by the answer %s is %s', (answer, ground) => {
    const asked = background('auto');
    expect(asked.told(answer)).toBe(ground !== 'unknown');
    expect(asked.ground).toBe(ground);
    expect(asked.told(answer)).toBe(false);
  });

  it('is not asked for where there are no colours, and not overruled where the user said it', () => {
    expect(background('auto', {}, false).question).toBe('');
    const said = background('light');
    said.told('11;rgb:0/0/0');
    expect(said.ground).toBe('light');
  });
});

describe('the screen', () => {
  it('is shown before the answer, again with it, and types nothing of it', async () => {
    const screen = startScreen(lookups(3), { background: background('auto') });
    expect(screen.terminal.written).toMatch(/\x1b\]11;\?\x1b\\\x1b\[c/);
    await screen.line('name2.example.');
    expect(screen.terminal.written).not.toContain('\x1b[34m');
    screen.press('/');
    screen.clock.pass(5000);
    const before = await screen.lines();
    screen.press('\x1b]11;rgb:ffff/ffff/f');
    screen.clock.pass(500);
    screen.press('fff\x1b\\\x1b[?62;22c');
    expect(screen.terminal.written).toContain('\x1b[34m');
    expect(await screen.lines()).toEqual(before);
    await screen.view.stop();
  });

  it('does not go before the answer has come, which the shell would get', async () => {
    const screen = startScreen([], { background: background('auto') });
    screen.press('q');
    expect(screen.terminal.left).toBe(0);
    screen.press('\x1b[?62;22c');
    await screen.view.stop();
    expect(screen.quits).toBe(1);
  });
});
