// In: a rule. Out: a test for one value of its field, for fields whose values are text or come from a dictionary.
import { canonicalAddress, Prefixes } from './cidr.ts';
import { FilterError } from './error.ts';
import type { Rule } from './parse.ts';
import { patternTester } from './pattern.ts';
import type { Literal } from './token.ts';
import { badValue, numberOf } from './values.ts';

export type ValueTest = (value: string | number) => boolean;

/** A rule without its negation: `!=` is not `==`, `!~` is not `~`. */
export type Positive = '==' | '<' | '<=' | '>' | '>=' | '~' | 'in';

const POSITIVE: Readonly<Record<string, Positive>> = { '!=': '==', '!~': '~' };

export function positive(operator: Rule['operator']): Positive {
  return POSITIVE[operator] ?? (operator as Positive);
}

export function isNegated(operator: Rule['operator']): boolean {
  return operator in POSITIVE;
}

/** The rule's test, without its negation. Throws FilterError for a value that the field cannot have. */
export function valueTest(rule: Rule): ValueTest {
  if (positive(rule.operator) === '~') return patternTest(rule);
  if (rule.field.kind === 'number') return numberTest(rule);
  if (rule.field.kind === 'address' && rule.operator === 'in') return prefixTest(rule);
  return textTest(rule);
}

/** Whether a regular expression is found anywhere. Names match in any case. */
function patternTest(rule: Rule): ValueTest {
  const [value] = rule.values;
  const anyCase = rule.field.kind === 'name';
  if (LITERAL.test(value.text)) return literalTest(anyCase ? value.text.toLowerCase() : value.text, anyCase);
  const test = compilePattern(value, anyCase);
  return (text) => test(String(text));
}

/** A pattern that stands for itself: about ten times as fast that way. */
const LITERAL = /^[a-z0-9 _:/@%&=,;"'<>~!#-]+$/i;

function literalTest(wanted: string, anyCase: boolean): ValueTest {
  if (anyCase) return (text) => String(text).toLowerCase().includes(wanted);
  return (text) => String(text).includes(wanted);
}

function compilePattern(value: Literal, anyCase: boolean): (text: string) => boolean {
  try {
    return patternTester(value.text, anyCase);
  } catch (error) {
    const reason = String((error as Error).message).replace('error parsing regexp: ', '');
    const message = `bad regular expression: ${reason}`;
    throw new FilterError({ message, column: value.column, expected: '', nearest: undefined });
  }
}

function numberTest(rule: Rule): ValueTest {
  if (rule.values.some((value) => value.text === '')) return (value) => value === '';
  const wanted = rule.values.map((value) => numberOf(rule, value));
  const [first] = wanted;
  const compare = COMPARE[positive(rule.operator)];
  if (!compare) return (value) => wanted.includes(value as number);
  return (value) => value !== '' && compare(value, first);
}

function textTest(rule: Rule): ValueTest {
  const wanted = rule.values.map((value) => normal(rule, value));
  const [first] = wanted;
  const shape = rule.field.kind === 'name' ? (text: string) => text.toLowerCase() : (text: string) => text;
  const compare = COMPARE[positive(rule.operator)];
  if (compare) return (value) => compare(shape(String(value)), first);
  // Most values differ in length already, and none changes it with its case: the columns hold ASCII.
  if (wanted.length === 1)
    return (value) => String(value).length === first.length && shape(String(value)) === first;
  const set = new Set(wanted);
  return (value) => set.has(shape(String(value)));
}

/** Any address of a comma list within any of the prefixes. */
function prefixTest(rule: Rule): ValueTest {
  const prefixes = new Prefixes();
  for (const value of rule.values) {
    if (!prefixes.add(value.text)) throw badValue(rule, value, 'an address or a prefix such as 10.0.0.0/8');
  }
  return (value) =>
    String(value)
      .split(',')
      .some((address) => prefixes.has(address));
}

function normal(rule: Rule, value: Literal): string {
  if (rule.field.kind === 'name') return value.text.toLowerCase();
  if (rule.field.kind !== 'address' || value.text === '') return value.text;
  const addresses = value.text.split(',').map((part) => canonicalAddress(part.trim()));
  if (!addresses.includes(undefined)) return addresses.join(',');
  throw badValue(rule, value, value.text.includes('/') ? 'an address; prefixes go with "in"' : 'an address');
}

const COMPARE: { readonly [Operator in Positive]?: (a: string | number, b: string | number) => boolean } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
