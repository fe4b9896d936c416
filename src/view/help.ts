// The key table -> the lines of the help.
import { wrapped } from './detail/lines.ts';
import { bindings } from './keymap.ts';
import type { Theme } from './theme.ts';

const KEY_NAMES: Record<string, string> = { up: '↑', down: '↓', left: '←', right: '→' };

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
  ['kept', 'events in memory; when they are as many as --max-events, the oldest go'],
  ['recorded', 'events in the file of -w; it goes on while the screen is paused'],
  [
    'columns',
    'where there is no room they go, least important first; the list of columns says which go next. In general: empty ones, node, container, pid, namespace of the pod, source, hops, time, attempts, destination, namespace, addresses, comm, pod, latency, server, rcode, state, Q or R, type, verdict, name',
  ],
  [
    'filter',
    'field op value, joined by , && || !( )   op: == != < <= > >= ~ !~ in   for example: qr==R,rcode!=Success',
  ],
];

export function helpLines(width: number, theme: Theme): string[] {
  const keys = bindings()
    .filter(({ description, keys }) => description !== '' && keys.length > 0)
    .map(
      (binding) =>
        [binding.keys.map((key) => keyName(key, theme)).join(' '), binding.description] as [string, string],
    );
  return [
    theme.paint('heading', 'Keys'),
    ...definitions(keys, width, theme),
    '',
    theme.paint('heading', 'What the screen says'),
    ...definitions(NOTES, width, theme),
  ];
}

function keyName(key: string, theme: Theme): string {
  return theme.glyphs.ellipsis === '…' ? (KEY_NAMES[key] ?? key) : key;
}

function definitions(entries: [string, string][], width: number, theme: Theme): string[] {
  const termWidth = Math.max(...entries.map(([term]) => term.length));
  return entries.flatMap(([term, meaning]) =>
    wrapped(meaning, width - termWidth - 2).map(
      (line, index) => `${theme.paint('key', (index === 0 ? term : '').padEnd(termWidth))}  ${line}`,
    ),
  );
}
