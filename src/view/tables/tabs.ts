// The chosen table and the width -> one line with a tab for each table, every one with the digit that selects it.
import { cut } from '../../fields/text.ts';
import { DIMENSIONS } from '../../tables/dimensions.ts';
import type { Theme } from '../theme.ts';

/** Cells beside the title of a tab: its digit, and spaces around and between; where it is narrow the digit alone. */
const WIDE = 4;
const NARROW = 1;
/** Between two narrow tabs. */
const GAPS = [2, 1];

/** Where it is narrow `1name 2type`, as the keys of htop; where not even that has a place the longest titles are cut. */
export function tabLine(theme: Theme, tab: number, width: number): string {
  const titles = DIMENSIONS.map(({ title }) => title);
  const cells = titles.reduce((sum, { length }) => sum + length, 0);
  const count = titles.length;
  if (cells + count * WIDE <= width)
    return titles.map((title, place) => wideTab(theme, title, place, place === tab)).join('');
  const spaceWith = (gap: number) => width - count * NARROW - (count - 1) * gap;
  const gap = GAPS.find((wide) => cells <= spaceWith(wide)) ?? GAPS[GAPS.length - 1];
  const most = mostCells(titles, tab, spaceWith(gap));
  return titles
    .map((title, place) =>
      narrowTab(theme, place === tab ? title : shortened(theme, title, most), place, tab),
    )
    .join(' '.repeat(gap));
}

function narrowTab(theme: Theme, text: string, place: number, tab: number): string {
  if (place === tab) return theme.paint('chosen', `${place + 1}${text}`);
  return theme.paint('key', String(place + 1)) + theme.paint('label', text);
}

function wideTab(theme: Theme, title: string, place: number, chosen: boolean): string {
  const digit = place + 1;
  if (chosen) return theme.paint('chosen', ` ${digit} ${title} `);
  return ` ${theme.paint('key', String(digit))} ${theme.paint('label', title)} `;
}

/** As many cells as each title but the chosen one may take. */
function mostCells(titles: readonly string[], tab: number, space: number): number {
  let most = Math.max(...titles.map(({ length }) => length));
  const taken = () =>
    titles.reduce((sum, { length }, place) => sum + (place === tab ? length : Math.min(length, most)), 0);
  while (most > 0 && taken() > space) most--;
  return most;
}

/** An ellipsis alone says nothing. */
function shortened({ glyphs }: Theme, title: string, cells: number): string {
  return cells < 2 ? '' : cut(title, cells, glyphs.ellipsis);
}
