// In: a rule. Out: a JavaScript expression that is true where it matches.
import type { FieldContext } from '../fields/context.ts';
import type { Field, Operand } from '../fields/field.ts';
import { nearest } from '../fields/nearest.ts';
import type { Code } from './code.ts';
import { FilterError } from './error.ts';
import { KeyVerdicts } from './key-verdicts.ts';
import type { Rule } from './parse.ts';
import { isNegated, positive, type ValueTest, valueTest } from './value-test.ts';
import { badValue, bitOf, codeOf, durationOf, flagOf, numberOf, type Time, timeOf } from './values.ts';
import { type Entries, OwnerVerdicts, Verdicts, YES } from './verdicts.ts';

type Of<From extends Operand['from']> = Extract<Operand, { from: From }>;

/** The expression of a rule. Throws FilterError for an operator or value that its field does not take. */
export function ruleCode(rule: Rule, code: Code, context: FieldContext): string {
  const expression = positiveCode(rule, code, context);
  return isNegated(rule.operator) ? `!(${expression})` : expression;
}

function positiveCode(rule: Rule, code: Code, context: FieldContext): string {
  const { operand } = rule.field;
  switch (operand.from) {
    case 'number':
      return numberCode(rule, operand, code);
    case 'code':
      return namedCode(rule, operand, code, context);
    case 'bits':
      return bitsCode(rule, operand, code, context);
    case 'text':
      return textCode(rule, operand, code, context);
    case 'process':
    case 'netns':
      return entryCode(rule, operand, code, context);
    case 'owner':
      return ownerCode(rule, operand, code, context);
    case 'time':
      return timeCode(rule, code, context);
    case 'row':
      return rowCode(rule, operand, code, context);
  }
}

const JS_OPERATORS = { '==': '===', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

/** NaN, where the number is not known, equals the empty text and nothing else. */
function numberCode(rule: Rule, operand: Of<'number'>, code: Code): string {
  const operator = positive(rule.operator);
  const read = `${code.bind(operand.read)}(c, i, l)`;
  if (operator === '~') {
    const test = valueTest(rule);
    const isFlag = rule.field.kind === 'flag';
    const text = (number: number) => (Number.isNaN(number) ? '' : isFlag ? String(number !== 0) : number);
    return `${code.bind((number: number) => test(text(number)))}(${read})`;
  }
  if (rule.field.kind === 'flag') only(rule, ['==', '!=']);
  if (rule.field.kind !== 'duration' && rule.values.every(({ text }) => text === ''))
    return `((x = ${read}) !== x)`;
  const parse = { flag: flagOf, duration: durationOf }[rule.field.kind as string] ?? numberOf;
  return comparison(
    code,
    read,
    operator,
    rule.values.map((value) => parse(rule, value)),
  );
}

/** `read` compared with a number, or equal to one of several. */
function comparison(
  code: Code,
  read: string,
  operator: keyof typeof JS_OPERATORS | 'in',
  values: number[],
): string {
  if (operator !== 'in') return `${read} ${JS_OPERATORS[operator]} ${code.bind(values[0])}`;
  return `(x = ${read}, ${values.map((value) => `x === ${code.bind(value)}`).join(' || ')})`;
}

function namedCode(rule: Rule, operand: Of<'code'>, code: Code, context: FieldContext): string {
  const operator = positive(rule.operator);
  const read = `${code.bind(operand.read)}(c, i)`;
  const { names } = operand;
  if (operator === '~') {
    const test = valueTest(rule);
    const matches = (number: number) =>
      test(names.name(context, number)) || names.synonyms(context, number).some((name) => test(name));
    // One more than the number: -1 stands for none.
    return verdict(code, `${read} + 1`, CODES, (index) => matches(index - 1));
  }
  const compared = comparison(
    code,
    read,
    operator,
    rule.values.map((value) => codeOf(rule, value, names, context)),
  );
  return operator === '<' || operator === '<=' ? `(${read} >= 0 && ${compared})` : compared;
}

/** Numbers of 16 bits and none; they never change their names. */
const CODES: Entries = { size: 65537, changes: 0, changedSince: () => true };

function bitsCode(rule: Rule, operand: Of<'bits'>, code: Code, context: FieldContext): string {
  only(rule, ['==', '!=', '~', '!~', 'in']);
  const names = operand.names(context);
  const read = `${code.bind(operand.read)}(c, i)`;
  if (positive(rule.operator) !== '~') {
    if (rule.values.some((value) => value.text === '')) return `${read} === 0`;
    const bits = rule.values.map((value) => bitOf(rule, value, names));
    return `(${read} & ${code.bind(bits.reduce((all, bit) => all | bit))}) !== 0`;
  }
  const test = valueTest(rule);
  const mask = names.reduce((all, name, bit) => (test(name) ? all | (1 << bit) : all), 0);
  return `(${read} & ${code.bind(mask)}) !== 0`;
}

function verdict(
  code: Code,
  index: string,
  entries: Entries,
  decide: (index: number) => boolean,
  version: () => number = () => 0,
  lasting = false,
): string {
  const verdicts = new Verdicts(entries, decide, version, lasting);
  const table = code.prepare(verdicts);
  return `(${table}[x = ${index}] || ${code.bind(verdicts)}.judge(x)) === ${YES}`;
}

function textCode(rule: Rule, operand: Of<'text'>, code: Code, context: FieldContext): string {
  const test = valueTest(rule);
  const { text } = context.store;
  const decide = (index: number) => test(operand.read(text.at(index), context));
  const version = operand.identities ? () => context.identities.version : undefined;
  return verdict(code, `${code.bind(operand.index)}(c, i)`, text, decide, version);
}

function entryCode(
  rule: Rule,
  operand: Of<'process'> | Of<'netns'>,
  code: Code,
  context: FieldContext,
): string {
  const test = valueTest(rule);
  const { processes, netns } = context.store;
  if (operand.from === 'process') {
    const decide = (index: number) => test(operand.read(processes.at(index), context));
    return verdict(code, 'c.process[i]', processes, decide, undefined, true);
  }
  const decide = (index: number) => test(operand.read(netns.at(index), context));
  return verdict(code, 'c.netns[i]', netns, decide, () => context.identities.version, true);
}

function ownerCode(rule: Rule, operand: Of<'owner'>, code: Code, context: FieldContext): string {
  const test = valueTest(rule);
  const { processes, netns } = context.store;
  const verdicts = new OwnerVerdicts(
    processes,
    netns,
    (process, home) => test(operand.read(process, home, context)),
    () => context.identities.version,
  );
  return `${code.prepare(verdicts)}.of(c.process[i], c.netns[i]) === ${YES}`;
}

function timeCode(rule: Rule, code: Code, context: FieldContext): string {
  const { field, values } = rule;
  const operator = positive(rule.operator);
  if (operator === '~') return rowTest(code, valueTest(rule), (row) => [field.text(context, row)]);
  const compare = ({ seconds, nanoseconds }: Time, sign: string) =>
    `(c.time_s[i] - ${code.bind(seconds)} || c.time_ns[i] - ${code.bind(nanoseconds)}) ${sign} 0`;
  const sign = operator === 'in' ? '===' : JS_OPERATORS[operator];
  return `(${values.map((value) => compare(timeOf(rule, value), sign)).join(' || ')})`;
}

function rowCode(rule: Rule, operand: Of<'row'>, code: Code, context: FieldContext): string {
  if (operand.words && positive(rule.operator) !== '~') oneOf(rule, operand.words);
  const test = valueTest(rule);
  const read = (row: number) => {
    const value = operand.read(context, row);
    return typeof value === 'string' ? [value] : value;
  };
  if (!operand.key) return rowTest(code, test, read);
  const { text } = context.store;
  const verdicts = new KeyVerdicts(
    (row) => read(row).some(test),
    () => text.changes + context.identities.version,
  );
  return `${code.prepare(verdicts)}.of(${code.bind(operand.key)}(c, i), row) === ${YES}`;
}

function rowTest(code: Code, test: ValueTest, read: (row: number) => readonly (string | number)[]): string {
  return `${code.bind((row: number) => read(row).some(test))}(row)`;
}

function only(rule: Rule, operators: readonly Rule['operator'][]): void {
  if (operators.includes(rule.operator)) return;
  const message = `${rule.field.name} does not take "${rule.operator}"`;
  throw new FilterError({
    message,
    column: rule.operatorColumn,
    expected: operators.join(' or '),
    nearest: undefined,
  });
}

/** Throws for a value that the field never has. */
function oneOf(rule: Rule, words: readonly string[]): void {
  const known = words.filter((word) => word !== '');
  const wrong = rule.values.find(({ text }) => text !== '' && !known.includes(text));
  if (wrong) throw badValue(rule, wrong, known.join(', '), nearest(wrong.text, known));
}

/** Whether the field's values depend on what is known about containers and pods. */
export function dependsOnIdentities({ operand }: Field): boolean {
  return (
    operand.from === 'netns' ||
    operand.from === 'owner' ||
    ('identities' in operand && operand.identities === true)
  );
}
