// In: the table of options. Out: the text of --help.
import { OPTIONS, type OptionEntry } from './table.ts';

const INDENT = 32;
const WIDTH = 100;

/** One option: its spelling on the left, its meaning wrapped on the right. */
function optionLines(option: OptionEntry): string {
  const letter = option.short ? `-${option.short}, ` : '    ';
  const left = `  ${letter}--${option.name}${option.value ? ` ${option.value}` : ''}`;
  const choices = option.choices ? `${option.choices.join('|')}: ` : '';
  const initial = option.initial ? ` (default ${option.initial})` : '';
  const lines = wrap(`${choices}${option.meaning}${initial}`, WIDTH - INDENT);
  const first = left.length < INDENT ? left.padEnd(INDENT) : `${left}\n${' '.repeat(INDENT)}`;
  return first + lines.join(`\n${' '.repeat(INDENT)}`);
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The whole text, without a newline at its end. */
export function helpText(): string {
  return [
    'Every DNS message on the machine, in every network namespace: who asked, whom, what, the answer, how long it took.',
    '',
    'Usage: dnstop [options]             live capture; the full screen when standard output is a terminal',
    '       dnstop demo [options]        the same on a small cluster of its own, made and removed again',
    '       dnstop -r FILE [options]     the same from a capture file',
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
