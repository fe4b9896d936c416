// Completions and the chosen one -> the lines of the list below the filter bar.
import { cut, grouped, padded, visible, widthOf } from '../../fields/text.ts';
import type { Completion } from '../../filter/completion.ts';
import type { Theme } from '../theme.ts';

export interface CompletionList {
  theme: Theme;
  items: readonly Completion[];
  /** Place of the one that tab takes. */
  choice: number;
  height: number;
  width: number;
}

/** Before the names: those of the bar begin below its text. */
const INDENT = 5;
const LONGEST_LABEL = 48;

/** `height` lines at most; the chosen one is among them. */
export function completionLines({ theme, items, choice, height, width }: CompletionList): string[] {
  const chosen = Math.min(choice, items.length - 1);
  const top = Math.min(Math.max(0, chosen - Math.floor(height / 2)), Math.max(0, items.length - height));
  const shown = items.slice(top, top + height);
  const labels = shown.map(({ label }) => visible(label));
  const labelWidth = Math.min(
    Math.max(...labels.map((label) => widthOf(label)), 10),
    Math.min(LONGEST_LABEL, Math.floor(width / 2)),
  );
  const counts = shown.map(({ count }) => (count ? grouped(count) : ''));
  const countWidth = Math.max(...counts.map((count) => count.length), 0);
  const { ellipsis, pointer } = theme.glyphs;
  return shown.map(({ meaning }, line) => {
    const sign = top + line === chosen ? pointer : ' ';
    const label = padded(labels[line], labelWidth, false, ellipsis);
    const count = countWidth === 0 ? '' : ` ${counts[line].padStart(countWidth)}`;
    const start = `${' '.repeat(INDENT)}${sign} ${label}${count}`;
    const rest = cut(visible(meaning), Math.max(0, width - widthOf(start) - 2), ellipsis);
    if (sign === pointer) return theme.paint('name', `${start}  ${rest}`.trimEnd());
    return `${start}  ${theme.paint('label', rest)}`.trimEnd();
  });
}
