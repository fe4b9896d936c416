// What is watched and what has come of it -> the sentences of the header, of the line at the bottom and of a small terminal.

import { basename } from 'node:path';
import type { RowKind } from '../../fields/row-fields.ts';
import { grouped, plural, visible } from '../../fields/text.ts';
import { LEAST_COLUMNS, LEAST_LINES } from '../arrange.ts';
import { clockText } from '../table/choice.ts';
import type { Theme } from '../theme.ts';

/** Where the events come from, as the header and an empty table tell it. */
export type Watched =
  | {
      kind: 'live';
      namespaces: number;
      ports: readonly number[];
      since: Date;
      /** Where the user named namespaces (inode, name or path): these. */
      asked?: readonly string[];
      /** What to say while none of those is there, in clauses without capitals and dots. */
      unmatched?(): readonly string[];
    }
  /** `failure`: one line about what ended the file early, or ''. */
  | { kind: 'file'; file: string; ended: boolean; failure: string; ports: readonly number[] };

export const portsText = (ports: readonly number[]): string =>
  `port${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`;

/** Where a file's events come from, safe for the terminal. */
export function sourceName({ file }: Extract<Watched, { kind: 'file' }>): string {
  return file === '-' ? 'standard input' : visible(basename(file));
}

/** For the header; the first thing to be cut where the terminal is narrow. */
export function sourceText(watched: Watched, theme: Theme): string {
  const dot = ` ${theme.glyphs.dot} `;
  if (watched.kind === 'live') {
    const { namespaces, ports, asked } = watched;
    const where = namespaces === 0 && asked ? 'no such network namespace yet' : undefined;
    return `${where ?? plural(namespaces, 'network namespace')}${dot}${portsText(ports)}`;
  }
  const { ports, failure } = watched;
  return [sourceName(watched), failure === '' ? portsText(ports) : theme.paint('bad', visible(failure))].join(
    dot,
  );
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
