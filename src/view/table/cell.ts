// What a row has in a column, whole or in several forms, and the cells there are -> the text that stands there.
import { widthOf } from '../../fields/text.ts';

/** A text, or the whole and shorter and shorter ones that stand for it. */
export type Cell = string | readonly string[];

export function wholeOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell[0];
}

/** The longest that fits into `width` cells, else the shortest, which will be cut. */
export function fittingOf(cell: Cell, width: number): string {
  if (typeof cell === 'string') return cell;
  return cell.find((form) => widthOf(form) <= width) ?? cell[cell.length - 1];
}
