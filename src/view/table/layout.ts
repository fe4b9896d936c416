// Columns, the widths of what they show, and the width of the table -> the columns that fit, with their widths.
import type { Shape, TableColumn } from './column.ts';

export interface Placed {
  column: TableColumn;
  width: number;
}

export interface Layout {
  placed: Placed[];
  /** Columns that found no place. */
  hidden: TableColumn[];
  /** Cells between two columns. */
  gap: number;
}

/** Cells before the first column, for the pointer at the cursor's row. */
export const GUTTER = 2;

/** Columns of these ranks and more stay while others can make do with less (Shape.tighter): with a little room, with next to none. */
const STAYING = [86, 90];

/**
 * Columns go, least important first, until all others have what they need; then each grows towards what it shows,
 * most important first, and the rest goes to the one that grows. Where the columns that another stands for do not all
 * find a place, it is shown in place of them. Columns that yield go before a column is cut that is to be whole.
 * @param seen by column name, the widest text seen so far in cells.
 */
export function layOut(columns: TableColumn[], seen: Map<string, number>, width: number): Layout {
  const standIn = columns.find((column) => column.standsFor);
  if (!standIn) return fit(columns, seen, width);
  const isReplaced = ({ field }: TableColumn): boolean => standIn.standsFor!.includes(field.name);
  const whole = fit(
    columns.filter((column) => column !== standIn),
    seen,
    width,
  );
  if (!whole.hidden.some(isReplaced)) return whole;
  const replaced = columns.filter(isReplaced);
  const layout = fit(
    columns.filter((column) => !replaced.includes(column)),
    seen,
    width,
  );
  const hidden = layout.hidden.filter((column) => column !== standIn);
  return { ...layout, hidden: [...hidden, ...replaced] };
}

/**
 * Names of the columns that have a place, in the order in which they would go if the table got narrower and narrower; the
 * last one stays.
 */
export function goingOrder(
  columns: TableColumn[],
  seen: Map<string, number>,
  { placed }: Layout,
  width: number,
): string[] {
  const left = new Set(placed.map(({ column }) => column.field.name));
  const gone: string[] = [];
  for (let narrower = width - 1; narrower > 0 && left.size > 1; narrower--)
    for (const { field } of layOut(columns, seen, narrower).hidden)
      if (left.delete(field.name)) gone.push(field.name);
  return [...gone, ...left];
}

function fit(columns: TableColumn[], seen: Map<string, number>, width: number): Layout {
  const gap = width >= 140 ? 2 : 1;
  const kept = [...columns];
  const hidden: TableColumn[] = [];
  let squeezed = 0;
  const needed = (): number =>
    kept.reduce((sum, { shape }) => sum + leastOf(shape, squeezed) + gap, GUTTER - gap);
  while (kept.length > 1 && needed() > width) {
    const goes = leastImportant(kept, seen);
    if (rankOf(kept[goes], seen) >= STAYING[squeezed]) squeezed++;
    else hidden.push(...kept.splice(goes, 1));
  }
  const widened = () => widen(kept, seen, squeezed, width - needed());
  let placed = widened();
  while (placed.some((place) => place.column.shape.whole && place.width < wanted(place.column, seen))) {
    const yielding = kept.filter((column) => column.shape.yields);
    if (yielding.length === 0) break;
    const goes = yielding[leastImportant(yielding, seen)];
    hidden.push(...kept.splice(kept.indexOf(goes), 1));
    placed = widened();
  }
  return { placed, hidden, gap };
}

/** Cells in which everything seen so far would be whole, as far as the column may grow. */
function wanted({ field, shape }: TableColumn, seen: Map<string, number>): number {
  return Math.min(shape.max, Math.max(shape.min, seen.get(field.name) ?? 0));
}

/** Cells it needs where it was squeezed so many times. */
function leastOf({ min, tighter }: Shape, squeezed: number): number {
  return (squeezed === 0 ? undefined : tighter?.[squeezed - 1]) ?? min;
}

function rankOf({ field, shape }: TableColumn, seen: Map<string, number>): number {
  return shape.emptyGoes && !seen.has(field.name) ? 0 : shape.rank;
}

function leastImportant(columns: TableColumn[], seen: Map<string, number>): number {
  const ranks = columns.map((column) => rankOf(column, seen));
  return ranks.lastIndexOf(Math.min(...ranks));
}

function widen(columns: TableColumn[], seen: Map<string, number>, squeezed: number, spare: number): Placed[] {
  const placed = columns.map((column) => ({ column, width: leastOf(column.shape, squeezed) }));
  const byImportance = [...placed].sort((a, b) => importance(b) - importance(a));
  let left = spare;
  for (const place of byImportance) {
    const { min, early = 0 } = place.column.shape;
    const first = Math.max(min, Math.min(early, wanted(place.column, seen)));
    const more = Math.max(0, Math.min(first - place.width, left));
    place.width += more;
    left -= more;
  }
  for (const place of byImportance) {
    const isWhole = place.column.shape.whole === true;
    // Source and destination are the same things the other way round on the response: they share what there is.
    const sharing = isWhole ? byImportance.filter(({ column }) => column.shape.whole) : [place];
    const part = Math.floor(left / (sharing.length - sharing.indexOf(place)));
    const more = Math.min(wanted(place.column, seen) - place.width, Math.max(0, part));
    if (left < 0) place.width = Math.max(1, place.width + left);
    else place.width += more;
    left -= Math.max(0, more);
  }
  const growing = placed.find((place) => place.column.shape.grows) ?? placed.at(-1);
  if (growing && left > 0) growing.width += left;
  return placed;
}

/** In which order columns are widened: the one that grows, those that are to be whole, then the others by rank. */
function importance({ column: { shape } }: Placed): number {
  if (shape.grows) return Number.POSITIVE_INFINITY;
  return shape.whole ? Number.MAX_SAFE_INTEGER : shape.rank;
}
