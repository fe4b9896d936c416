// The file to save to and what can be saved -> the lines of the prompt.

import { cut, padded, visible } from '../../fields/text.ts';
import type { PanePlace } from '../arrange.ts';
import { PANE_MARGIN } from '../chrome/pane.tsx';
import type { TextField } from '../chrome/text-field.tsx';
import type { PaneContent } from '../detail/pane-text.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme.ts';

const FILE = 'to file ';

export function savePrompt(
  { save }: State,
  { width }: PanePlace,
  { theme, field }: { theme: Theme; field: TextField },
): PaneContent {
  const { glyphs } = theme;
  const space = width - PANE_MARGIN;
  const from = Math.max(0, save.line.text.length - (space - FILE.length - 2));
  const choices = save.choices.map(({ label }, index) => {
    const current = index === save.index;
    const line = padded(`${current ? glyphs.pointer : ' '} ${label}`, space, false, glyphs.ellipsis);
    return current ? theme.paint('chosen', line) : line;
  });
  const file = theme.paint('match', FILE) + field.draw(save.line, from, space - FILE.length);
  const remark = cut(visible(save.remark), space, glyphs.ellipsis);
  return {
    title: 'save as pcapng',
    lines: [file, ...choices, theme.paint('warning', remark)],
  };
}
