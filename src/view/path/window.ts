// The rungs of a path, the hop under the cursor and a height -> the lines on show, below the heading of what they belong to.
import type { Rung } from './ladder.ts';
import type { PathLine } from './lines.ts';

export interface WindowLine extends PathLine {
  isCursor: boolean;
}

interface Placed {
  rung: Rung;
  line: PathLine;
}

/** Of the lines on show so many may be headings that would be above. */
const HEADINGS = 1 / 3;

/**
 * The lines that have a place, with the cursor in its middle where there are more. Headings above them of what the first
 * line and the cursor's belong to take the place of the first ones. Makes the lines of no more rungs than may be on show.
 */
export function pathWindow(
  ladder: readonly Rung[],
  linesOf: (rung: Rung) => readonly PathLine[],
  hop: number,
  height: number,
): WindowLine[] {
  if (height <= 0) return [];
  const placed = (rung: Rung) => linesOf(rung).map((line): Placed => ({ rung, line }));
  const found = ladder.findIndex((rung) => rung.kind === 'hop' && rung.hop.row === hop);
  const index = Math.max(0, found);
  let lines: Placed[] = [];
  for (let above = index - 1; above >= 0 && lines.length < height; above--)
    lines = [...placed(ladder[above]), ...lines];
  const cursor = lines.length;
  for (let below = index; below < ladder.length && lines.length < cursor + height; below++)
    lines.push(...placed(ladder[below]));
  const top = Math.max(0, Math.min(cursor - Math.floor(height / 2), lines.length - height));
  const most = Math.min(Math.floor(height * HEADINGS), cursor - top);
  const { headings, from } = belowHeadings(ladder, lines, index, top, most);
  const shown = headings.map((at) => ({ rung: ladder[at], line: linesOf(ladder[at])[0] }));
  shown.push(...lines.slice(from, from + height - headings.length));
  return shown.map(({ rung, line }) => ({ ...line, isCursor: line.row === hop && rung === ladder[found] }));
}

/**
 * The headings to put above the lines from `top` on, as places in the ladder, and the line that is the first below them then,
 * since those that make room for them may be headings, too. `cursor`: place of the rung under the cursor.
 */
function belowHeadings(
  ladder: readonly Rung[],
  lines: readonly Placed[],
  cursor: number,
  top: number,
  most: number,
): { headings: readonly number[]; from: number } {
  for (let from = top; ; from++) {
    const first = lines[from];
    if (first === undefined) return { headings: [], from };
    const inside = lines[from - 1]?.rung === first.rung ? 1 : 0;
    const before = ladder.indexOf(first.rung) + inside;
    const headings = headingsOf(ladder, [ladder[cursor], first.rung]).filter((at) => at < before);
    const room = from - top;
    if (headings.length <= room || room >= most)
      return { headings: headings.slice(0, room).sort((a, b) => a - b), from };
  }
}

/** Places of the headings of what `rungs` belong to, the most important first: their own, then those they were asked for. */
function headingsOf(ladder: readonly Rung[], rungs: readonly Rung[]): number[] {
  const own = rungs.map(({ transaction }) => transaction);
  const numbers = new Set([...own.map(({ transaction }) => transaction), ...own.map(({ parent }) => parent)]);
  const begins = (number: number) =>
    ladder.findIndex((rung) => rung.kind === 'transaction' && rung.transaction.transaction === number);
  return [...numbers].map(begins).filter((at) => at >= 0);
}
