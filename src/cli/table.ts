// In: nothing. Out: the one table of the command line's options, from which parsing and the help text are made.

import { PRESETS } from '../filter/presets.ts';
import { DIMENSIONS } from '../tables/dimensions.ts';
import { SORT_KEYS } from '../tables/row.ts';
import { WINDOWS } from '../tables/window.ts';

/** One option. `value` is the placeholder of its argument in the help text; an option without it is a switch. */
export interface OptionEntry {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
  readonly initial?: string;
  /** The config file may say it, too. */
  readonly setting?: true;
  /** What a shell completes its value by, where it has no choices. */
  readonly completes?: 'file' | 'fields' | 'filter' | 'netns';
  readonly meaning: string;
}

export const OPTIONS = [
  {
    name: 'read',
    short: 'r',
    value: 'FILE',
    completes: 'file',
    meaning: "read pcap or pcapng instead of capturing ('-' = standard input); needs no root",
  },
  {
    name: 'output',
    short: 'o',
    value: 'FORMAT',
    choices: ['tui', 'columns', 'json', 'jsonpretty', 'yaml', 'none'],
    setting: true,
    meaning: 'json is one object a line; default tui on a terminal, else columns',
  },
  {
    name: 'rows',
    value: 'KIND',
    choices: ['events', 'transactions', 'traces'],
    initial: 'events',
    meaning: 'what a row is: a message at one point, a question with its answer, a whole lookup',
  },
  {
    name: 'filter',
    short: 'F',
    value: 'EXPR',
    repeatable: true,
    completes: 'filter',
    meaning: "keep matching rows, as in 'qr==R && rcode!=Success'; repeat it to AND",
  },
  {
    name: 'preset',
    value: 'NAME',
    choices: PRESETS.map(({ name }) => name),
    repeatable: true,
    meaning: 'keep what a filter of that name matches; repeat it to AND',
  },
  {
    name: 'by',
    value: 'WHAT',
    choices: ['name', 'name1', 'name2', ...DIMENSIONS.slice(1).map(({ name }) => name)],
    meaning: 'what a row of top is; name1 is the top-level domain, and so on up to name9 (default name)',
  },
  {
    name: 'window',
    value: 'SPAN',
    choices: WINDOWS,
    meaning: 'top counts lookups asked in that time (default all, which are kept in memory)',
  },
  {
    name: 'sort',
    value: 'COLUMN',
    choices: SORT_KEYS,
    meaning: 'order of the rows of top (default queries)',
  },
  { name: 'max-rows', value: 'N', meaning: 'rows of top before the rest is one row; 0 for all (default 20)' },
  {
    name: 'interval',
    value: 'SECONDS',
    meaning: 'time between two tables of top, with one at the end; 0 for that only (default 1, of a file 0)',
  },
  {
    name: 'fields',
    value: 'LIST',
    completes: 'fields',
    meaning: 'name,name to choose the fields; +name,-name to add and remove',
  },
  { name: 'namespace', short: 'n', value: 'LIST', meaning: 'Kubernetes namespaces, ! excludes' },
  { name: 'podname', short: 'p', value: 'LIST', meaning: 'Kubernetes pods, ! excludes' },
  { name: 'containername', short: 'c', value: 'LIST', meaning: 'containers, ! excludes' },
  { name: 'netns', value: 'LIST', completes: 'netns', meaning: 'network namespaces by inode, name or path' },
  { name: 'host', meaning: "the host's own network namespace too when -n, -p or -c narrow" },
  {
    name: 'ports',
    value: 'LIST',
    initial: '53,5353',
    setting: true,
    meaning: 'UDP and TCP ports on which DNS is expected',
  },
  {
    name: 'write',
    short: 'w',
    value: 'FILE',
    completes: 'file',
    meaning: "write matching events as pcapng, beside any output ('-' = standard output, and no other)",
  },
  {
    name: 'ring',
    value: 'SIZE:COUNT',
    meaning: 'with -w: files of about SIZE (k, M, G), the newest COUNT of them, as 100M:10',
  },
  { name: 'timeout', short: 't', value: 'SECONDS', meaning: 'stop after this long' },
  { name: 'max-events', value: 'N', initial: '1000000', setting: true, meaning: 'events kept in memory' },
  {
    name: 'query-timeout',
    value: 'SECONDS',
    initial: '5',
    setting: true,
    meaning: 'a query without a response is given up after this long',
  },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    initial: 'auto',
    setting: true,
    meaning: 'colours; NO_COLOR is honoured',
  },
  {
    name: 'config',
    value: 'FILE',
    completes: 'file',
    meaning: 'settings from this file and no other; /dev/null for none; see dnstop config',
  },
  { name: 'version', meaning: 'print the version' },
  { name: 'help', short: 'h', meaning: 'print this text' },
] as const satisfies readonly OptionEntry[];

export type OptionName = (typeof OPTIONS)[number]['name'];

const entries: readonly OptionEntry[] = OPTIONS;

/** The entry of an option by its long name, or undefined. */
export function optionByName(name: string): OptionEntry | undefined {
  return entries.find((option) => option.name === name);
}

/** The entry of an option by its letter, or undefined. */
export function optionByLetter(letter: string): OptionEntry | undefined {
  return entries.find((option) => option.short === letter);
}

/** How an option is named in messages: `-o, --output`, or `--ports`. */
export function optionLabel(option: OptionEntry): string {
  return option.short ? `-${option.short}, --${option.name}` : `--${option.name}`;
}
