// What a piece of text means on the screen -> the control sequences that show it so.
import { CSI, RESET_STYLE } from './terminal/sequences.ts';

/** Meanings, not colours: a state is always told in words or signs too, never by colour alone. */
export type Role =
  | 'name' // the name of the program, titles
  | 'label' // explains the value beside it
  | 'value'
  | 'heading' // titles of the table's columns
  | 'cursor' // the row under the cursor
  | 'cell' // the cell under the cursor, in its row
  | 'chosen' // the focused part of the chrome
  | 'key' // a key the user may press
  | 'live' // running as it should
  | 'held' // paused, held back
  | 'bad' // loss, errors
  | 'warning'
  | 'good'
  | 'query'
  | 'response'
  | 'border'
  | 'match'; // the filter, and what the user searches for

/**
 * SGR parameters for a dark background (theme/tint.ts has what stands for them on others): of the 16 colours those that every
 * palette makes readable there. Never in bold, for which many terminals take the light colour, and never faint, which leaves
 * too little of Solarized's text.
 */
export const COLORED: Record<Role, string> = {
  name: '96',
  label: '36',
  value: '',
  heading: '1;4',
  cursor: '7',
  cell: '1;4',
  chosen: '1;7',
  key: '96',
  live: '32',
  held: '33',
  bad: '91',
  warning: '33',
  good: '32',
  query: '36',
  response: '',
  border: '36',
  match: '95',
};

/** The attributes alone, for NO_COLOR and --color never: weight, underline and reverse are no colours. */
const PLAIN: Record<Role, string> = {
  name: '1',
  label: '',
  value: '',
  heading: '1;4',
  cursor: '7',
  cell: '1;4',
  chosen: '1;7',
  key: '1',
  live: '1',
  held: '1',
  bad: '1',
  warning: '',
  good: '',
  query: '',
  response: '',
  border: '',
  match: '1',
};

/** The signs of the screen, for a UTF-8 locale and for any other. */
export interface Glyphs {
  pointer: string;
  /** A row that was marked. */
  mark: string;
  ellipsis: string;
  horizontal: string;
  vertical: string;
  dot: string;
  pause: string;
  play: string;
  on: string;
  /** On show without having been chosen. */
  instead: string;
  off: string;
  up: string;
  down: string;
  /** A message on its way there and back, the end of a way, and the gap that cost most. */
  query: string;
  response: string;
  end: string;
  costliest: string;
  /** Parts of a cell of a bar, least first, and of a cell of a sparkline. */
  bars: string;
  sparks: string;
}

const UNICODE: Glyphs = {
  pointer: '▸',
  mark: '◆',
  ellipsis: '…',
  horizontal: '─',
  vertical: '│',
  dot: '·',
  pause: '❚❚',
  play: '●',
  on: '◉',
  instead: '◐',
  off: '○',
  up: '▲',
  down: '▼',
  query: '→',
  response: '←',
  end: '✕',
  costliest: '◀',
  bars: '▏▎▍▌▋▊▉█',
  sparks: '▁▂▃▄▅▆▇█',
};
const ASCII: Glyphs = {
  pointer: '>',
  mark: '+',
  ellipsis: '~',
  horizontal: '-',
  vertical: '|',
  dot: '-',
  pause: '||',
  play: '*',
  on: '[x]',
  instead: '[/]',
  off: '[ ]',
  up: '^',
  down: 'v',
  query: '>',
  response: '<',
  end: 'x',
  costliest: '!',
  bars: '#',
  sparks: '.-=#',
};

export interface Theme {
  glyphs: Glyphs;
  /** Text in the style of a role, ending in plain style. */
  paint(role: Role, text: string): string;
  /** The sequence that switches a style on; ends with `end`. '' where the role has none. */
  begin(role: Role): string;
  readonly end: string;
}

/** @param color false for NO_COLOR and --color never. @param unicode false where the locale is not UTF-8. */
export function makeTheme(color: boolean, unicode: boolean): Theme {
  const styles = color ? COLORED : PLAIN;
  const begin = (role: Role): string => (styles[role] === '' ? '' : `${CSI}${styles[role]}m`);
  return {
    glyphs: unicode ? UNICODE : ASCII,
    begin,
    end: RESET_STYLE,
    paint: (role, text) => (styles[role] === '' || text === '' ? text : begin(role) + text + RESET_STYLE),
  };
}

/** Whether the locale says that the terminal shows UTF-8; the first variable that is set decides, as in setlocale(3). */
export function isUnicodeLocale(environment: Record<string, string | undefined>): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  if (locale === '') return environment.TERM !== 'linux';
  return /utf-?8/i.test(locale);
}
