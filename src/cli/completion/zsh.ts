// In: the tables of options, commands and fields. Out: the completion script for zsh.
import type { OptionEntry } from '../table.ts';
import { commands, fieldWords, options, quoted } from './words.ts';

export function zshScript(): string {
  return `#compdef dnstop
# zsh completion for dnstop, made by: dnstop completion zsh

_dnstop_fields() {
  local -a fields=(
${fieldWords.map(({ name, meaning }) => `    ${quoted(`${name}:${meaning}`)}`).join('\n')}
  )
  compset -P '*[^A-Za-z0-9_.]'
  _describe -t fields field fields -S ''
}

_dnstop_netns() {
  compset -P '*,'
  _values 'network namespace' host /run/netns/*(N:t)
}

_dnstop_command() {
  local -a commands=(
${commands.map(({ name, meaning }) => `    ${quoted(`${name}:${meaning}`)}`).join('\n')}
  )
  _describe -t commands command commands
}

# What stands behind a command that takes no options of the program.
_dnstop_words() {
  local -a words_of
  case $words[2] in
${commands
  .filter(({ options }) => !options)
  .map(
    ({ name, words }) =>
      `    ${name}) words_of=(${(words ?? []).map(({ word, meaning }) => quoted(`${word}:${meaning}`)).join(' ')}) ;;`,
  )
  .join('\n')}
    *) return 1 ;;
  esac
  (( CURRENT == 3 )) && _describe -o -t words word words_of
  return 0
}

_dnstop() {
  (( CURRENT > 2 )) && _dnstop_words && return
  _arguments -s -S \\
${options.map((option) => `    ${specification(option)} \\`).join('\n')}
    '1: :_dnstop_command'
}

if [[ $funcstack[1] == _dnstop ]]; then
  _dnstop "$@"
else
  compdef _dnstop dnstop
fi
`;
}

/** As in zshcompsys(1): \`(those it excludes)'{-o+,--output=}'[meaning]:what:how\`. */
function specification(option: OptionEntry): string {
  const { name, short, value, repeatable, meaning } = option;
  const spelled = value ? [short && `-${short}+`, `--${name}=`] : [short && `-${short}`, `--${name}`];
  const names = spelled.filter((text) => text);
  const excludes = short && !repeatable ? `(-${short} --${name})` : repeatable ? '*' : '';
  const tail = `[${meaning.replace(/[\\[\]:]/g, '\\$&')}]${value ? `:${value.replaceAll(':', '\\:')}:${action(option)}` : ''}`;
  if (names.length === 1) return quoted(excludes + names[0] + tail);
  return `${excludes && quoted(excludes)}{${names.join(',')}}${quoted(tail)}`;
}

function action({ choices, completes }: OptionEntry): string {
  if (choices) return `(${choices.join(' ')})`;
  if (completes === 'file') return '_files';
  if (completes === 'netns') return '_dnstop_netns';
  return completes ? '_dnstop_fields' : ' ';
}
