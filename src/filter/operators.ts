// In: a field. Out: the operators that suit it, the most useful first, and what they mean there.
import type { Field } from '../fields/field.ts';
import type { Operator } from './token.ts';

export interface SuitedOperator {
  readonly operator: Operator;
  readonly meaning: string;
}

const IS: SuitedOperator[] = [
  { operator: '==', meaning: 'is' },
  { operator: '!=', meaning: 'is not' },
];
const PATTERN: SuitedOperator[] = [
  { operator: '~', meaning: 'has in it, as a regular expression' },
  { operator: '!~', meaning: 'has not in it, as a regular expression' },
];
const MORE: SuitedOperator[] = [
  { operator: '>', meaning: 'is more than' },
  { operator: '>=', meaning: 'is at least' },
];
const LESS: SuitedOperator[] = [
  { operator: '<', meaning: 'is less than' },
  { operator: '<=', meaning: 'is at most' },
];
const ONE_OF: SuitedOperator = { operator: 'in', meaning: 'is one of (a, b)' };
const WITHIN: SuitedOperator = { operator: 'in', meaning: 'is within a prefix such as 10.0.0.0/8' };
const WHEN: SuitedOperator[] = [
  { operator: '>=', meaning: 'at that time or later' },
  { operator: '<', meaning: 'before that time' },
];

/** Each of them compiles with the values of the field. */
export function operatorsFor({ kind }: Field): readonly SuitedOperator[] {
  switch (kind) {
    case 'name':
      return [...PATTERN, ...IS, ONE_OF];
    case 'address':
      return [...IS, WITHIN, ...PATTERN];
    case 'number':
      return [...IS, ...MORE, ...LESS, ONE_OF];
    case 'duration':
      return [...MORE, ...LESS];
    case 'flag':
      return IS;
    case 'time':
      return WHEN;
    default:
      return [...IS, ...PATTERN, ONE_OF];
  }
}
