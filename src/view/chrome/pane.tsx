// A title and lines of finished text -> a pane beside or below the table, with how far it is scrolled.
import { Box, Text } from 'ink';
import { padded } from '../../fields/text.ts';
import type { Theme } from '../theme.ts';

export interface PaneProperties {
  theme: Theme;
  title: string;
  lines: readonly string[];
  /** First line on show, lines of the pane with its title, and its width. */
  scroll: number;
  height: number;
  width: number;
  /** A line down its left side parts it from the table; else its title's line does. */
  beside: boolean;
}

/** Cells of a pane's width that are not its lines'. */
export const PANE_MARGIN = 2;
/** Cells of a title's line that are not its text. */
export const TITLE_MARGIN = 5;

export function Pane({ theme, title, lines, scroll, height, width, beside }: PaneProperties) {
  const shown = lines.slice(scroll, scroll + height - 1);
  while (shown.length < height - 1) shown.push('');
  const edge = beside ? `${theme.paint('border', theme.glyphs.vertical)} ` : '  ';
  return (
    <Box flexDirection="column" width={width}>
      <Text>{titleLine(theme, title, more(scroll, height - 1, lines.length), width)}</Text>
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the pane is its place, nothing else
        <Text key={index} wrap="truncate">
          {edge + line}
        </Text>
      ))}
    </Box>
  );
}

function more(scroll: number, page: number, count: number): string {
  if (count <= page) return '';
  return `${scroll + 1}-${Math.min(scroll + page, count)} of ${count} lines`;
}

function titleLine(theme: Theme, title: string, note: string, width: number): string {
  const { horizontal, ellipsis } = theme.glyphs;
  const end = note === '' ? '' : ` ${note} `;
  const shown = padded(title, Math.min(title.length, width - end.length - TITLE_MARGIN), false, ellipsis);
  const fill = horizontal.repeat(Math.max(0, width - shown.length - end.length - TITLE_MARGIN));
  const rule = (text: string) => theme.paint('border', text);
  return `${rule(horizontal.repeat(2))} ${theme.paint('name', shown)} ${rule(fill + end + horizontal)}`;
}
