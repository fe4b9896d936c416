// The state, what is watched and what is kept -> what an empty list says: why it is empty, and what to do.
import { plural, visible, widthOf } from '../../fields/text.ts';
import { wrapped } from '../detail/lines.ts';
import { keyOf } from '../keymap.ts';
import type { State } from '../state/state.ts';
import { clockText } from '../table/choice.ts';
import type { Theme } from '../theme.ts';
import { portsText, sourceName, type Watched } from './wording.ts';

export interface Emptiness {
  theme: Theme;
  watched: Watched;
  /** Events first..end-1 are kept. */
  first: number;
  end: number;
  /** All that could match was examined. */
  complete: boolean;
}

/** Lines for a list without rows, of which only short ones may be wider than `width`. */
export function emptyText(state: State, emptiness: Emptiness, width: number): string {
  const { first, end } = emptiness;
  const { clearedTo, pausedAt } = state;
  if (end === 0) return nothingYet(emptiness, width);
  if (pausedAt !== undefined && pausedAt > clearedTo && pausedAt <= first)
    return `The rows that were held here have been evicted by newer ones.\n\n${key(emptiness, 'pause')} goes on.`;
  const among = Math.min(end, pausedAt ?? end) - Math.max(first, clearedTo);
  if (among > 0 && state.filter.applied !== '') return noMatch(state, among, emptiness);
  if (clearedTo > 0) return cleared(state, emptiness);
  if (pausedAt === undefined) return noLookups(state, emptiness);
  return `Nothing had come when the screen was paused.\n\n${key(emptiness, 'pause')} goes on.`;
}

const key = ({ theme }: Emptiness, action: string): string => theme.paint('key', keyOf(action));

function noMatch({ filter, clearedTo, pausedAt }: State, among: number, emptiness: Emptiness): string {
  const { theme, complete } = emptiness;
  const text = theme.paint('match', visible(filter.applied));
  if (!complete) return `Looking for ${text} …`;
  const which = clearedTo > 0 ? ' since the list was cleared' : pausedAt === undefined ? ' kept' : '';
  const before = pausedAt === undefined ? '' : ' before the pause';
  return [
    `None of the ${plural(among, 'event')}${which}${before} matches`,
    '',
    `    ${text}`,
    '',
    ...(pausedAt === undefined ? [moreText(emptiness)] : []),
    `${key(emptiness, 'filter')} changes the filter, ${key(emptiness, 'back')} switches it off.`,
  ].join('\n');
}

/** Whether rows may still come. */
function moreText({ watched }: Emptiness): string {
  if (watched.kind === 'live') return 'New ones appear as they come.';
  const name = sourceName(watched);
  return watched.ended ? `Nothing more comes: ${name} was read to its end.` : `${name} is still being read.`;
}

const NEXT = { events: 'DNS message', transactions: 'transaction', traces: 'trace' } as const;

function cleared({ clearedTo, pausedAt, listing }: State, emptiness: Emptiness): string {
  const { watched, first } = emptiness;
  const ended = watched.kind === 'file' && watched.ended;
  const paused = pausedAt !== undefined && !ended;
  const next = paused
    ? 'Nothing had come when the screen was paused.'
    : `The next ${NEXT[listing]} will appear here.`;
  const back = clearedTo - first;
  return [
    ...(ended ? ['Cleared.', moreText(emptiness)] : [`Cleared. ${next}`]),
    '',
    ...(paused ? [`${key(emptiness, 'pause')} goes on.`] : []),
    ...(back > 0 ? [`${key(emptiness, 'clear-undo')} shows the ${plural(back, 'event')} again.`] : []),
  ]
    .join('\n')
    .trimEnd();
}

/** Events there are, but none with which a transaction or trace began. */
function noLookups({ listing }: State, emptiness: Emptiness): string {
  return `No ${listing} among the events kept.\n\n${key(emptiness, 'list')} lists other kinds of rows.`;
}

function nothingYet(emptiness: Emptiness, width: number): string {
  const { watched, theme } = emptiness;
  if (watched.kind === 'file')
    return watched.ended
      ? `No DNS message on ${portsText(watched.ports)} in ${sourceName(watched)}.\n\nDNS on other ports: --ports LIST`
      : `Reading ${sourceName(watched)} …`;
  const { namespaces, ports, since, asked } = watched;
  if (namespaces === 0 && watched.unmatched) return noNamespace(watched.unmatched(), width);
  const where = plural(namespaces, 'network namespace');
  // Which of those that were named are there is not known.
  const missing = asked !== undefined && asked.length > namespaces;
  const of = missing ? ` of the ${asked.length} named` : '';
  return [
    ...wrapped(`Watching ${where}${of} on ${portsText(ports)} since ${clockText(since)}.`, width),
    ...(missing ? [NOTHING] : toSeeOne(asked, theme, width)),
    '',
    ...sentences('DNS on other ports: --ports LIST.', `${key(emptiness, 'help')} shows the keys.`, width),
  ].join('\n');
}

/** In one line where there is room. Either may hold colours. */
function sentences(one: string, other: string, width: number): string[] {
  const line = `${one} ${other}`;
  return widthOf(line) <= width ? [line] : [one, other];
}

const NOTHING = 'No DNS message seen yet.';

/** Commands whose lookups are seen where the user looks: of several namespaces in the first. */
function toSeeOne([asked]: readonly string[] = [], theme: Theme, width: number): string[] {
  const name = (command: string) => theme.paint('name', visible(command));
  const dig = 'dig example.com';
  if (asked !== undefined && /^\d+$/.test(asked)) return [NOTHING];
  const inside = asked?.includes('/') ? `nsenter --net=${asked}` : `ip netns exec ${asked}`;
  const commands =
    asked === undefined || asked === 'host'
      ? sentences(`    ${name(dig)}`, `   or    ${name('getent hosts example.com')}`, width)
      : [`    ${name(`${inside} ${dig}`)}`];
  return [...sentences(NOTHING, 'To see one, run in another terminal:', width), '', ...commands];
}

/** Narrow enough to be read at a glance. */
const SENTENCE_CELLS = 72;

function noNamespace(clauses: readonly string[], width: number): string {
  const sentences = clauses.map(visible).map((text) => `${text[0].toUpperCase()}${text.slice(1)}.`);
  return sentences.flatMap((text) => wrapped(text, Math.min(width - 4, SENTENCE_CELLS))).join('\n');
}
