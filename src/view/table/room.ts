// Columns, what they show and a width -> which of them have a place in a table of that width, and which go first.
import type { TableColumn } from './column.ts';
import { goingOrder, layOut } from './layout.ts';

/** Which columns have no place for want of width, and in which order the others would follow them; by name. */
export interface Room {
  readonly hidden: readonly string[];
  /** The last one stays. */
  readonly going: readonly string[];
  /** On show only in place of these. */
  readonly standIn?: { readonly name: string; readonly of: readonly string[] };
}

export const UNKNOWN_ROOM: Room = { hidden: [], going: [] };

/** @param seen as layOut() has it. */
export function roomIn(width: number, columns: TableColumn[], seen: Map<string, number>): Room {
  const layout = layOut(columns, seen, width);
  const standIn = layout.placed.find(({ column }) => column.standsFor)?.column;
  return {
    hidden: layout.hidden.map(({ field }) => field.name),
    going: goingOrder(columns, seen, layout, width),
    ...(standIn && { standIn: { name: standIn.field.name, of: standIn.standsFor! } }),
  };
}
