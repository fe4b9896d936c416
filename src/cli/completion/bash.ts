// In: the tables of options, commands and fields. Out: the completion script for bash 4.4 or later.
import { commands, fieldWords, options, spellings } from './words.ts';

/**
 * bash splits words at = : < > & | and (, so the script reads the line itself: `value` is the text of the option's value
 * so far, of which bash replaces only the part behind the last of these.
 */
export function bashScript(): string {
  return `# bash completion for dnstop, made by: dnstop completion bash
_dnstop() {
  local line=\${COMP_LINE:0:COMP_POINT} word= before= quote= first= c i
  for ((i = 0; i < \${#line}; i++)); do
    c=\${line:i:1}
    case $quote$c in
      "''" | '""') quote= ;;
      "'" | '"') quote=$c ;;
      [[:space:]])
        [[ $word ]] && { [[ $before && ! $first ]] && first=$word; before=$word; }
        word= ;;
      *) word+=$c ;;
    esac
  done
  local option=$before value=$word
  [[ $word == --*=* ]] && option=\${word%%=*} value=\${word#*=}
  COMPREPLY=()
  case $option in
${options
  .filter(({ value }) => value)
  .map(optionCase)
  .join('\n')}
  esac
  case $first in
${commands
  .filter(({ words }) => words)
  .map(
    ({ name, words }) =>
      `    ${name}) _dnstop_words "$2" ${words!.map(({ word }) => word).join(' ')}; return ;;`,
  )
  .join('\n')}
  esac
  if [[ $word == -* ]]; then
    _dnstop_words "$2" ${options.flatMap(spellings).join(' ')}
  elif [[ ! $first ]]; then
    _dnstop_words "$2" ${commands.map(({ name }) => name).join(' ')}
  fi
}

# Words that begin with the first argument.
_dnstop_words() {
  local start=$1; shift
  mapfile -t COMPREPLY < <(compgen -W "$*" -- "$start")
}

# Network namespaces behind the last comma.
_dnstop_netns() {
  local name=\${1##*,}
  mapfile -t COMPREPLY < <(compgen -W "host $(ls /run/netns 2>/dev/null)" -P "\${1%"$name"}" -- "$name")
}

# Fields behind the last character that is part of no name; the line goes on behind them.
_dnstop_fields() {
  local value=$1 current=$2 name=\${1##*[^A-Za-z0-9_.]} i
  mapfile -t COMPREPLY < <(compgen -W '${fieldWords.map(({ name }) => name).join(' ')}' -- "$name")
  ((\${#value} < \${#current})) && COMPREPLY=() # behind a closing quote
  local head=\${value%"$name"}
  for i in "\${!COMPREPLY[@]}"; do
    COMPREPLY[i]=$head\${COMPREPLY[i]}
    COMPREPLY[i]=\${COMPREPLY[i]:\${#value} - \${#current}}
  done
  compopt -o nospace
}

complete -F _dnstop dnstop
`;
}

type Option = (typeof options)[number];

function optionCase(option: Option): string {
  return `    ${spellings(option).join(' | ')}) ${completer(option)}return ;;`;
}

function completer({ choices, completes }: Option): string {
  if (choices) return `_dnstop_words "$2" ${choices.join(' ')}; `;
  switch (completes) {
    case 'file':
      return 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$2"); ';
    case 'netns':
      return '_dnstop_netns "$2"; ';
    case 'fields':
    case 'filter':
      return '_dnstop_fields "$value" "$2"; ';
    default:
      return '';
  }
}
