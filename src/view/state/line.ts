// A line of text with a caret, and a key -> the line after it, as readline edits.
import type { Key } from '../input/key.ts';

/** `caret` counts UTF-16 units, from 0 to text.length, and never splits a character. */
export interface Line {
  text: string;
  caret: number;
}

export function lineOf(text: string): Line {
  return { text, caret: text.length };
}

const before = (line: Line): string => line.text.slice(0, line.caret);
const after = (line: Line): string => line.text.slice(line.caret);

function stepLeft(line: Line): number {
  return line.caret - (Array.from(before(line)).at(-1)?.length ?? 0);
}

function stepRight(line: Line): number {
  return line.caret + (Array.from(after(line))[0]?.length ?? 0);
}

/** Start of the word before the caret. Words have letters and digits, as in readline: field, value, label of a name. */
function wordLeft(line: Line): number {
  return line.caret - (/[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u.exec(before(line))?.[0].length ?? 0);
}

function wordRight(line: Line): number {
  return line.caret + (/^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(after(line))?.[0].length ?? 0);
}

/** Start of everything before the caret up to a space. */
function spaceLeft(line: Line): number {
  return line.caret - (/\S*\s*$/.exec(before(line))?.[0].length ?? 0);
}

function cutOut(line: Line, from: number, to: number): Line {
  return { text: line.text.slice(0, from) + line.text.slice(to), caret: from };
}

const EDITS: Record<string, (line: Line) => Line> = {
  left: (line) => ({ ...line, caret: stepLeft(line) }),
  'ctrl-b': (line) => ({ ...line, caret: stepLeft(line) }),
  right: (line) => ({ ...line, caret: stepRight(line) }),
  'ctrl-f': (line) => ({ ...line, caret: stepRight(line) }),
  'alt-b': (line) => ({ ...line, caret: wordLeft(line) }),
  'ctrl-left': (line) => ({ ...line, caret: wordLeft(line) }),
  'alt-f': (line) => ({ ...line, caret: wordRight(line) }),
  'ctrl-right': (line) => ({ ...line, caret: wordRight(line) }),
  home: (line) => ({ ...line, caret: 0 }),
  'ctrl-a': (line) => ({ ...line, caret: 0 }),
  end: (line) => ({ ...line, caret: line.text.length }),
  'ctrl-e': (line) => ({ ...line, caret: line.text.length }),
  backspace: (line) => cutOut(line, stepLeft(line), line.caret),
  'alt-backspace': (line) => cutOut(line, wordLeft(line), line.caret),
  'ctrl-w': (line) => cutOut(line, spaceLeft(line), line.caret),
  'alt-d': (line) => cutOut(line, line.caret, wordRight(line)),
  delete: (line) => cutOut(line, line.caret, stepRight(line)),
  'ctrl-d': (line) => cutOut(line, line.caret, stepRight(line)),
  'ctrl-u': (line) => cutOut(line, 0, line.caret),
  'ctrl-k': (line) => cutOut(line, line.caret, line.text.length),
};

/** Whether a key changes a line or moves its caret. */
export function isEdit({ name, text }: Key): boolean {
  return text !== '' || Object.hasOwn(EDITS, name);
}

/** The line after a key; the same line object where the key edits nothing. */
export function edit(line: Line, key: Key): Line {
  const change = EDITS[key.name];
  if (change) return change(line);
  return key.text === '' ? line : insert(line, key.text);
}

/** The line after typing or pasting text; line ends become spaces. */
export function insert(line: Line, text: string): Line {
  const added = text.replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\x00-\x1f\x7f]/g, '');
  return { text: before(line) + added + after(line), caret: line.caret + added.length };
}
