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

_dnstop_word() {
  local -a words_of
  case $line[1] in
${commands
  .filter(({ words }) => words)
  .map(
    ({ name, words }) =>
      `    ${name}) words_of=(${words!.map(({ word, meaning }) => quoted(`${word}:${meaning}`)).join(' ')}) ;;`,
  )
  .join('\n')}
    *) return 1 ;;
  esac
  _describe -t words word words_of
}

_dnstop() {
  local context state state_descr line
  local -A opt_args
  _arguments -s -S \\
${options.map((option) => `    ${specification(option)} \\`).join('\n')}
    '1: :_dnstop_command' \\
    '2: :_dnstop_word'
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
