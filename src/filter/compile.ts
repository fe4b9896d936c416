// In: a filter expression. Out: a predicate over the rows of a store.
import type { FieldContext } from '../fields/context.ts';
import { FilterError } from './error.ts';
import type { Predicate } from './predicate.ts';

/** Compiles expressions, all of which must match. Throws FilterError for the first one that is wrong. */
export function compileFilter(expressions: string | readonly string[], context: FieldContext): Predicate {
  throw new FilterError({
    message: `${expressions} ${context}`,
    column: 1,
    expected: '',
    nearest: undefined,
  });
}
