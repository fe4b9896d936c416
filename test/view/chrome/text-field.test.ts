import { afterEach, describe, expect, it } from 'vitest';
import { TextField } from '../../../src/view/chrome/text-field.tsx';
import { keyOfCharacter } from '../../../src/view/input/key.ts';
import { edit, type Line, lineOf } from '../../../src/view/state/line.ts';
import { makeTheme } from '../../../src/view/theme.ts';

const BACKSPACE = keyOfCharacter('\x7f');
const theme = makeTheme(false, true);
const plain = (text: string): string => text.replace(/\x1b\[[0-9;]*m/g, '');

let field: TextField;
afterEach(() => field.close());

/** The text after keys, each fed as soon as the one before: none waits for a frame. */
function typed(keys: string, line: Line = lineOf('')): string {
  let { text } = line;
  for (const character of keys) text = field.type(lineOf(text), keyOfCharacter(character)) ?? 'refused';
  return text;
}

describe('type', () => {
  it('takes every plain key as the line editor would, however many arrive together', () => {
    field = new TextField(theme);
    const keys = 'name~"^[a-z]\\.x" || Über漢字😀';
    expect(typed(keys)).toBe(keys);
    expect(typed('x'.repeat(40) + '\x7f'.repeat(40))).toBe('');
    expect(typed('\x7f', lineOf(''))).toBe('');
    for (const key of ['a', 'G', '[', 'O', ' ', '~', '\x7f']) {
      const line = lineOf('some text');
      expect(typed(key, line)).toBe(edit(line, keyOfCharacter(key)).text);
    }
  });

  it('knows text that was changed elsewhere', () => {
    field = new TextField(theme);
    field.draw(lineOf('long text'), 0, 40);
    expect(field.type(lineOf('x'), BACKSPACE)).toBe('');
    field.draw(lineOf(''), 0, 40);
    expect(field.type(lineOf('pasted'), keyOfCharacter('!'))).toBe('pasted!');
  });

  it('leaves to the line editor what ink-text-input cannot do', () => {
    field = new TextField(theme);
    expect(field.type({ text: 'abc', caret: 1 }, keyOfCharacter('x'))).toBeUndefined();
    expect(field.type(lineOf('abc'), keyOfCharacter('\x15'))).toBeUndefined();
    expect(field.type(lineOf('abc'), { name: 'left', text: '' })).toBeUndefined();
    expect(field.type(lineOf('smile 😀'), BACKSPACE)).toBeUndefined();
    expect(field.type(lineOf('\u202eevil'), BACKSPACE)).toBeUndefined();
  });
});

describe('draw', () => {
  it('shows the text and the caret, at its end or within', () => {
    field = new TextField(theme);
    expect(field.draw(lineOf('qr==R'), 0, 40)).toBe('qr==R\x1b[7m \x1b[0m'.replace('\x1b[0m', '\x1b[27m'));
    expect(field.draw({ text: 'qr==R', caret: 2 }, 0, 40)).toMatch(/^qr\x1b\[7m=\x1b\[(0|27)m=R$/);
    expect(plain(field.draw(lineOf('0123456789'), 6, 40)).trimEnd()).toBe('6789');
  });

  it('shows what could move the cursor escaped', () => {
    field = new TextField(theme);
    expect(plain(field.draw(lineOf('a\x1b[2J'), 0, 40))).toContain('a\\x1b[2J');
  });
});
