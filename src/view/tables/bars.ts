// Parts of a whole and counts over time -> bars and sparklines of block characters, exact to an eighth of a cell.
import type { Glyphs } from '../theme.ts';

/** A bar of at most `width` cells for `part` of `whole`; what is not nothing shows. Not padded. */
export function bar(part: number, whole: number, width: number, { bars }: Glyphs): string {
  if (part <= 0 || whole <= 0) return '';
  const steps = bars.length;
  const filled = Math.max(1, Math.round(Math.min(1, part / whole) * width * steps));
  const full = bars[steps - 1].repeat(Math.floor(filled / steps));
  return filled % steps === 0 ? full : full + bars[(filled % steps) - 1];
}

/** One cell for each `cells`-th part of the counts, oldest first, against the highest; nothing is a space. */
export function sparkline(counts: readonly number[], cells: number, { sparks }: Glyphs): string {
  const each = counts.length / cells;
  const sums = Array.from({ length: cells }, (_, cell) =>
    counts
      .slice(Math.round(cell * each), Math.round((cell + 1) * each))
      .reduce((sum, count) => sum + count, 0),
  );
  const highest = Math.max(...sums);
  const steps = sparks.length;
  return sums
    .map((sum) => (sum === 0 ? ' ' : sparks[Math.max(0, Math.ceil((sum / highest) * steps) - 1)]))
    .join('');
}
