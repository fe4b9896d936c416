// In: a field and rows. Out: the texts that filters compare, read once for all rows that have the same.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';

/** Index of a row's value, and the values behind an index; valid until rows are appended. */
export interface Reader {
  /** -1 for no value. */
  index(place: number, row: number): number;
  values(index: number): readonly string[];
}

/** A reader of one field. */
export function readerOf(field: Field, context: FieldContext): Reader {
  const { operand } = field;
  const { columns, latency, text, processes, netns } = context.store;
  const one = (value: string | number): string[] => [String(value)];
  switch (operand.from) {
    case 'number': {
      const flag = field.kind === 'flag';
      return {
        index: (place) => operand.read(columns, place, latency),
        values: (number) => one(Number.isNaN(number) ? '' : flag ? String(number !== 0) : number),
      };
    }
    case 'code':
      return {
        index: (place) => operand.read(columns, place),
        values: (code) => one(operand.names.name(context, code)),
      };
    case 'bits': {
      const names = operand.names(context);
      return {
        index: (place) => operand.read(columns, place),
        values: (bits) => names.filter((_, bit) => (bits >>> bit) & 1),
      };
    }
    case 'text':
      return {
        index: (place) => operand.index(columns, place),
        values: (index) => one(operand.read(text.at(index), context)),
      };
    case 'process':
      return {
        index: (place) => columns.process[place],
        values: (index) => one(operand.read(processes.at(index), context)),
      };
    case 'netns':
      return {
        index: (place) => columns.netns[place],
        values: (index) => one(operand.read(netns.at(index), context)),
      };
    default:
      return rowReader(field, context);
  }
}

/** Of fields whose value needs more than one column: by pairs of indices, by their key, or row by row. */
function rowReader({ operand }: Field, context: FieldContext): Reader {
  const { columns, netns } = context.store;
  if (operand.from === 'owner') {
    const homes = netns.size + 1;
    return {
      index: (place) => columns.process[place] * homes + columns.netns[place],
      values: (pair) => [String(operand.read(Math.floor(pair / homes), pair % homes, context))],
    };
  }
  if (operand.from !== 'row') return { index: () => -1, values: () => [] };
  const read = (row: number): string[] => {
    const value = operand.read(context, row);
    return typeof value === 'string' ? [value] : value.map(String);
  };
  const { key } = operand;
  if (!key) return { index: (_, row) => row, values: read };
  const rows = new Map<number, number>();
  return {
    index: (place, row) => {
      const index = key(columns, place);
      rows.set(index, row);
      return index;
    },
    values: (index) => read(rows.get(index)!),
  };
}

/** The texts of one row: none, one, or several of a field that is a list. An empty one stands for no value. */
export function valuesOf(field: Field, context: FieldContext, row: number): readonly string[] {
  const reader = readerOf(field, context);
  return reader.values(reader.index(row % context.store.capacity, row));
}
