// Columns, what they show, and the table as it is -> which of them have a place in a table of some width, and which go first.
import type { TableColumn } from './column.ts';
import { goingOrder, type Layout, layOut } from './layout.ts';

/** Which columns have no place for want of width, and in which order the others would follow them; by name. */
export interface Room {
  readonly hidden: readonly string[];
  /** Which have none at the moment only, and which have one at the moment only. */
  readonly hiddenNow: readonly string[];
  readonly shownNow: readonly string[];
  /** The last one stays. */
  readonly going: readonly string[];
  /** On show only in place of these. */
  readonly standIn?: { readonly name: string; readonly of: readonly string[] };
}

export const UNKNOWN_ROOM: Room = { hidden: [], hiddenNow: [], shownNow: [], going: [] };

/**
 * @param now the table on the screen, which may be narrower.
 * @param seen as layOut() has it.
 */
export function roomIn(width: number, now: Layout, columns: TableColumn[], seen: Map<string, number>): Room {
  const then = layOut(columns, seen, width);
  const hidden = namesOf(then.hidden);
  const standIn = now.placed.find(({ column }) => column.standsFor)?.column;
  return {
    hidden,
    hiddenNow: namesOf(now.hidden).filter((name) => !hidden.includes(name)),
    shownNow: namesOf(now.placed.map(({ column }) => column)).filter((name) => hidden.includes(name)),
    going: goingOrder(columns, seen, then, width),
    ...(standIn && { standIn: { name: standIn.field.name, of: standIn.standsFor! } }),
  };
}

const namesOf = (columns: readonly TableColumn[]): string[] => columns.map(({ field }) => field.name);
