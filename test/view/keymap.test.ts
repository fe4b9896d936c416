import { describe, expect, it } from 'vitest';
import { helpLines } from '../../src/view/help.ts';
import { actionOf, hintsOf, KEYMAP } from '../../src/view/keymap.ts';
import { makeTheme } from '../../src/view/theme.ts';

describe('the key table', () => {
  it('gives no key two meanings in one context', () => {
    const seen = new Set<string>();
    for (const { keys, context } of KEYMAP)
      for (const part of context)
        for (const key of keys) {
          expect(seen, `${key} in ${part}`).not.toContain(`${part} ${key}`);
          seen.add(`${part} ${key}`);
        }
  });

  it.each(
    '/ c enter esc space f up down pgup pgdn g G home end j k ctrl-d ctrl-u y Y ctrl-r ? q ctrl-c'.split(' '),
  )('%s does something in the table', (key) => {
    expect(actionOf('table', key)).toBeDefined();
  });

  it('leaves letters to the text being typed', () => {
    for (const context of ['filter', 'columns'] as const)
      for (const key of 'qjkgGfzyc/?'.split('')) expect(actionOf(context, key)).toBeUndefined();
  });

  it('always says how to leave', () => {
    for (const context of ['table', 'detail', 'help'] as const)
      expect(hintsOf(context).some(({ keys }) => keys.includes('q'))).toBe(true);
    for (const context of ['filter', 'columns'] as const)
      expect(hintsOf(context).some(({ keys }) => keys.includes('esc'))).toBe(true);
  });
});

describe('the help', () => {
  it('has a line for every description, none wider than asked', () => {
    const lines = helpLines(76, makeTheme(false, false)).map((line) => line.replace(/\x1b\[[0-9;]*m/g, ''));
    for (const { description, keys } of KEYMAP.filter((binding) => binding.description !== ''))
      expect(lines.some((line) => line.includes(description) && line.includes(keys[0]))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
  });
});
