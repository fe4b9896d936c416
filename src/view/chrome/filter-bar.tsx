// The filter, its text being edited or not, and what it comes to -> its line, and a second one for what is wrong.
import { Box, Text } from 'ink';
import { grouped, visible, widthOf } from '../../fields/text.ts';
import type { Theme } from '../theme.ts';

export interface FilterBarProperties {
  theme: Theme;
  text: string;
  /** Place of the caret in the text, -1 when the bar has not the keyboard. */
  caret: number;
  /** What is wrong with the text, '' when nothing is; and where, from 1. */
  error: string;
  errorColumn: number;
  matching: number;
  /** Every row was examined: `matching` is final until more rows come. */
  complete: boolean;
  total: number;
  width: number;
}

const PROMPT = 'filter ';

export function FilterBar(properties: FilterBarProperties) {
  const { theme, text, caret, error, errorColumn, width } = properties;
  const count = countOf(properties);
  const space = Math.max(10, width - PROMPT.length - widthOf(count) - 2);
  const from = firstShown(text, caret, space);
  const open = caret >= 0;
  return (
    <Box flexDirection="column">
      <Box justifyContent="space-between">
        <Text>
          {theme.paint(open ? 'match' : 'label', PROMPT)}
          {open ? withCaret(theme, text.slice(from), caret - from) : theme.paint('match', visible(text))}
        </Text>
        <Text>{theme.paint('label', count)}</Text>
      </Box>
      {open && (
        <Text wrap="truncate">
          {error === '' ? theme.paint('label', hint(text)) : errorLine(theme, error, errorColumn - 1 - from)}
        </Text>
      )}
    </Box>
  );
}

function countOf({ matching, total, complete }: FilterBarProperties): string {
  return `${grouped(matching)} of ${grouped(total)} match${complete ? '' : ' so far'}`;
}

/** The part of a long text that is shown: up to the caret at least. */
function firstShown(text: string, caret: number, space: number): number {
  return caret < 0 || text.length < space
    ? 0
    : Math.max(0, Math.min(caret - space + 2, text.length - space + 1));
}

function withCaret(theme: Theme, text: string, caret: number): string {
  const under = Array.from(text.slice(caret))[0] ?? ' ';
  return (
    visible(text.slice(0, caret)) +
    theme.paint('cursor', visible(under)) +
    visible(text.slice(caret + under.length))
  );
}

function errorLine(theme: Theme, error: string, offset: number): string {
  const indent = ' '.repeat(Math.max(0, PROMPT.length + offset));
  return theme.paint('bad', `${indent}^ ${visible(error)}`);
}

function hint(text: string): string {
  if (text !== '') return `${' '.repeat(PROMPT.length)}enter keeps it, esc restores the one before`;
  return `${' '.repeat(PROMPT.length)}for example: qr==R,rcode!=Success   name~example   latency_ns>50ms   comm==curl`;
}
