// In: filter expressions. Out: whether they match events that belong together: those of a transaction or a trace.
import type { FieldContext } from '../fields/context.ts';
import { compileExpression } from './compile.ts';
import { type Expression, parseFilter, type Rule } from './parse.ts';
import { isNegated } from './value-test.ts';

/** Whether kept rows, taken together, match. */
export type GroupPredicate = (rows: readonly number[]) => boolean;

/**
 * Compiles expressions, all of which must match. A rule matches if any event of the group matches it, so that the
 * rules of `src.addr==CLIENT && dst.addr==UPSTREAM` may be met at either end of a path. An event that has no such value
 * does not meet `!=` and `!~`: else the query alone, having no rcode, would meet `rcode!=Success`. Throws FilterError.
 */
export function compileGroupFilter(expressions: readonly string[], context: FieldContext): GroupPredicate {
  return grouped({ type: 'and', of: expressions.map(parseFilter) }, context);
}

function grouped(expression: Expression, context: FieldContext): GroupPredicate {
  switch (expression.type) {
    case 'rule':
      return anyEvent(expression, context);
    case 'not': {
      const inner = grouped(expression.of, context);
      return (rows) => !inner(rows);
    }
    case 'and': {
      const parts = expression.of.map((part) => grouped(part, context));
      return (rows) => parts.every((part) => part(rows));
    }
    case 'or': {
      const parts = expression.of.map((part) => grouped(part, context));
      return (rows) => parts.some((part) => part(rows));
    }
  }
}

function anyEvent(rule: Rule, context: FieldContext): GroupPredicate {
  const predicate = compileExpression(rule, context);
  if (!isNegated(rule.operator)) return (rows) => rows.some((row) => predicate.test(row));
  return (rows) => rows.some((row) => rule.field.text(context, row) !== '' && predicate.test(row));
}
