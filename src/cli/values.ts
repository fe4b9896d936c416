// In: the text of an option's value. Out: the value, or a UsageError that names the option and what it takes.
import { type OPTIONS, type OptionEntry, type OptionName, optionByName, optionLabel } from './table.ts';
import { UsageError } from './usage-error.ts';

/** A float is exact for every whole number up to here; more events than this would not fit any machine. */
const MAX_EVENTS = 100_000_000;
/** Smaller files hold little more than what describes them. */
const MIN_RING_BYTES = 64_000;
/** The longest time a timer of Node.js can wait: 2^31 - 1 ms. */
const MAX_SECONDS = 2_147_483;

function wrong(name: OptionName, value: unknown, takes: string): UsageError {
  return new UsageError(`${optionLabel(optionByName(name)!)} takes ${takes}, not '${value}'`);
}

type Entry<N extends OptionName> = Extract<(typeof OPTIONS)[number], { name: N }>;
type Choice<N extends OptionName> = Entry<N> extends { choices: readonly (infer C)[] } ? C : never;

/** One of the option's choices; undefined where it was not given. */
export function choice<N extends OptionName>(name: N, value: unknown): Choice<N> | undefined {
  if (value === undefined) return undefined;
  const choices: readonly string[] = (optionByName(name) as OptionEntry).choices ?? [];
  if (!choices.includes(String(value))) throw wrong(name, value, choices.join('|'));
  return value as Choice<N>;
}

/** A whole number of at least 1. */
export function count(name: OptionName, value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > MAX_EVENTS)
    throw wrong(name, value, `a number from 1 to ${MAX_EVENTS}`);
  return number;
}

/** A whole number, 0 for no limit. */
export function limit(name: OptionName, value: string): number {
  return /^0+$/.test(value) ? 0 : count(name, value);
}

/** Seconds above 0, with decimals if wanted; undefined where it was not given. */
export function seconds(name: OptionName, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^(\d+\.?\d*|\.\d+)$/.test(value) || number <= 0 || number > MAX_SECONDS)
    throw wrong(name, value, `seconds above 0 (at most ${MAX_SECONDS})`);
  return number;
}

/** `SIZE:COUNT` with k, M or G for powers of 1000; undefined where it was not given. */
export function ring(
  name: OptionName,
  value: string | undefined,
): { bytes: number; count: number } | undefined {
  if (value === undefined) return undefined;
  const [, size, unit, files] = /^(\d{1,12})([kMG]?)B?:(\d{1,5})$/i.exec(value) ?? [];
  const power = ['', 'k', 'm', 'g'].indexOf((unit ?? '').toLowerCase());
  const bytes = Number(size) * 1000 ** power;
  if (!(bytes >= MIN_RING_BYTES) || Number(files) < 1)
    throw wrong(name, value, 'SIZE:COUNT, at least 64k and 1 file, as 100M:10');
  return { bytes, count: Number(files) };
}

/** A comma list of port numbers. */
export function ports(value: string): number[] {
  const list = value.split(',').map((item) => item.trim());
  const isPort = (item: string) => /^\d{1,5}$/.test(item) && Number(item) >= 1 && Number(item) <= 65535;
  const bad = list.find((item) => !isPort(item));
  if (bad !== undefined) throw wrong('ports', bad, 'a comma list of ports from 1 to 65535');
  return [...new Set(list.map(Number))];
}

/** A comma list of names, `!` before one excludes it; none of them empty. Undefined where it was not given. */
export function words(name: OptionName, value: string | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  const list = value.split(',').map((item) => item.trim());
  if (list.some((item) => item === '' || item === '!')) throw wrong(name, value, 'a comma list of names');
  return list;
}

/** Checks the value that a config file gives an option. Throws UsageError. */
export function checkSetting(name: string, value: string): void {
  if (name === 'ports') ports(value);
  else if (name === 'max-events') count(name, value);
  else if (name === 'query-timeout') seconds(name, value);
  else choice(name as 'output' | 'color', value);
}
