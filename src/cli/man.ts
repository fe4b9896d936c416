// In: the tables of options, commands, fields and keys. Out: the man page dnstop(1), in roff.
import { name, version } from '../../package.json';
import { FIELDS } from '../fields/table.ts';
import { KEYMAP } from '../view/keymap.ts';
import { COMMANDS, commandUsage } from './commands.ts';
import { optionMeaning, wrap } from './help.ts';
import { MAN_TEXTS, type ManText } from './man-texts.ts';
import { OPTIONS, type OptionEntry } from './table.ts';

/** Of the last change to what the page says by hand. */
const DATE = '2026-11-22';

/** The page, for man(7) of groff and mandoc, without a line end at its end. */
export function manPage(): string {
  return [
    `.TH ${name.toUpperCase()} 1 ${DATE} "${name} ${version}" "User Commands"`,
    '.ad l', // long lists of choices leave lines that cannot be filled
    ...section(
      'NAME',
      `${roff(name)} \\- every DNS message on the machine, in every network namespace, live`,
    ),
    ...section('SYNOPSIS', ...synopsis()),
    ...MAN_TEXTS.filter(({ after }) => after === 'SYNOPSIS').flatMap(handwritten),
    ...section('COMMANDS', ...commandLines()),
    ...section('OPTIONS', ...(OPTIONS as readonly OptionEntry[]).flatMap(optionLines)),
    ...MAN_TEXTS.filter(({ after }) => after === 'OPTIONS').flatMap(handwritten),
    ...section('FIELDS', ...fieldLines()),
    ...section('KEYS', ...keyLines()),
    ...MAN_TEXTS.filter(({ after }) => after === 'KEYS').flatMap(handwritten),
  ].join('\n');
}

const section = (title: string, ...lines: string[]) => [`.SH ${title}`, ...lines];
const bold = (text: string) => `\\fB${roff(text)}\\fR`;
const italic = (text: string) => `\\fI${roff(text)}\\fR`;
/** A term in its own line, its meaning indented below. */
const term = (left: string, ...meaning: string[]) => ['.TP', left, ...meaning];

function synopsis(): string[] {
  const lines = ['[options]', ...COMMANDS.map(commandUsage)].map((usage) => `${bold(name)} ${roff(usage)}`);
  return lines.flatMap((line, at) => (at === 0 ? [line] : ['.br', line]));
}

function commandLines(): string[] {
  return COMMANDS.flatMap((command) => {
    const words = 'words' in command ? command.words : [];
    const details = words.filter(({ word }) => word.startsWith('-'));
    return [
      ...term(bold(commandUsage(command)), ...text(command.meaning)),
      ...(details.length > 0
        ? ['.RS', ...details.flatMap(({ word, meaning }) => term(bold(word), ...text(meaning))), '.RE']
        : []),
    ];
  });
}

function optionLines(option: OptionEntry): string[] {
  const { name: long, short, value } = option;
  const spelled = [...(short ? [`-${short}`] : []), `--${long}`].map(bold).join(', ');
  return term(value ? `${spelled} ${italic(value)}` : spelled, ...text(optionMeaning(option)));
}

function fieldLines(): string[] {
  return [
    'Names for filters and',
    `${bold('--fields')};`,
    'nested in JSON.',
    ...FIELDS.flatMap(({ name: field, aliases, description }) =>
      term([field, ...aliases].map(bold).join(', '), ...text(description)),
    ),
  ];
}

function keyLines(): string[] {
  const told = KEYMAP.filter(({ description }) => description !== '');
  return [
    'The name in brackets is that of the config file.',
    ...told.flatMap(({ keys, description, name: action }) =>
      term(keys.map(bold).join(', '), ...text(`${description} [${action}]`)),
    ),
  ];
}

function handwritten({ title, lines }: ManText): string[] {
  const written = lines.flatMap((line, at) => {
    if (typeof line !== 'string') return term(bold(line[0]), ...text(line[1]));
    return typeof lines[at - 1] === 'object' ? ['.PP', ...text(line)] : text(line);
  });
  return section(title, ...written);
}

/** Lines as short as mandoc's lint wants them; the reader's terminal fills them anew. */
const text = (line: string) => wrap(line, 72).map(roff);

const CHARACTERS: Record<string, string> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** A text as roff shows it letter by letter, so that what is copied from the page works. */
function roff(text: string): string {
  const escaped = text
    .replace(/[\\\-'`^~]/g, (character) => CHARACTERS[character])
    .replace(
      /[^\x00-\x7f]/gu,
      (character) => `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    );
  return escaped.startsWith('.') ? `\\&${escaped}` : escaped;
}
