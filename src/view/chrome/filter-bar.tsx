// The filter, its text being edited or not, and what it comes to -> its line, and a second one for what is wrong.
import { Box, Text } from 'ink';
import { cut, visible, widthOf } from '../../fields/text.ts';
import type { Line } from '../state/line.ts';
import type { Theme } from '../theme.ts';

export interface FilterBarProperties {
  theme: Theme;
  /** What stands before the text. */
  prompt?: string;
  /** The text; while the bar has not the keyboard it is shown as it is. */
  text: string;
  /** The field with its text and caret while the bar has the keyboard, '' while it has not; it begins with character `from`. */
  field: string;
  from: number;
  /** What is wrong with the text, '' when nothing is; and where, from 1. */
  error: string;
  errorColumn: number;
  /** What is expected at the caret. */
  hint: string;
  /** How many rows the list has, and before that by what they are chosen where it is not this text. */
  count: string;
  instead: string;
  width: number;
}

const PROMPT = 'filter ';
/** Before the text. */
export const PROMPT_CELLS = PROMPT.length;

export function FilterBar(properties: FilterBarProperties) {
  const { theme, prompt = PROMPT.trim(), text, field, error, hint, count, instead } = properties;
  const open = field !== '';
  return (
    <Box flexDirection="column">
      <Box justifyContent="space-between">
        <Text>
          {theme.paint(open ? 'match' : 'label', prompt.padEnd(PROMPT.length))}
          {open ? field : text}
        </Text>
        <Text>{theme.paint('warning', instead) + theme.paint('label', count)}</Text>
      </Box>
      {open && (
        <Text wrap="truncate">
          {error === '' ? theme.paint('label', ' '.repeat(PROMPT.length) + hint) : errorLine(properties)}
        </Text>
      )}
    </Box>
  );
}

/**
 * Where the field of an open bar has its place: its cells, and the first character of a long text, so that the caret shows.
 * @param taken cells at the right that are not for it.
 */
export function fieldPlace(
  { text, caret }: Line,
  taken: number,
  width: number,
): { from: number; space: number } {
  const space = Math.max(10, width - PROMPT.length - taken - 2);
  if (widthOf(visible(text)) < space) return { from: 0, space };
  let from = caret;
  let left = space - 2;
  for (const character of Array.from(text.slice(0, caret)).reverse()) {
    left -= widthOf(visible(character));
    if (left < 0) break;
    from -= character.length;
  }
  return { from, space };
}

/** The mark stands below the place of the error; what is said about it behind the mark, or before it where there is more space. */
function errorLine({ theme, text, error, errorColumn, from, width }: FilterBarProperties): string {
  const said = visible(error);
  const before = visible(text.slice(from, Math.max(from, errorColumn - 1)));
  const at = PROMPT.length + widthOf(before);
  const behind = `${' '.repeat(at)}^ ${said}`;
  // Where it only ends too early, nothing is wrong yet.
  const role = errorColumn > text.trimEnd().length ? 'warning' : 'bad';
  if (widthOf(behind) <= width || at <= width / 2) return theme.paint(role, behind);
  return theme.paint(role, `${cut(said, at - 1).padStart(at - 1)} ^`);
}
