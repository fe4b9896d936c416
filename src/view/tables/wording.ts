// What a table is of -> the sentences about it.
import { formatDuration } from '../../fields/format.ts';
import { grouped, plural } from '../../fields/text.ts';
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

/** What is counted, over which time, and what came of all of it. */
export function summaryText(
  { tables, clearedTo }: Pick<State, 'tables' | 'clearedTo'>,
  shown: Shown | undefined,
  theme: Theme,
): string {
  const isAll = tables.window === 'all';
  const parts = [isAll && clearedTo > 0 ? 'all since the clear' : WINDOW_TEXTS[tables.window]];
  if (tables.tab === 0)
    parts.push(tables.level === 0 ? 'whole names' : `names by ${plural(tables.level, 'label')}`);
  if (!shown) return [...parts, 'counting'].join(` ${theme.glyphs.dot} `);
  const { total, unasked } = shown.result;
  parts.push(plural(total.queries, 'lookup'));
  if (shown.progress < 1) parts.push(`${Math.floor(100 * shown.progress)}% counted`);
  if (total.queries > 0) parts.push(...outcomes(shown));
  if (unasked > 0) parts.push(`${grouped(unasked)} unasked`);
  const sorted = sortedText(shown);
  return [...parts, ...(sorted === '' ? [] : [sorted])].join(` ${theme.glyphs.dot} `);
}

function outcomes({ result: { total } }: Shown): string[] {
  const { queries, errors, nameErrors, unanswered, p95Ns } = total;
  const share = (part: number, what: string) => (part === 0 ? [] : [`${percentText(part, queries)} ${what}`]);
  const latency = Number.isNaN(p95Ns) ? [] : [`p95 ${formatDuration(p95Ns)}`];
  return [
    ...share(errors, 'errors'),
    ...share(unanswered, 'unanswered'),
    ...share(nameErrors, 'NXDOMAIN'),
    ...latency,
  ];
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
