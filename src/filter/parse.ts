// In: a filter expression as text. Out: its rules as a tree.
//
//   expr := or    or := and ("||" and)*    and := not (("&&" | ",") not)*    not := "!" not | "(" expr ")" | rule
//   rule := field op value    op := = == != < <= > >= ~ !~ in
//   value := bare word | "quoted" | number [ns|us|ms|s] | cidr | list    list := [cidr] "(" value ("," value)* ")"
import type { Field } from '../fields/field.ts';
import { findField, nearestField } from '../fields/find.ts';
import { nearest } from '../fields/nearest.ts';
import { FilterError } from './error.ts';
import { type Literal, OPERATORS, type Operator, Scanner } from './token.ts';

export interface Rule {
  readonly type: 'rule';
  readonly field: Field;
  readonly operator: Exclude<Operator, '='>;
  readonly operatorColumn: number;
  /** One, but for `in`. */
  readonly values: readonly Literal[];
}

export type Expression =
  | Rule
  | { readonly type: 'not'; readonly of: Expression }
  | { readonly type: 'and' | 'or'; readonly of: readonly Expression[] };

// Deeper than anybody nests, shallower than the stack.
const MAX_DEPTH = 200;

/** Parses one expression. Throws FilterError; values are checked by the compiler. */
export function parseFilter(text: string): Expression {
  const scanner = new Scanner(text);
  const expression = parseOr(scanner, 0);
  if (!scanner.ended) throw unexpected(scanner, '&&, || or the end');
  return expression;
}

function parseOr(scanner: Scanner, depth: number): Expression {
  const of = [parseAnd(scanner, depth)];
  while (scanner.take('||')) of.push(parseAnd(scanner, depth));
  return of.length === 1 ? of[0] : { type: 'or', of };
}

function parseAnd(scanner: Scanner, depth: number): Expression {
  const of = [parseNot(scanner, depth)];
  while (scanner.take('&&') || scanner.take(',')) of.push(parseNot(scanner, depth));
  return of.length === 1 ? of[0] : { type: 'and', of };
}

function parseNot(scanner: Scanner, depth: number): Expression {
  if (depth > MAX_DEPTH) throw unexpected(scanner, `at most ${MAX_DEPTH} levels`);
  if (scanner.take('!')) return { type: 'not', of: parseNot(scanner, depth + 1) };
  const opened = scanner.column;
  if (!scanner.take('(')) return parseRule(scanner);
  const inner = parseOr(scanner, depth + 1);
  if (!scanner.take(')')) {
    const message = scanner.ended ? `"(" of column ${opened} is not closed` : `unexpected "${rest(scanner)}"`;
    throw new FilterError({ message, column: scanner.column, expected: ')', nearest: undefined });
  }
  return inner;
}

function parseRule(scanner: Scanner): Rule {
  scanner.skipSpace();
  const column = scanner.column;
  const name = scanner.field();
  if (name === '') throw unexpected(scanner, 'a field');
  const field = findField(name);
  if (!field) {
    const message = `unknown field "${name}"`;
    throw new FilterError({ message, column, expected: 'a field', nearest: nearestField(name) });
  }
  scanner.skipSpace();
  const operatorColumn = scanner.column;
  const operator = parseOperator(scanner, name);
  const values =
    operator === 'in' ? parseList(scanner, name) : [parseValue(scanner, `${name}${operator}`, operator)];
  return { type: 'rule', field, operator, operatorColumn, values };
}

function parseOperator(scanner: Scanner, field: string): Rule['operator'] {
  const column = scanner.column;
  const signs = scanner.operator();
  const operator = OPERATORS.find((known) => known === signs);
  if (operator) return operator === '=' ? '==' : operator;
  const message = signs === '' ? `no operator after "${field}"` : `unknown operator "${signs}"`;
  const expected = `one of ${OPERATORS.join(' ')}`;
  throw new FilterError({
    message,
    column,
    expected,
    nearest: signs === '' ? undefined : nearestOperator(signs),
  });
}

function parseValue(scanner: Scanner, before: string, operator: string): Literal {
  const value = scanner.value(operator === '~' || operator === '!~');
  if (value.text === '' && !value.quoted) {
    const message = `no value after "${before}"`;
    throw new FilterError({
      message,
      column: value.column,
      expected: 'a value, "" for empty',
      nearest: undefined,
    });
  }
  return value;
}

/** `(a, b)`, `cidr(a, b)`, or one value without brackets. */
function parseList(scanner: Scanner, field: string): Literal[] {
  const opened = scanner.take('cidr(') || scanner.take('(');
  if (!opened) return [parseValue(scanner, `${field} in`, 'in')];
  const values = [parseValue(scanner, '(', 'in')];
  while (scanner.take(',')) values.push(parseValue(scanner, ',', 'in'));
  if (!scanner.take(')')) throw unexpected(scanner, ', or )');
  return values;
}

function unexpected(scanner: Scanner, expected: string): FilterError {
  const message = scanner.ended ? 'the filter ends too early' : `unexpected "${rest(scanner)}"`;
  return new FilterError({ message, column: scanner.column, expected, nearest: undefined });
}

/** What stands at the scanner, short enough for one line. */
function rest(scanner: Scanner): string {
  return scanner.text.slice(scanner.at).split(/\s/, 1)[0].slice(0, 24);
}

function nearestOperator(signs: string): string | undefined {
  if (signs === '=~') return '~';
  return nearest(signs, OPERATORS) ?? OPERATORS.find((known) => signs.includes(known));
}
