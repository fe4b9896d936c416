import { describe, expect, it } from 'vitest';
import { edit, insert, type Line, lineOf } from '../../../src/view/state/line.ts';

/** 'ab|c' is the text abc with the caret before c. */
const line = (text: string): Line => ({ text: text.replace('|', ''), caret: text.indexOf('|') });
const shown = ({ text, caret }: Line): string => `${text.slice(0, caret)}|${text.slice(caret)}`;
const key = (name: string) => ({ name, text: '' });

describe('edit', () => {
  it.each([
    ['ab|c', 'left', 'a|bc'],
    ['|abc', 'left', '|abc'],
    ['ab|c', 'right', 'abc|'],
    ['abc|', 'right', 'abc|'],
    ['a🙂|c', 'left', 'a|🙂c'],
    ['a🙂|c', 'backspace', 'a|c'],
    ['ab|c', 'backspace', 'a|c'],
    ['|abc', 'backspace', '|abc'],
    ['a|bc', 'delete', 'a|c'],
    ['ab|c', 'ctrl-a', '|abc'],
    ['ab|c', 'home', '|abc'],
    ['a|bc', 'ctrl-e', 'abc|'],
    ['ab|cd', 'ctrl-u', '|cd'],
    ['ab|cd', 'ctrl-k', 'ab|'],
    ['one two |three', 'ctrl-w', 'one |three'],
    ['one  |', 'ctrl-w', '|'],
    ['one two|', 'alt-b', 'one |two'],
    ['one| two', 'alt-f', 'one two|'],
    ['name==a.b|', 'alt-b', 'name==a.|b'],
    ['|name==漢字.b', 'alt-f', 'name|==漢字.b'],
    ['name|==漢字.b', 'alt-f', 'name==漢字|.b'],
    ['name==a.b|', 'ctrl-w', '|'],
    ['name==a.b|', 'alt-backspace', 'name==a.|'],
    ['name|==a.b', 'alt-d', 'name|.b'],
  ])('%s after %s is %s', (before, name, after) => {
    expect(shown(edit(line(before), key(name)))).toBe(after);
  });

  it('types characters and leaves the line alone for keys it does not know', () => {
    expect(shown(edit(line('a|c'), { name: 'b', text: 'b' }))).toBe('ab|c');
    const before = lineOf('abc');
    expect(edit(before, key('f5'))).toBe(before);
  });

  it('survives any number of keys that arrive together', () => {
    let edited = lineOf('x'.repeat(40));
    for (let count = 0; count < 40; count++) edited = edit(edited, key('backspace'));
    expect(shown(edited)).toBe('|');
  });
});

it('pastes as one line without control characters', () => {
  expect(shown(insert(line('a|z'), 'b\n  c\x1b[2J'))).toBe('ab c[2J|z');
});
