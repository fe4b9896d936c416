// What is watched, how much came, and the state of the list -> the two lines at the top of the screen.
import { Box, Text } from 'ink';
import { grouped, plural, rate } from '../../fields/text.ts';
import type { Theme } from '../theme.ts';

/** Events in a file that is being written. */
export interface Recorded {
  readonly events: number;
  /** No more can be written. */
  readonly failed: boolean;
}

export interface HeaderProperties {
  theme: Theme;
  /** What is watched, safe for the terminal: '3 network namespaces · ports 53, 5353'. */
  source: string;
  /** 'since 17:04:12', or '' for a file; left out where the terminal is narrow. */
  since: string;
  /** 'live', or how far a file was read. */
  progress: string;
  /** Of a file: event time from its first to its last event, '' while that is nothing; undefined for live capture. */
  span: string | undefined;
  /** Events since the start. */
  events: number;
  /** Per second; of a file all of them. */
  queries: number;
  answers: number;
  errors: number;
  /** Events since the start that reached the kernel program or the file reader and were lost. */
  lost: number;
  /** '1,234', or 'failed'; '' where nothing is recorded. */
  recorded: string;
  kept: number;
  capacity: number;
  /** The column that rows are sorted by, '' for the order of time. */
  sorted: string;
  /** Not in that order yet. */
  sorting: boolean;
  follow: boolean;
  paused: boolean;
  /** Rows that came in since the pause. */
  held: number;
  width: number;
}

const FAILED = 'failed';

/** As Header wants it: text, which it can tell from what it showed before. */
export function recordedText(recorded: Recorded | undefined): string {
  if (!recorded) return '';
  return recorded.failed ? FAILED : grouped(recorded.events);
}

export function Header(properties: HeaderProperties) {
  const { theme, source, since, width } = properties;
  const rest = since !== '' && width >= 100 ? ` ${theme.glyphs.dot} ${since}` : '';
  return (
    <Box flexDirection="column">
      <Box justifyContent="space-between">
        <Text wrap="truncate">{`${theme.paint('name', 'dnstop')}  ${source}${rest}`}</Text>
        <Box flexShrink={0} marginLeft={1}>
          <Text>{stateOf(properties)}</Text>
        </Box>
      </Box>
      <Text wrap="truncate">{figures(properties)}</Text>
    </Box>
  );
}

function stateOf({ theme, progress, sorted, sorting, follow, paused, held }: HeaderProperties): string {
  const { glyphs } = theme;
  const underWay = sorting
    ? ` ${glyphs.dot} ${theme.paint('held', `sorting by ${sorted} ${glyphs.ellipsis}`)}`
    : '';
  if (paused) {
    const news = held > 0 ? ` ${glyphs.dot} ${grouped(held)} new` : '';
    return theme.paint('held', `${glyphs.pause} paused${news}`) + underWay;
  }
  const live = theme.paint('live', `${glyphs.play} ${progress}`);
  if (sorting) return live + underWay;
  if (follow && sorted !== '') return `${live} ${glyphs.dot} sorted by ${sorted}`;
  // Nothing newer comes from a file that was read to its end.
  if (follow && progress !== 'live') return live;
  return follow
    ? `${live} ${glyphs.dot} following newest`
    : `${live} ${glyphs.dot} ${theme.paint('held', 'not following')}`;
}

function figures(properties: HeaderProperties): string {
  const parts = properties.span === undefined ? rates(properties) : totals(properties);
  return parts.join(properties.width >= 100 ? '   ' : '  ');
}

function rates(properties: HeaderProperties): string[] {
  const { theme, queries, answers, errors, lost, kept, capacity, width } = properties;
  const label = (text: string) => theme.paint('label', text);
  const full = kept >= capacity ? ', oldest go' : '';
  return [
    `${label('queries')} ${rate(queries)}/s`,
    `${label('answers')} ${rate(answers)}/s`,
    `${label('errors')} ${errors > 0 ? theme.paint('warning', `${rate(errors)}/s`) : '0/s'}`,
    lost > 0 ? lostText(properties) : `${label('lost')} 0`,
    ...recording(properties),
    `${label('kept')} ${grouped(kept)}${width >= 100 ? ` of ${plural(capacity, 'event')}${full}` : ''}`,
  ];
}

function totals(properties: HeaderProperties): string[] {
  const { theme, span, events, queries, answers, errors, lost, kept } = properties;
  const label = (text: string) => theme.paint('label', text);
  const over = span === '' ? '' : ` ${label('over')} ${span}`;
  return [
    `${label('events')} ${grouped(events)}${over}`,
    `${label('queries')} ${grouped(queries)}`,
    `${label('answers')} ${grouped(answers)}`,
    `${label('errors')} ${errors > 0 ? theme.paint('warning', grouped(errors)) : '0'}`,
    ...(lost > 0 ? [lostText(properties)] : []),
    ...recording(properties),
    ...(kept < events ? [`${label('kept')} ${grouped(kept)}`] : []),
  ];
}

const lostText = ({ theme, lost }: HeaderProperties): string => theme.paint('bad', `lost ${grouped(lost)}!`);

function recording({ theme, recorded }: HeaderProperties): string[] {
  if (recorded === '') return [];
  if (recorded === FAILED) return [theme.paint('bad', 'recording failed!')];
  return [`${theme.paint('label', 'recorded')} ${recorded}`];
}
