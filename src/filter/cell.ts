// In: a field and a row. Out: a filter for what the row has there, or for all that has not, as a user would write it.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { escapedPattern, literal } from './literal.ts';
import { valuesOf } from './value-reader.ts';

/**
 * The simplest expression that `holds` agrees with. Of times and latencies: at least as much, or less. Undefined where
 * the language has none.
 */
export function cellFilter(
  field: Field,
  context: FieldContext,
  row: number,
  exclude: boolean,
  holds: (expression: string) => boolean,
): string | undefined {
  const name = field.aliases[0] ?? field.name;
  const wanted = ways(name, field, context, row);
  const all = exclude
    ? wanted.flatMap(({ without, is }) => [without, `!(${is})`])
    : wanted.map(({ is }) => is);
  return all.find(holds);
}

interface Way {
  readonly is: string;
  readonly without: string;
}

function ways(name: string, field: Field, context: FieldContext, row: number): Way[] {
  if (field.kind === 'time') return [atLeast(name, literal(field.text(context, row)))];
  const values = valuesOf(field, context, row);
  const [first = ''] = values;
  if (field.kind === 'duration' && first !== '0') return durationWays(name, Number(first));
  if (first === '' || field.kind === 'duration')
    return [
      { is: `${name}==""`, without: `${name}!=""` },
      { is: `${name}!~"."`, without: `${name}~"."` },
    ];
  const each = (rule: (value: string) => string) => values.map(rule).join(' && ');
  const pattern = (value: string) => literal(`^${escapedPattern(value)}$`, true);
  if (values.length > 1) {
    const is = each((value) => `${name}==${literal(value)}`);
    return [{ is, without: `!(${is})` }];
  }
  return [
    { is: `${name}==${literal(first)}`, without: `${name}!=${literal(first)}` },
    { is: `${name}~${pattern(first)}`, without: `${name}!~${pattern(first)}` },
  ];
}

function atLeast(name: string, value: string): Way {
  return { is: `${name}>=${value}`, without: `${name}<${value}` };
}

const UNITS: readonly [number, string][] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'us'],
];

/** Rounded down as columns show it; to the nanosecond where that is not the same. */
function durationWays(name: string, ns: number): Way[] {
  const [size, unit] = UNITS.find(([least]) => ns >= least) ?? [1, 'ns'];
  const rounded = Math.floor((ns / size) * 100) / 100;
  return [atLeast(name, `${rounded}${unit}`), atLeast(name, `${ns}ns`)];
}
