// In: nothing. Out: every field there is, in the order in which JSON has them.
import type { Field } from './field.ts';

export const FIELDS: readonly Field[] = [];
