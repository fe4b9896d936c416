// In: the value of --fields. Out: the fields it asks for, in the order asked, or a UsageError.
import type { Field } from '../fields/field.ts';
import { findField, nearestField } from '../fields/find.ts';
import { UsageError } from './usage-error.ts';

/**
 * `name,name` is these fields only; `+name,-name` changes `initial`. A name of a group (`src`, `proc.creds`) stands for
 * its members among `available` where it is no field there itself.
 */
export function fieldsOf(
  list: string | undefined,
  initial: readonly Field[],
  available: readonly Field[],
): readonly Field[] {
  if (list === undefined) return initial;
  const items = list.split(',').map((item) => item.trim());
  const changes = items.filter((item) => /^[+-]/.test(item));
  if (changes.length > 0 && changes.length < items.length)
    throw new UsageError('--fields takes either name,name or +name,-name, not both');
  const result = new Set(changes.length > 0 ? initial : []);
  for (const item of items) {
    for (const field of named(item.replace(/^[+-]/, ''), available)) {
      if (item.startsWith('-')) result.delete(field);
      else result.add(field);
    }
  }
  if (result.size === 0) throw new UsageError('--fields leaves no field to show');
  return [...result];
}

function named(name: string, available: readonly Field[]): readonly Field[] {
  const field = findField(name);
  if (field && available.includes(field)) return [field];
  const group = `${name.toLowerCase()}.`;
  const members = available.filter((candidate) => candidate.name.toLowerCase().startsWith(group));
  if (members.length > 0) return members;
  if (field) throw new UsageError(`--fields: ${field.name} is a column only, not part of JSON`);
  const nearest = nearestField(name);
  throw new UsageError(`--fields: unknown field '${name}'${nearest ? `; did you mean ${nearest}?` : ''}`);
}
