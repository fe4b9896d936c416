// The key table -> the lines of the help: keys by task, side by side where there is space, and what the screen says.
import { widthOf } from '../fields/text.ts';
import { wrapped } from './detail/lines.ts';
import { bindings } from './keymap.ts';
import { type Task, tasksOf } from './keys/tasks.ts';
import type { Theme } from './theme.ts';

const KEY_NAMES: Record<string, string> = { up: '↑', down: '↓', left: '←', right: '→' };

/** From these widths on keys stand in two columns, and in three. */
const SIDE_BY_SIDE = [100, 180];
const GAP = 4;
/** Longer lines are hard to read. */
const MOST_CELLS = 120;

const NOTES: [string, string][] = [
  [
    'queries',
    'asked per second, over the last two seconds; each counts once, however many points saw it and however often it was sent again. What a forwarder asks on is a query of its own. Of a file: all of them',
  ],
  ['answers', 'that came back in time to who asked, per second; of a file: all of them'],
  ['errors', 'answers whose rcode is neither Success nor NameError'],
  ['events', 'of a file: messages, each at every point that saw it, and the time from the first to the last'],
  [
    'lost',
    'events the kernel or the reader had no room for, since the start; anything but 0 is shown in red',
  ],
  ['!', 'before a row: its message is damaged; behind its rcode stands what is wrong with it'],
  ['kept', 'events in memory; when they are as many as --max-events, the oldest go'],
  ['recorded', 'events in the file of -w; it goes on while the screen is paused'],
  [
    'columns',
    'where there is no room they go, least important first; the list of columns says which go next. In general: empty ones, node, container, pid, namespace of the pod, source, hops, time, attempts, destination, namespace, state, addresses, comm, pod, latency, server, rcode, Q or R, type, verdict, name',
  ],
  [
    'filter',
    'field op value, joined by , && || !( )   op: == != < <= > >= ~ !~ in   for example: qr==R,rcode!=Success',
  ],
];

/** A finished line and the cells it takes. */
interface Line {
  text: string;
  cells: number;
}

const EMPTY: Line = { text: '', cells: 0 };

/** Lines of at most `width` cells. */
export function helpLines(width: number, theme: Theme): string[] {
  const tasks = tasksOf(bindings());
  const count = 1 + SIDE_BY_SIDE.filter((least) => width >= least).length;
  const each = Math.floor((width - GAP * (count - 1)) / count);
  const terms = tasks.flatMap(({ parts }) => parts.flatMap(({ entries }) => entries));
  const termCells = Math.max(...terms.map(({ keys }) => widthOf(keysText(keys, theme))));
  const blocks = tasks.map((task) => taskLines(task, termCells, each, theme));
  const notes = definitions(NOTES, Math.min(width, MOST_CELLS), theme);
  return [
    ...beside(columnsOf(blocks, count), each),
    '',
    theme.paint('heading', 'What the screen says'),
    ...notes.map(({ text }) => text),
  ];
}

function keysText(keys: readonly string[], theme: Theme): string {
  const isUnicode = theme.glyphs.ellipsis === '…';
  return keys.map((key) => (isUnicode ? (KEY_NAMES[key] ?? key) : key)).join(' ');
}

function taskLines({ title, parts }: Task, termCells: number, width: number, theme: Theme): Line[] {
  const heading: Line = { text: theme.paint('heading', title), cells: title.length };
  const lines = parts.flatMap(({ where, entries }) => {
    const named = entries.map(({ keys, meaning }): [string, string] => [keysText(keys, theme), meaning]);
    const place = where === '' ? [] : [{ text: theme.paint('label', `${where}:`), cells: where.length + 1 }];
    return [...place, ...definitions(named, width, theme, termCells)];
  });
  return [heading, ...lines];
}

/** Blocks in their order in so many columns, an empty line between two, the highest column as low as may be. */
function columnsOf(blocks: readonly Line[][], count: number): Line[][] {
  for (let most = Math.max(...blocks.map(({ length }) => length)); ; most++) {
    const columns: Line[][] = [[]];
    for (const block of blocks) {
      const column = columns[columns.length - 1];
      if (column.length === 0) column.push(...block);
      else if (column.length + 1 + block.length <= most) column.push(EMPTY, ...block);
      else columns.push([...block]);
    }
    if (columns.length <= count) return columns;
  }
}

function beside(columns: readonly Line[][], width: number): string[] {
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns.reduce((text, column, at) => {
      const { text: next, cells } = column[line] ?? EMPTY;
      return text + next + (at === columns.length - 1 ? '' : ' '.repeat(width - cells + GAP));
    }, ''),
  ).map((line) => line.trimEnd());
}

function definitions(
  entries: readonly [string, string][],
  width: number,
  theme: Theme,
  termCells = Math.max(...entries.map(([term]) => widthOf(term))),
): Line[] {
  return entries.flatMap(([term, meaning]) =>
    wrapped(meaning, width - termCells - 2).map((line, index) => {
      const name = index === 0 ? term : '';
      const space = ' '.repeat(termCells - widthOf(name) + 2);
      return { text: theme.paint('key', name) + space + line, cells: termCells + 2 + widthOf(line) };
    }),
  );
}
