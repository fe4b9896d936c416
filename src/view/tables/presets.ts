// The presets and the one under the cursor -> lines that list them.
import { cut, padded } from '../../fields/text.ts';
import { PRESETS } from '../../filter/presets.ts';
import type { Theme } from '../theme.ts';

const NAME_WIDTH = 13;

/** A title and a line for each preset; as many as `height`, the one under the cursor among them. */
export function presetLines(theme: Theme, chosen: number, width: number, height: number): string[] {
  const { horizontal, pointer, ellipsis } = theme.glyphs;
  const title = ` ${theme.paint('name', 'presets')} `;
  const rule = (length: number) => theme.paint('border', horizontal.repeat(Math.max(0, length)));
  const lines = PRESETS.map(({ name, meaning, expression }, place) => {
    const marker = place === chosen ? pointer : ' ';
    const text = padded(
      `${marker} ${name.padEnd(NAME_WIDTH)} ${meaning}`,
      Math.min(width, 80),
      false,
      ellipsis,
    );
    const rest = cut(expression, width - Math.min(width, 80) - 1, ellipsis);
    if (place === chosen) return theme.paint('cursor', padded(rest ? `${text} ${rest}` : text, width));
    return rest ? `${text} ${theme.paint('match', rest)}` : text;
  });
  const page = Math.max(0, height - 1);
  const top = Math.max(0, Math.min(chosen - page + 1, lines.length - page));
  return [rule(2) + title + rule(width - 11), ...lines.slice(top, top + page)];
}

/** Lines that all of them take. */
export const PRESET_LINES = PRESETS.length + 1;
