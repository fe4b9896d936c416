// In: the options of `dnstop top` as typed. Out: what its tables count by, and how often they come.
import { findPreset, PRESETS } from '../filter/presets.ts';
import { DIMENSIONS, findDimension, MAX_LEVEL } from '../tables/dimensions.ts';
import type { SortKey } from '../tables/row.ts';
import type { Window } from '../tables/window.ts';
import type { OptionName } from './table.ts';
import { UsageError } from './usage-error.ts';
import { choice, limit, seconds } from './values.ts';

export interface TopOptions {
  /** Name of a dimension (src/tables/dimensions.ts). */
  readonly by: string;
  readonly window: Window;
  readonly sort: SortKey;
  /** 0: all. */
  readonly maxRows: number;
  /** Between two tables; 0: one at the end; undefined: as it suits the source. */
  readonly intervalSeconds: number | undefined;
}

type Flags = { readonly [name in OptionName]?: string | string[] | boolean };

/** Those that are about tables only, without a value of their own where they are not given. */
const TOP_ONLY = ['by', 'window', 'sort', 'max-rows', 'interval'] as const;

/** The options of a table; undefined where none was asked for. Throws UsageError. */
export function topOptions(flags: Flags, top: boolean): TopOptions | undefined {
  const text = (name: OptionName) => flags[name] as string | undefined;
  if (!top) {
    const given = TOP_ONLY.find((name) => text(name) !== undefined);
    if (given) throw new UsageError(`--${given} is for tables: dnstop top --${given}=${text(given)}`);
    return undefined;
  }
  if (text('rows') !== 'events') throw new UsageError('top counts transactions; it takes no --rows');
  if (text('fields') !== undefined) throw new UsageError('top has columns of its own; it takes no --fields');
  const interval = text('interval');
  return {
    by: by(text('by') ?? 'name'),
    window: choice('window', text('window')) ?? 'all',
    sort: choice('sort', text('sort')) ?? 'queries',
    maxRows: limit('max-rows', text('max-rows') ?? '20'),
    intervalSeconds: interval === '0' ? 0 : seconds('interval', interval),
  };
}

function by(name: string): string {
  if (findDimension(name)) return name;
  const known = DIMENSIONS.map((dimension) => dimension.name).join('|');
  throw new UsageError(`--by takes ${known} or name1 to name${MAX_LEVEL}, not '${name}'`);
}

/** The filter of --preset. Throws UsageError. */
export function presetExpression(name: string): string {
  const preset = findPreset(name);
  if (preset) return preset.expression;
  throw new UsageError(`--preset takes ${PRESETS.map((known) => known.name).join('|')}, not '${name}'`);
}
