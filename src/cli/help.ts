// In: the tables of options and commands. Out: the text of --help.
import { COMMANDS, commandUsage } from './commands.ts';
import { OPTIONS, type OptionEntry } from './table.ts';

const INDENT = 32;
const WIDTH = 100;

/** One option: its spelling on the left, its meaning wrapped on the right. */
function optionLines(option: OptionEntry): string {
  const letter = option.short ? `-${option.short}, ` : '    ';
  const left = `  ${letter}--${option.name}${option.value ? ` ${option.value}` : ''}`;
  const lines = wrap(optionMeaning(option), WIDTH - INDENT);
  const first = left.length < INDENT ? left.padEnd(INDENT) : `${left}\n${' '.repeat(INDENT)}`;
  return first + lines.join(`\n${' '.repeat(INDENT)}`);
}

/** The meaning of an option with what it takes and what it is by itself. */
export function optionMeaning({ choices, initial, meaning }: OptionEntry): string {
  return `${choices ? `${list(choices)}: ` : ''}${meaning}${initial ? ` (default ${initial})` : ''}`;
}

/** A long list may go on in the next line. */
const list = (choices: readonly string[]) => choices.join(choices.length > 6 ? ', ' : '|');

/** The lines of a text, none wider than `width` cells but for a longer word. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const USAGES: readonly [string, string][] = [
  ['[options]', 'live capture; the full screen when standard output is a terminal'],
  ['-r FILE [options]', 'the same from a capture file'],
  ...COMMANDS.map((command): [string, string] => [commandUsage(command), command.meaning]),
];

const USAGE_WIDTH = Math.max(...USAGES.map(([usage]) => `dnstop ${usage}`.length)) + 2;

/** The whole text, without a newline at its end. */
export function helpText(): string {
  return [
    'Every DNS message on the machine, in every network namespace: who asked, whom, what, the answer, how long it took.',
    '',
    ...USAGES.map(
      ([usage, meaning], at) =>
        `${at === 0 ? 'Usage: ' : '       '}${`dnstop ${usage}`.padEnd(USAGE_WIDTH)}${meaning}`,
    ),
    '',
    'Options:',
    ...OPTIONS.map(optionLines),
    '',
    'Filters: field op value, joined by && (or ,), || and !; op is = == != < <= > >= ~ !~ in.',
    '  dnstop -F name==example.com. -F "qr==R && latency_ns>50ms"',
    '  dnstop -o json -F "rcode!=Success" | jq -r .name',
    '',
    'Exit: 0 done or interrupted, 1 could not run, 2 wrong usage.',
  ].join('\n');
}
