// Filters, on and off -> one line that shows them, each with the number it is switched by.
import { cut, visible, widthOf } from '../../fields/text.ts';
import type { Chip } from '../state/chips.ts';
import type { Theme } from '../theme.ts';

export interface ChipLine {
  theme: Theme;
  chips: readonly Chip[];
  /** Place of the one that is being edited. */
  edited: number | undefined;
  /** How a filter is shown. */
  short(text: string): string;
  width: number;
}

/** One that is on and alone is shown as it is. Long ones are cut so that all have a place. */
export function chipLine({ theme, chips, edited, short, width }: ChipLine): string {
  const [only] = chips;
  const { ellipsis, on: onSign, off: offSign } = theme.glyphs;
  if (chips.length === 1 && only.on && edited === undefined)
    return theme.paint('match', cut(visible(short(only.text)), width, ellipsis));
  const signs = chips.map(({ on }, place) => `${place + 1}${on ? onSign : offSign} `);
  const texts = chips.map(({ text }, place) => (place === edited ? ellipsis : visible(short(text))));
  const taken = signs.reduce((sum, sign) => sum + widthOf(sign) + 2, 0);
  const widths = shared(
    texts.map((text) => widthOf(text)),
    Math.max(0, width - taken),
  );
  const shown = chips.map(({ on }, place) =>
    theme.paint(on ? 'match' : 'label', signs[place] + cut(texts[place], widths[place], ellipsis)),
  );
  return shown.join('  ');
}

/** Widths that fit into `space`: the longest give way first. */
function shared(wanted: readonly number[], space: number): number[] {
  const widths = [...wanted];
  let left = space;
  [...widths.keys()]
    .sort((a, b) => wanted[a] - wanted[b])
    .forEach((place, index) => {
      widths[place] = Math.min(wanted[place], Math.floor(left / (widths.length - index)));
      left -= widths[place];
    });
  return widths;
}
