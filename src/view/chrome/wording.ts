// What is watched and what has come of it -> the sentences of the header, of an empty table and of a small terminal.

import { basename } from 'node:path';
import type { RowKind } from '../../fields/row-fields.ts';
import { grouped, plural, visible } from '../../fields/text.ts';
import { LEAST_COLUMNS, LEAST_LINES } from '../arrange.ts';
import { keyOf } from '../keymap.ts';
import type { State } from '../state/state.ts';
import { clockText } from '../table/choice.ts';
import type { Theme } from '../theme.ts';

/** Where the events come from, as the header and an empty table tell it. */
export type Watched =
  | { kind: 'live'; namespaces: number; ports: readonly number[]; since: Date }
  /** `failure`: one line about what ended the file early, or ''. */
  | { kind: 'file'; file: string; ended: boolean; failure: string; ports: readonly number[] };

const portsText = (ports: readonly number[]): string =>
  `port${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`;

/** For the header; the first thing to be cut where the terminal is narrow. */
export function sourceText(watched: Watched, theme: Theme): string {
  const dot = ` ${theme.glyphs.dot} `;
  if (watched.kind === 'live') {
    const { namespaces, ports } = watched;
    return `${plural(namespaces, 'network namespace')}${dot}${portsText(ports)}`;
  }
  const { file, ports, failure } = watched;
  const name = file === '-' ? 'standard input' : visible(basename(file));
  return [name, failure === '' ? portsText(ports) : theme.paint('bad', visible(failure))].join(dot);
}

/** Whether more is to come: 'live', 'reading', 'read to its end'. */
export function progressText(watched: Watched): string {
  if (watched.kind === 'live') return 'live';
  return watched.ended ? 'read to its end' : 'reading';
}

/** Since when events are captured, '' for a file. */
export function sinceText(watched: Watched): string {
  return watched.kind === 'live' ? `since ${clockText(watched.since)}` : '';
}

/** What an empty table says: why it is empty, and what to do. */
export function emptyText(
  state: State,
  watched: Watched,
  kept: number,
  complete: boolean,
  theme: Theme,
): string {
  const key = (action: string) => theme.paint('key', keyOf(action));
  if (kept > 0 && state.pausedAt !== undefined)
    return `The rows that were held here have been evicted by newer ones.\n\n${key('pause')} goes on.`;
  if (kept > 0 && state.filter.applied !== '') {
    if (!complete) return `Looking for ${theme.paint('match', visible(state.filter.applied))} …`;
    return [
      `None of the ${plural(kept, 'event')} kept matches`,
      '',
      `    ${theme.paint('match', visible(state.filter.applied))}`,
      '',
      `New ones appear as they come. ${key('filter')} changes the filter, ${key('back')} switches it off.`,
    ].join('\n');
  }
  if (kept > 0) return 'Cleared. The next DNS message will appear here.';
  return nothingYet(watched, theme);
}

function nothingYet(watched: Watched, theme: Theme): string {
  if (watched.kind === 'file')
    return watched.ended
      ? `No DNS message on ${portsText(watched.ports)} in ${visible(watched.file)}.\n\nDNS on other ports: --ports LIST`
      : `Reading ${visible(watched.file)} …`;
  const where = plural(watched.namespaces, 'network namespace');
  return [
    `Watching ${where} on ${portsText(watched.ports)} since ${clockText(watched.since)}.`,
    'No DNS message seen yet. To see one, run in another terminal:',
    '',
    `    ${theme.paint('name', 'dig example.com')}    or    ${theme.paint('name', 'getent hosts example.com')}`,
    '',
    `DNS on other ports: --ports LIST. ${theme.paint('key', keyOf('help'))} shows the keys.`,
  ].join('\n');
}

/** For a terminal in which nothing else has a place. */
export function tooSmallLines(columns: number, lines: number): string[] {
  return ['terminal too small:', `${columns}x${lines}, needs ${LEAST_COLUMNS}x${LEAST_LINES}`];
}

/** Where the cursor is, for the line at the bottom; in few words where the terminal is narrow. */
export function positionText(
  rows: RowKind,
  cursor: number,
  count: number,
  hidden: number,
  width: number,
): string {
  const narrow = width < 100;
  const columns = narrow ? `+${plural(hidden, 'column')}` : `${plural(hidden, 'column')} hidden`;
  const noun = rows === 'events' ? 'row' : rows.slice(0, -1);
  const row = `${noun} ${grouped(cursor + 1)}${narrow ? '/' : ' of '}${grouped(count)}`;
  return `${hidden > 0 ? `${columns}  ` : ''}${count === 0 ? `no ${noun}s` : row}`;
}
