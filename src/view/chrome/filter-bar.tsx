// The filter, its text being edited or not, and what it comes to -> its line, and a second one for what is wrong.
import { Box, Text } from 'ink';
import { grouped, visible, widthOf } from '../../fields/text.ts';
import type { Line } from '../state/line.ts';
import type { Theme } from '../theme.ts';

export interface FilterBarProperties {
  theme: Theme;
  text: string;
  /** The field with its text and caret while the bar has the keyboard, '' while it has not; it begins with character `from`. */
  field: string;
  from: number;
  /** What is wrong with the text, '' when nothing is; and where, from 1. */
  error: string;
  errorColumn: number;
  matching: number;
  /** Every row was examined: `matching` is final until more rows come. */
  complete: boolean;
  total: number;
}

const PROMPT = 'filter ';

export function FilterBar(properties: FilterBarProperties) {
  const { theme, text, field, from, error, errorColumn } = properties;
  const open = field !== '';
  return (
    <Box flexDirection="column">
      <Box justifyContent="space-between">
        <Text>
          {theme.paint(open ? 'match' : 'label', PROMPT)}
          {open ? field : theme.paint('match', visible(text))}
        </Text>
        <Text>{theme.paint('label', countOf(properties))}</Text>
      </Box>
      {open && (
        <Text wrap="truncate">
          {error === '' ? theme.paint('label', hint(text)) : errorLine(theme, error, errorColumn - 1 - from)}
        </Text>
      )}
    </Box>
  );
}

type Count = Pick<FilterBarProperties, 'matching' | 'total' | 'complete'>;

function countOf({ matching, total, complete }: Count): string {
  return `${grouped(matching)} of ${grouped(total)} match${complete ? '' : ' so far'}`;
}

/** Where the field of an open bar has its place: its cells, and the first character of a long text, so that the caret shows. */
export function fieldPlace(
  { text, caret }: Line,
  count: Count,
  width: number,
): { from: number; space: number } {
  const space = Math.max(10, width - PROMPT.length - widthOf(countOf(count)) - 2);
  if (text.length < space) return { from: 0, space };
  return { from: Math.max(0, Math.min(caret - space + 2, text.length - space + 1)), space };
}

function errorLine(theme: Theme, error: string, offset: number): string {
  const indent = ' '.repeat(Math.max(0, PROMPT.length + offset));
  return theme.paint('bad', `${indent}^ ${visible(error)}`);
}

function hint(text: string): string {
  if (text !== '') return `${' '.repeat(PROMPT.length)}enter keeps it, esc restores the one before`;
  return `${' '.repeat(PROMPT.length)}for example: qr==R,rcode!=Success   name~example   latency_ns>50ms   comm==curl`;
}
