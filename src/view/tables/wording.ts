// What a table is of -> the sentences about it.
import { formatDuration } from '../../fields/format.ts';
import { grouped, plural, widthOf } from '../../fields/text.ts';
import { percentText } from '../../tables/text.ts';
import type { Window } from '../../tables/window.ts';
import { keyOf } from '../keymap.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import { COLUMNS } from './columns.ts';
import type { Shown } from './counting.ts';

/** Names of the windows, as the tables say them. */
export const WINDOW_TEXTS: Readonly<Record<Window, string>> = {
  '10s': 'last 10 s',
  '1m': 'last minute',
  all: 'all that is kept',
};

/** A part of the line above a table. Where the line is too long parts give way, in the order of these numbers. */
interface Part {
  readonly text: string;
  readonly short?: string;
  readonly shortens?: number;
  readonly goes?: number;
}

const SHORT_WINDOWS: Readonly<Record<Window, string>> = { '10s': '10 s', '1m': '1 min', all: 'all' };

/** What is counted, over which time, and what came of all of it, in `width` cells. */
export function summaryText(
  { tables, clearedTo }: Pick<State, 'tables' | 'clearedTo'>,
  shown: Shown | undefined,
  theme: Theme,
  width: number,
): string {
  const isAll = tables.window === 'all';
  const parts: Part[] = [
    isAll && clearedTo > 0
      ? { text: 'all since the clear' }
      : { text: WINDOW_TEXTS[tables.window], short: SHORT_WINDOWS[tables.window], shortens: 6 },
  ];
  if (tables.tab === 0) {
    const labels = plural(tables.level, 'label');
    if (tables.level === 0) parts.push({ text: 'whole names', goes: 2 });
    else parts.push({ text: `names by ${labels}`, short: labels, shortens: 1, goes: 2 });
  }
  if (!shown) parts.push({ text: 'counting' });
  else parts.push(...counted(shown));
  return fitted(parts, width, ` ${theme.glyphs.dot} `);
}

function counted(shown: Shown): Part[] {
  const { total, unasked } = shown.result;
  const sorted = sortedText(shown);
  return [
    { text: plural(total.queries, 'lookup') },
    ...(shown.progress < 1 ? [{ text: `${Math.floor(100 * shown.progress)}% counted` }] : []),
    ...(total.queries > 0 ? outcomes(shown) : []),
    ...(unasked > 0 ? [{ text: `${grouped(unasked)} unasked`, goes: 3 }] : []),
    ...(sorted === '' ? [] : [{ text: sorted, goes: 5 }]),
  ];
}

/** The short words are the titles of the columns. */
function outcomes({ result: { total } }: Shown): Part[] {
  const { queries, errors, nameErrors, unanswered, p95Ns } = total;
  const share = (part: number, what: string, short: string): Part[] => {
    const percent = percentText(part, queries);
    return part === 0 ? [] : [{ text: `${percent} ${what}`, short: `${percent} ${short}`, shortens: 4 }];
  };
  const latency = Number.isNaN(p95Ns) ? [] : [{ text: `p95 ${formatDuration(p95Ns)}` }];
  return [
    ...share(errors, 'errors', 'error'),
    ...share(unanswered, 'unanswered', 'unansw'),
    ...share(nameErrors, 'NXDOMAIN', 'nxdom'),
    ...latency,
  ];
}

/** The parts in a line, which is longer than `width` only when nothing can give way any more. */
function fitted(parts: readonly Part[], width: number, separator: string): string {
  const steps = parts.flatMap(({ shortens, goes }) => [shortens ?? 0, goes ?? 0]).filter((at) => at > 0);
  const lines = [0, ...steps.sort((a, b) => a - b)].map((at) =>
    parts
      .filter(({ goes = Number.POSITIVE_INFINITY }) => goes > at)
      .map(({ text, short = text, shortens = Number.POSITIVE_INFINITY }) => (shortens > at ? text : short))
      .join(separator),
  );
  return lines.find((line) => widthOf(line) <= width) ?? lines[lines.length - 1];
}

/** Said where no column says it. */
function sortedText({ query }: Shown): string {
  const { by } = query.order;
  const named = by === 'value' || COLUMNS.some(({ sort }) => sort === by);
  return named ? '' : `sorted by ${by}`;
}

/** What an empty table says, and what to do. */
export function emptyLines(
  { tables, filter, clearedTo }: State,
  shown: Shown | undefined,
  theme: Theme,
): string[] {
  if (!shown || shown.progress < 1) return ['Counting …'];
  const key = (name: string) => theme.paint('key', keyOf(name));
  const what = filter.applied === '' ? 'No lookups' : 'No lookups match the filter';
  const all = clearedTo > 0 ? ' since the list was cleared' : '';
  const when = { '10s': ' in the last 10 seconds', '1m': ' in the last minute', all }[tables.window];
  const wider = tables.window === 'all' ? [] : [`${key('tables-window')} takes a longer time`];
  const advice = [...wider, ...(filter.applied === '' ? [] : [`${key('tables')} goes back to the list`])];
  return [`${what}${when}.`, ...(advice.length === 0 ? [] : ['', advice.join(', ')])];
}
