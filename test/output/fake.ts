// In: rows as plain objects. Out: a store and fields that show them, without the addon.
import type { Batch } from '../../src/capture/batch.ts';
import { allocateColumns } from '../../src/capture/columns.ts';
import type { FieldContext } from '../../src/fields/context.ts';
import type { Field, FieldValue } from '../../src/fields/field.ts';
import { Store } from '../../src/store/store.ts';

/** A store of so many rows that have nothing but their DNS ID, which counts up from 0, in a context of its own. */
export function countingContext(capacity: number): FieldContext {
  return { store: new Store(capacity) } as FieldContext;
}

/** A batch whose rows have the IDs first, first + 1, … and no message. */
export function countingBatch(first: number, rows: number): Batch {
  const columns = allocateColumns(rows);
  for (let i = 0; i < rows; i++) columns.id[i] = (first + i) & 0xffff;
  return { rows, columns, entries: new Uint8Array(0), messages: new Uint8Array(0) };
}

/** A field of the row whose number indexes `values`. */
export function fakeField(
  name: string,
  values: readonly FieldValue[],
  width = 10,
  align: 'left' | 'right' = 'left',
) {
  const field: Partial<Field> = {
    name,
    title: name.toUpperCase(),
    width,
    align,
    value: (_context, row) => values[row],
    text: (_context, row) => String(values[row] ?? ''),
  };
  return field as Field;
}
