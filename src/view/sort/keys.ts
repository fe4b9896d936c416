// A field's value -> what rows are sorted by: a number, or a text without regard to case.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';

/** NaN and '' stand for no value. The keys of one field are all numbers or all texts. */
export type SortKey = number | string;

/** How a field's rows are compared. */
export function sortKeyOf(context: FieldContext, field: Field): (row: number) => SortKey {
  if (field.kind === 'time') return (row) => row;
  if (field.kind !== 'number' && field.kind !== 'duration')
    return (row) => field.text(context, row).toLowerCase();
  return (row) => {
    const value = Number(field.value(context, row) ?? Number.NaN);
    // Where there is nothing, JSON has a 0 and the screen an empty cell.
    return value === 0 && field.text(context, row) === '' ? Number.NaN : value;
  };
}

/** Whether large values are the ones to look at first. */
export const largestFirst = ({ kind }: Pick<Field, 'kind'>): boolean =>
  kind === 'number' || kind === 'duration';

/** Less than 0 where `a` stands before `b`; rows without a value stand last either way, equal ones in order of time. */
export function compareKeys(a: SortKey, aRow: number, b: SortKey, bRow: number, sign: 1 | -1): number {
  if (a < b) return isNone(a) ? 1 : -sign;
  if (a > b) return isNone(b) ? -1 : sign;
  // NaN is neither less nor more.
  if (a !== b && isNone(a) !== isNone(b)) return isNone(a) ? 1 : -1;
  return (aRow - bRow) * sign;
}

const isNone = (key: SortKey): boolean => key === '' || Number.isNaN(key);
