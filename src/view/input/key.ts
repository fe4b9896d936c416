// A key as the terminal sent it, named the way the key table and the help write it.
import type { Pointed } from './pointed.ts';

/**
 * A key press: `name` is the character itself ('a', 'G', '/'), or one of the names below, with 'ctrl-' and 'alt-'
 * before it ('ctrl-c', 'alt-left'). `text` is what it would type into a line, '' where it types nothing.
 */
export interface Key {
  name: string;
  text: string;
  /** The key that came right behind an escape, where both may also have been pressed one after the other. */
  behindEscape?: Key;
}

/** Text pasted into the terminal between the marks of bracketed paste; may hold line ends. */
export interface Paste {
  paste: string;
}

/** What the terminal answers to a question: an OSC without its ends ('11;rgb:0000/0000/0000'), or its attributes ('?62c'). */
export interface Answer {
  answer: string;
}

export type Input = Key | Paste | Pointed | Answer;

/** Final byte of CSI and SS3 sequences (xterm, VT220, Linux console, rxvt) -> name. */
export const FINAL_BYTE: Record<string, string> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

/** First parameter of CSI … ~ -> name. */
export const TILDE_NUMBER: Record<string, string> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'pgup',
  '6': 'pgdn',
  '7': 'home',
  '8': 'end',
  '15': 'f5',
  '17': 'f6',
  '18': 'f7',
  '19': 'f8',
  '20': 'f9',
  '21': 'f10',
  '23': 'f11',
  '24': 'f12',
};

/** Control characters that have a key of their own. */
const CONTROL: Record<number, string> = {
  8: 'backspace',
  9: 'tab',
  10: 'enter',
  13: 'enter',
  27: 'esc',
  127: 'backspace',
};

/** The key of one character, control characters included. */
export function keyOfCharacter(character: string): Key {
  const code = character.codePointAt(0)!;
  if (code === 32) return { name: 'space', text: ' ' };
  const named = CONTROL[code];
  if (named) return { name: named, text: '' };
  if (code === 0) return { name: 'ctrl-space', text: '' };
  if (code < 27) return { name: `ctrl-${String.fromCharCode(code + 96)}`, text: '' };
  if (code < 32 || (code >= 128 && code < 160))
    return { name: `ctrl-${String.fromCharCode((code & 31) + 64)}`, text: '' };
  return { name: character, text: character };
}

/** Prefix for the modifier parameter of CSI sequences: 1 + shift 1 + alt 2 + ctrl 4 (xterm). */
export function modifierPrefix(parameter: string | undefined): string {
  const bits = Number(parameter ?? '1') - 1;
  if (!Number.isInteger(bits) || bits <= 0) return '';
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}`;
}

/** Whether a key may arrive under this name. */
export function isKeyName(name: string): boolean {
  const [, named] = /^(?:alt-)?(?:ctrl-)?(?:alt-)?(?:shift-)?([a-z0-9-]+)$/.exec(name) ?? [];
  if (named !== undefined && NAMED.has(named)) return true;
  const [, ctrl, character] = /^(?:alt-)?(ctrl-)?([^ \x00-\x1f\x7f-\x9f])$/u.exec(name) ?? [];
  return character !== undefined && (ctrl === undefined || CONTROLLED.test(character));
}

/** The others are keys of their own: tab, enter, backspace, esc. */
const CONTROLLED = /^[a-gk-ln-z\\\]^_]$/;
const NAMED = new Set([
  ...Object.values(FINAL_BYTE),
  ...Object.values(TILDE_NUMBER),
  ...Object.values(CONTROL),
  'space',
]);
