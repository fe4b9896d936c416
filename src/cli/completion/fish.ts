// In: the tables of options, commands and fields. Out: the completion script for fish 3.
import type { OptionEntry } from '../table.ts';
import { commands, fieldWords, quoted as inQuotes, options } from './words.ts';

const quoted = (text: string) => inQuotes(text.replaceAll('\\', '\\\\'), "\\'");

/** The options are those of the program, not of every command. */
const OPTIONS_FIT = `not __fish_seen_subcommand_from ${commands
  .filter((command) => !command.options)
  .map(({ name }) => name)
  .join(' ')}`;

export function fishScript(): string {
  return `# fish completion for dnstop, made by: dnstop completion fish

# Field names behind the last character of the token that is part of no name.
function __dnstop_fields
    set -l value (commandline -ct | string replace -r '^(--[a-z-]+=|-F)?[\\'"]?' '')
    set -l head (string replace -r '[A-Za-z0-9_.]*$' '' -- $value)
    set -l fields ${'\\'}
${fieldWords.map(({ name, meaning }) => `        ${name}\\t${quoted(meaning)}`).join(' \\\n')}
    printf '%s\\n' "$head"$fields
end

function __dnstop_netns
    set -l head (commandline -ct | string replace -r '^--netns=' '' | string replace -r '[^,]*$' '')
    set -l paths /run/netns/*
    printf '%s\\n' "$head"host "$head"(string replace -r '.*/' '' -- $paths)
end

complete -c dnstop -f
${commands
  .map(({ name, meaning }) => `complete -c dnstop -n __fish_use_subcommand -a ${name} -d ${quoted(meaning)}`)
  .join('\n')}
${commands.flatMap(({ name, words }) => (words ?? []).map(({ word, meaning }) => wordLine(name, word, meaning))).join('\n')}
${options.map(optionLine).join('\n')}
`;
}

function wordLine(command: string, word: string, meaning: string): string {
  return `complete -c dnstop -n '__fish_seen_subcommand_from ${command}' -a ${quoted(word)} -d ${quoted(meaning)}`;
}

function optionLine(option: OptionEntry): string {
  const { name, short, value, meaning } = option;
  const letter = short ? `-s ${short} ` : '';
  return `complete -c dnstop -n ${quoted(OPTIONS_FIT)} ${letter}-l ${name} ${value ? `${completer(option)} ` : ''}-d ${quoted(meaning)}`;
}

function completer({ choices, completes }: OptionEntry): string {
  if (choices) return `-x -a ${quoted(choices.join(' '))}`;
  if (completes === 'file') return '-r -F';
  if (completes === 'netns') return "-x -a '(__dnstop_netns)'";
  return completes ? "-x -a '(__dnstop_fields)'" : '-x';
}
