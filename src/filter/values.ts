// In: a value as written in a rule. Out: what it means for the rule's field, or an error that names it.
import type { FieldContext } from '../fields/context.ts';
import type { Names } from '../fields/field.ts';
import { nearest } from '../fields/nearest.ts';
import { FilterError } from './error.ts';
import type { Rule } from './parse.ts';
import type { Literal } from './token.ts';

const UNIT_NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** A point in event time, as two columns hold it. */
export interface Time {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export function badValue(rule: Rule, value: Literal, expected: string, near?: string): FilterError {
  const message = `${rule.field.name} cannot be "${value.text}"`;
  return new FilterError({ message, column: value.column, expected, nearest: near });
}

/** A whole or decimal number, or 0x and hex digits. */
export function numberOf(rule: Rule, value: Literal): number {
  if (/^-?\d+(\.\d+)?$|^0x[0-9a-f]+$/i.test(value.text)) return Number(value.text);
  throw badValue(rule, value, 'a number');
}

/** Nanoseconds; without unit the number is of nanoseconds. Empty is 0, as there is no latency then. */
export function durationOf(rule: Rule, value: Literal): number {
  if (value.text === '') return 0;
  const parts = /^(\d+(?:\.\d+)?)\s*([a-zµ]*)$/i.exec(value.text);
  const size = parts?.[2] === '' ? 1 : UNIT_NS[parts?.[2].toLowerCase() ?? ''];
  if (!parts || size === undefined) throw badValue(rule, value, 'a number with ns, us, ms or s');
  return Number(parts[1]) * size;
}

/** 1 or 0. */
export function flagOf(rule: Rule, value: Literal): number {
  const known: Record<string, number> = { true: 1, false: 0, '1': 1, '0': 0 };
  const flag = known[value.text.toLowerCase()];
  if (flag === undefined)
    throw badValue(rule, value, 'true or false', nearest(value.text, ['true', 'false']));
  return flag;
}

/** The number of a name; -1, which stands for none, for the empty text. */
export function codeOf(rule: Rule, value: Literal, names: Names, context: FieldContext): number {
  if (value.text === '') return -1;
  const code = names.code(context, value.text);
  if (code !== undefined) return code;
  const all = names.all(context);
  const expected = all.length === 0 ? '4 hex digits' : choice(all);
  throw badValue(rule, value, expected, nearest(value.text, all));
}

/** The bit of a name. */
export function bitOf(rule: Rule, value: Literal, names: readonly string[]): number {
  const bit = names.indexOf(value.text.toLowerCase());
  if (bit >= 0) return 1 << bit;
  throw badValue(rule, value, choice(names), nearest(value.text, names));
}

/** RFC 3339, in the local zone where it names none, or nanoseconds since the epoch. */
export function timeOf(rule: Rule, value: Literal): Time {
  if (/^\d+$/.test(value.text)) {
    const ns = BigInt(value.text);
    return { seconds: Number(ns / 1_000_000_000n), nanoseconds: Number(ns % 1_000_000_000n) };
  }
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/i.exec(value.text);
  const ms = parts ? Date.parse(`${parts[1]}T${parts[2]}${parts[4] ?? ''}`) : Number.NaN;
  if (Number.isNaN(ms)) throw badValue(rule, value, 'a time such as 2025-02-17T10:22:33.5Z');
  return { seconds: ms / 1000, nanoseconds: Number((parts?.[3] ?? '').padEnd(9, '0')) };
}

function choice(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')}, …`;
}
