// In: the command line. Out: checked options, or the text that --help or --version prints.
import meow, { type AnyFlags } from 'meow';
import { name, version } from '../../package.json';
import type { RowKind } from '../fields/row-fields.ts';
import { canonical } from './canonical.ts';
import { commandByName } from './commands.ts';
import { helpText } from './help.ts';
import { narrowExpression, netnsExpression } from './narrow.ts';
import { OPTIONS, type OptionEntry, type OptionName } from './table.ts';
import { presetExpression, type TopOptions, topOptions } from './top.ts';
import { UsageError } from './usage-error.ts';
import { choice, count, ports, ring, seconds, words } from './values.ts';

export type OutputFormat = 'tui' | 'columns' | 'json' | 'jsonpretty' | 'yaml' | 'none';

/** What the program is asked to do. */
export interface Options {
  /** On a small cluster of its own. */
  demo: boolean;
  /** Tables in place of rows. */
  top?: TopOptions;
  /** Path of a capture file, '-' for standard input; undefined for live capture. */
  file?: string;
  /** Undefined: the full screen on a terminal, else columns. */
  output?: OutputFormat;
  /** What a row is. */
  rows: RowKind;
  /** Filter expressions, all of which must match: those of -F as typed first, then those that -n, -p, -c stand for. */
  filters: string[];
  /** As typed: `name,name` or `+name,-name`. */
  fields?: string;
  /** Network namespaces to capture in, by inode, name or path; empty for all. */
  netns: string[];
  /** Path of the capture file to write, '-' for standard output. */
  write?: string;
  /** Bytes and number of files that -w goes round. */
  ring?: { bytes: number; count: number };
  ports: number[];
  timeoutSeconds?: number;
  maxEvents: number;
  queryTimeoutSeconds: number;
  color: 'auto' | 'always' | 'never';
}

/** Either what to do, or what to print instead. */
export type Parsed = { options: Options } | { text: string };

type Flags = { [name in OptionName]?: string | string[] | boolean };

/**
 * Parses the arguments behind the program's name. `settings` are checked values, by long name, of options that are not
 * given. Throws UsageError.
 */
export function parseOptions(
  args: readonly string[],
  settings: ReadonlyMap<string, string> = new Map(),
): Parsed {
  const { options: typed, words: commands } = canonical(args);
  const cli = meow(helpText(), {
    importMeta: import.meta,
    argv: typed.map(protectQuotes),
    pkg: { name, version },
    description: false,
    autoHelp: false,
    autoVersion: false,
    helpIndent: 0,
    flags: meowFlags(),
  });
  const flags = byOptionName(cli.flags, settings);
  if (flags.help) return { text: cli.help.trim() };
  if (flags.version) return { text: `${name} ${version}` };
  const asked = new Set(commandsOf(commands));
  const demo = asked.has('demo');
  const options = { ...checked(flags), demo, top: topOptions(flags, asked.has('top')) };
  checkWrite(options);
  if (demo) checkDemo(options);
  return { options };
}

/**
 * The parser below meow strips a pair of quotes around a value, as a shell has done before, and drops an empty one:
 * give it another pair.
 */
function protectQuotes(argument: string): string {
  return argument.replace(/^(--[^=]+=)(["'].*)?$/s, '$1"$2"');
}

const camelCase = (text: string) => text.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The table in the form meow wants: camel case keys. Every option may be repeated there; the last one counts. */
function meowFlags(): AnyFlags {
  const entries: readonly OptionEntry[] = OPTIONS;
  const flag = (option: OptionEntry) =>
    option.value ? ({ type: 'string', isMultiple: true } as const) : ({ type: 'boolean' } as const);
  return Object.fromEntries(entries.map((option) => [camelCase(option.name), flag(option)]));
}

function byOptionName(parsed: Record<string, unknown>, settings: ReadonlyMap<string, string>): Flags {
  const flags: Flags = {};
  for (const option of OPTIONS as readonly OptionEntry[]) {
    const given = parsed[camelCase(option.name)];
    const last =
      Array.isArray(given) && !option.repeatable
        ? (given.at(-1) ?? settings.get(option.name) ?? option.initial)
        : given;
    flags[option.name as OptionName] = last as string | string[] | boolean | undefined;
  }
  return flags;
}

/** Commands that take options may go together; all other words are mistakes. */
function commandsOf(words: readonly string[]): readonly string[] {
  const wrong = words.find((word, at) => !commandByName(word)?.options || words.indexOf(word) < at);
  if (wrong !== undefined)
    throw new UsageError(`unexpected argument '${wrong}'; a filter needs -F, a capture file -r`);
  return words;
}

/** The demo has namespaces of its own to capture in. */
function checkDemo({ file, netns }: Options): void {
  if (file !== undefined) throw new UsageError('demo captures live; it takes no -r, --read');
  if (netns.length) throw new UsageError('demo captures in its own namespaces; narrow it by -n and -p');
}

/** Standard output carries rows or a capture file, not both. */
function checkWrite({ write, ring, output }: Options): void {
  if (write === '') throw new UsageError('-w, --write needs the name of a file');
  if (ring && (write === undefined || write === '-'))
    throw new UsageError('--ring needs -w, --write with the name of a file');
  if (write === '-' && output !== undefined && output !== 'none')
    throw new UsageError(`-w - writes to standard output, and so does -o ${output}; give -w a file`);
}

function checked(flags: Flags): Omit<Options, 'demo'> {
  const text = (name: OptionName) => flags[name] as string | undefined;
  const file = text('read');
  const netns = words('netns', text('netns')) ?? [];
  for (const name of ['namespace', 'podname', 'containername'] as const) words(name, text(name));
  const narrow = narrowExpression({
    namespace: text('namespace'),
    podname: text('podname'),
    containername: text('containername'),
    host: flags.host === true,
  });
  const filters = [...((flags.filter as string[] | undefined) ?? [])];
  filters.push(...((flags.preset as string[] | undefined) ?? []).map(presetExpression));
  if (narrow) filters.push(narrow);
  if (file !== undefined && netns.length) filters.push(netnsExpression(netns));
  if (file === '') throw new UsageError('-r, --read needs the name of a file');
  return {
    file,
    output: choice('output', text('output')),
    rows: choice('rows', text('rows'))!,
    filters,
    fields: text('fields'),
    netns,
    write: text('write'),
    ring: ring('ring', text('ring')),
    ports: ports(text('ports')!),
    timeoutSeconds: seconds('timeout', text('timeout')),
    maxEvents: count('max-events', text('max-events')!),
    queryTimeoutSeconds: seconds('query-timeout', text('query-timeout'))!,
    color: choice('color', text('color'))!,
  };
}
