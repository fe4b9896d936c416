// What keys offer here, and where the cursor is -> the line at the bottom of the screen.
import { Box, Text } from 'ink';
import { widthOf } from '../../fields/text.ts';
import { hintsOf } from '../keymap.ts';
import type { Context } from '../state/state.ts';
import type { Theme } from '../theme.ts';

export interface StatusProperties {
  theme: Theme;
  context: Context;
  /** What just happened; stands in place of the keys. */
  notice: string;
  /** At the right: 'row 12 of 345'. */
  position: string;
  width: number;
}

export function Status({ theme, context, notice, position, width }: StatusProperties) {
  const space = width - widthOf(position) - 2;
  // What just happened may name a file: the position is there again after the next key.
  const gives = notice !== '' && widthOf(notice) > space;
  return (
    <Box justifyContent="space-between">
      <Text wrap="truncate">
        {notice === '' ? hints(theme, context, space) : theme.paint('name', notice)}
      </Text>
      <Box flexShrink={0}>
        <Text>{gives ? '' : theme.paint('label', position)}</Text>
      </Box>
    </Box>
  );
}

/** As many hints as there is space for; the last ones of the table are the ones to keep: help and quit. */
function hints(theme: Theme, context: Context, space: number): string {
  const bindings = hintsOf(context);
  const plain = bindings.map((binding) => `${binding.keys[0]} ${binding.hint}`);
  while (plain.length > 2 && plain.join('  ').length > space) {
    const least = plain.length - 3;
    plain.splice(least, 1);
    bindings.splice(least, 1);
  }
  return bindings.map((binding) => `${theme.paint('key', binding.keys[0])} ${binding.hint}`).join('  ');
}
