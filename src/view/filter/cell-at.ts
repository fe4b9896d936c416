// The row under the cursor and the chosen column -> a filter for what stands there, or for all that has something else.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import { findField } from '../../fields/find.ts';
import { cellFilter } from '../../filter/cell.ts';
import { compileFilter } from '../../filter/compile.ts';
import { FilterError } from '../../filter/error.ts';
import { compileGroupFilter } from '../../filter/group.ts';
import { positionOf } from '../state/cursor.ts';
import type { Pinned, State } from '../state/state.ts';
import type { World } from '../state/world.ts';

/** The column of a cell where none was chosen, if it is on show. */
const USUAL = 'name';
/** Columns that are no fields, and the fields they show. */
const SHOWN_AS: Record<string, string> = { time: 'timestamp' };
/** `f` follows at once; what comes this soon behind it, in milliseconds, makes it `f=` or `f!`. */
const BEHIND_FOLLOW_MS = 1000;

/** The column of the cell under the cursor; undefined for a table without columns. */
export function cellColumn({ cell }: State, columns: readonly string[]): string | undefined {
  if (cell !== undefined && columns.includes(cell)) return cell;
  return columns.includes(USUAL) ? USUAL : columns[0];
}

/** What `f` changed, if that was the key before and nothing else has changed since. */
export function beforeFollow({ followed, follow, anchor }: State, nowMs: number): Pinned | undefined {
  if (!followed || nowMs - followed.atMs > BEHIND_FOLLOW_MS) return undefined;
  return followed.after.follow === follow && followed.after.anchor === anchor ? followed.before : undefined;
}

/** The row the user had under the cursor when he pressed the first key of `f=`; -1 in an empty list. */
export function cellRow(state: State, { rows, height }: World, before: Pinned | undefined): number {
  const seen = before && !before.follow ? { ...state, ...before } : state;
  const { cursor } = positionOf(seen, rows, height);
  return cursor < 0 ? -1 : rows.at(cursor);
}

/** Undefined where there is no filter for it. `events` are those of the row, `shown` is what it has in the column. */
export function filterByCell(
  context: FieldContext,
  column: string,
  row: number,
  exclude: boolean,
  events: readonly number[] | undefined,
  shown: string,
): string | undefined {
  const field = findField(SHOWN_AS[column] ?? column);
  if (!field) return undefined;
  const matches = (expression: string): boolean =>
    events ? compileGroupFilter([expression], context)(events) : compileFilter(expression, context).test(row);
  const holds = (expression: string): boolean => {
    try {
      return matches(expression) !== exclude;
    } catch (error) {
      if (error instanceof FilterError) return false;
      throw error;
    }
  };
  for (const event of likeliest(field, context, [row, ...(events ?? [])], shown)) {
    const found = cellFilter(field, context, event, exclude, holds);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a transaction or trace the column shows what one of its events says, or something of the whole: a number, say. */
function likeliest(
  field: Field,
  context: FieldContext,
  events: readonly number[],
  shown: string,
): ReadonlySet<number> {
  const says = (event: number) => field.text(context, event);
  const equal = events.filter((event) => says(event) === shown);
  const some = shown === '' ? [] : events.filter((event) => says(event) !== '');
  return new Set([...equal, ...some, ...events]);
}
