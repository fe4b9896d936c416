// In: filter expressions. Out: a predicate over the rows of a store.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { readsTraces } from '../fields/trace-fields.ts';
import { Code } from './code.ts';
import { type Expression, parseFilter } from './parse.ts';
import type { Predicate } from './predicate.ts';
import { dependsOnIdentities, ruleCode } from './rule-code.ts';

/** Compiles expressions, all of which must match. Throws FilterError for the first that is wrong. */
export function compileFilter(expressions: string | readonly string[], context: FieldContext): Predicate {
  const list = typeof expressions === 'string' ? [expressions] : expressions;
  return compileExpression({ type: 'and', of: list.map(parseFilter) }, context);
}

/** Compiles what parseFilter made. Throws FilterError for a value that a field cannot have. */
export function compileExpression(expression: Expression, context: FieldContext): Predicate {
  const code = new Code();
  const text = expressionCode(expression, code, context);
  const version = someField(expression, dependsOnIdentities) ? () => context.identities.version : () => 0;
  return code.compile(text, context.store, version);
}

function expressionCode(expression: Expression, code: Code, context: FieldContext): string {
  switch (expression.type) {
    case 'rule':
      return ruleCode(expression, code, context);
    case 'not':
      return `!(${expressionCode(expression.of, code, context)})`;
    case 'and':
      return joined(expression.of, '&&', code, context) || 'true';
    case 'or':
      return joined(expression.of, '||', code, context);
  }
}

function joined(of: readonly Expression[], operator: '&&' | '||', code: Code, context: FieldContext): string {
  return of.map((part) => `(${expressionCode(part, code, context)})`).join(` ${operator} `);
}

/** Whether an expression asks for what only transactions and traces tell. Throws FilterError as compileFilter does. */
export function filterReadsTraces(expressions: readonly string[]): boolean {
  return expressions.some((expression) => someField(parseFilter(expression), readsTraces));
}

function someField(expression: Expression, test: (field: Field) => boolean): boolean {
  if (expression.type === 'rule') return test(expression.field);
  if (expression.type === 'not') return someField(expression.of, test);
  return expression.of.some((part) => someField(part, test));
}
