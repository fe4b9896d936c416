// In: a name as a user writes it. Out: the field, or the nearest known name.
import type { Field } from './field.ts';
import { nearest } from './nearest.ts';
import { FIELDS } from './table.ts';

const BY_NAME = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name.toLowerCase(), field])),
);

/** The field of that name or short name, in any case. */
export function findField(name: string): Field | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Full names of all fields, in the order of the table. */
export function fieldNames(): string[] {
  return FIELDS.map((field) => field.name);
}

/** The known field name (or short name) that `name` was probably meant to be. */
export function nearestField(name: string): string | undefined {
  return nearest(
    name,
    FIELDS.flatMap((field) => [field.name, ...field.aliases]),
  );
}
