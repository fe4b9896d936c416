import { afterEach, describe, expect, it } from 'vitest';
import { helpLines } from '../../src/view/help.ts';
import { isKeyName } from '../../src/view/input/key.ts';
import { actionOf, bindings, hintsOf, KEYMAP, keyOf, rebind } from '../../src/view/keymap.ts';
import { tasksOf } from '../../src/view/keys/tasks.ts';
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
  const plain = (width: number) =>
    helpLines(width, makeTheme(false, false)).map((line) => line.replace(/\x1b\[[0-9;]*m/g, ''));

  it.each([76, 118, 198])(
    'has every key with what it does, in %i columns, none wider than asked',
    (width) => {
      const lines = plain(width);
      const text = lines.join(' ').replace(/ +/g, ' ');
      for (const { description, keys } of KEYMAP.filter((binding) => binding.description !== '')) {
        const [meaning] = /[^:]*$/.exec(description)!;
        // Of two columns the words of one line stand between those of the other.
        if (width === 76) expect(text).toContain(meaning.trim());
        const [first] = meaning.trim().split(' ');
        expect(lines.some((line) => line.includes(keys[0]) && line.includes(first))).toBe(true);
      }
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    },
  );

  it('is by task, side by side where there is space', () => {
    const titles = tasksOf(KEYMAP).map(({ title }) => title);
    expect(titles[0]).toBe('Move');
    const narrow = plain(76);
    for (const title of titles) expect(narrow).toContain(title);
    expect(plain(118).length).toBeLessThan(0.65 * narrow.length);
    expect(plain(118)[0]).toMatch(/^Move {10,}\S/);
    expect(plain(198)[0]).toMatch(/^Move {10,}\S.* {10,}\S/);
  });

  it('tells each key once, with the place where it works', () => {
    const told = tasksOf(KEYMAP).flatMap(({ parts }) =>
      parts.flatMap(({ where, entries }) =>
        entries.map(({ keys, meaning }) => `${keys.join()} ${where} ${meaning}`),
      ),
    );
    expect(told).toHaveLength(KEYMAP.filter(({ description }) => description !== '').length);
    expect(told).toContain('ctrl-x in the filter behind @: forget the saved one');
    expect(told).toContain('/  filter: rows narrow while you type');
  });
});

describe('keys of the config file', () => {
  const before = new Map(KEYMAP.map(({ name, keys }) => [name, keys]));
  afterEach(() => rebind(new Map()));

  it('replace the usual ones, in the help and below the table, too', () => {
    rebind(new Map([['filter', ['F', 'f3']]]));
    expect(actionOf('table', 'F')).toEqual({ type: 'filter-open' });
    expect(actionOf('detail', 'f3')).toEqual({ type: 'filter-open' });
    expect(actionOf('table', '/')).toBeUndefined();
    expect(hintsOf('table').find(({ name }) => name === 'filter')?.keys).toEqual(['F', 'f3']);
    const help = helpLines(76, makeTheme(false, false)).join('\n');
    expect(help).toContain('F f3');
    expect(keyOf('filter')).toBe('F');
  });

  it('are taken from what they did before, there only', () => {
    rebind(new Map([['zoom', ['k']]]));
    expect(actionOf('path', 'k')).toEqual({ type: 'zoom' });
    expect(actionOf('table', 'k')).toEqual({ type: 'move', by: -1 });
    rebind(new Map([['clear', ['/', 'k']]]));
    expect(bindings().find(({ name }) => name === 'filter')?.keys).toEqual([]);
    expect(bindings().find(({ name }) => name === 'up')?.keys).toEqual(['up', 'k']);
    expect(hintsOf('table').some(({ name }) => name === 'filter')).toBe(false);
  });

  it('may be none, and go back to the usual ones', () => {
    rebind(new Map([['quit', []]]));
    expect(actionOf('table', 'q')).toBeUndefined();
    expect(actionOf('table', 'ctrl-c')).toEqual({ type: 'quit' });
    rebind(new Map());
    expect(new Map(bindings().map(({ name, keys }) => [name, keys]))).toEqual(before);
  });

  it('have names of their own for everything that is done', () => {
    const names = KEYMAP.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  });

  it.each([...new Set(KEYMAP.flatMap(({ keys }) => keys))])('%s is a name of a key', (key) => {
    expect(isKeyName(key)).toBe(true);
  });

  it.each(['', ' ', 'ctrl-i', 'ctrl-m', 'ctrl-1', 'shift-a', 'f13', 'ab', 'ctrl-', 'esk', '\x01', 'Ctrl-a'])(
    '%j is none',
    (key) => {
      expect(isKeyName(key)).toBe(false);
    },
  );

  it.each([
    'a',
    'Z',
    'é',
    '-',
    'alt--',
    'alt-a',
    'ctrl-a',
    'alt-ctrl-a',
    'ctrl-left',
    'alt-enter',
    'f12',
    'shift-tab',
  ])('%s is one', (key) => {
    expect(isKeyName(key)).toBe(true);
  });
});
