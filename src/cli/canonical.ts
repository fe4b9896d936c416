// In: the arguments as typed. Out: the same as `--name=value` and `--name` only, and the words that are no options.
import { nearest } from '../fields/nearest.ts';
import { OPTIONS, type OptionEntry, optionByLetter, optionByName, optionLabel } from './table.ts';
import { UsageError } from './usage-error.ts';

/** Options in the order typed, each `--name` or `--name=value`; `words` are the other arguments. */
export interface Canonical {
  options: string[];
  words: string[];
}

/**
 * Follows the POSIX utility syntax guidelines 5, 6 and 10 and the GNU long forms, so `-ojson`, `-o json`, `-o=json`,
 * `--output json` and `--output=json` are the same, and a value may begin with `-`. Throws UsageError.
 */
export function canonical(args: readonly string[]): Canonical {
  const result: Canonical = { options: [], words: [] };
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift()!;
    if (arg === '--') result.words.push(...rest.splice(0));
    else if (arg.startsWith('--')) result.options.push(long(arg, rest));
    else if (arg.startsWith('-') && arg.length > 1) result.options.push(...short(arg, rest));
    else result.words.push(arg);
  }
  return result;
}

/** One `--name`, `--name=value` or `--name value`. */
function long(arg: string, rest: string[]): string {
  const equals = arg.indexOf('=');
  const name = arg.slice(2, equals < 0 ? undefined : equals);
  const option = optionByName(name);
  if (!option) throw new UsageError(`unknown option --${name}; ${hint(name)}see dnstop --help`);
  if (option.value) return withValue(option, equals < 0 ? rest.shift() : arg.slice(equals + 1));
  if (equals >= 0) throw new UsageError(`${optionLabel(option)} takes no value`);
  return `--${name}`;
}

/** The option that was probably meant. */
function hint(name: string): string {
  const near = nearest(
    name,
    OPTIONS.map((option) => option.name),
  );
  return near === undefined ? '' : `did you mean --${near}? `;
}

/** One cluster of letters: the first one that takes a value takes what is left of the cluster, or the next argument. */
function short(arg: string, rest: string[]): string[] {
  const found: string[] = [];
  for (let at = 1; at < arg.length; at++) {
    const option = optionByLetter(arg[at]);
    if (!option) throw new UsageError(`unknown option -${arg[at]}; see dnstop --help`);
    if (option.value) {
      const attached = arg.slice(at + 1).replace(/^=/, '');
      found.push(withValue(option, at + 1 < arg.length ? attached : rest.shift()));
      break;
    }
    found.push(`--${option.name}`);
  }
  return found;
}

function withValue(option: OptionEntry, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`${optionLabel(option)} needs a value: ${option.value}`);
  return `--${option.name}=${value}`;
}
