// In: what the program knows that a config file may name. Out: a file that names all of it, commented out.
import { defaultColumns } from '../fields/defaults.ts';
import { FIELDS } from '../fields/table.ts';
import { type KnownAction, THEMES, type Vocabulary } from './settings.ts';

const COMMENT_AT = 44;
const EXAMPLES: readonly [string, string][] = [
  ['slow', 'qr==R && latency_ns>50ms'],
  ['failed', 'qr==R && rcode!=Success && rcode!=NameError'],
  ['coredns', 'comm==coredns || k8s.podName~^coredns-'],
];

/** The text of `dnstop config --template`: `#` before a setting, `##` before an explanation. */
export function configTemplate(known: Vocabulary, path: string): string {
  return [
    `## Settings of dnstop: ${path}`,
    '## Take the # from a line to set it: they show defaults, and examples. dnstop config says what is wrong.',
    ...known.options.flatMap(({ name, meaning, initial }) => [
      '',
      `## ${meaning}`,
      `#${name}: ${quoted(initial ?? '')}`.trimEnd(),
    ]),
    '',
    ...themeLines(),
    '',
    ...columnLines(),
    '',
    ...filterLines(),
    '',
    ...keyLines(known.actions),
  ].join('\n');
}

function themeLines(): string[] {
  return [
    `## Colours of the screen: ${THEMES.join(', ')}. auto asks the terminal for its background.`,
    '#theme: auto',
  ];
}

function columnLines(): string[] {
  const shown = ['time', ...defaultColumns('none')];
  const width = Math.max(...FIELDS.map(({ name }) => name.length));
  return [
    '## Columns of the screen, in this order, until others are chosen there (c); by themselves they suit the machine: pods,',
    '## containers or network namespaces. A width may follow: fit (its text), grow (what nobody else wants) or cells.',
    '#columns:',
    ...shown.map((name) => `#  - ${name}${name === 'name' ? ': grow' : ''}`),
    '##',
    `##   ${'time'.padEnd(width)}  time of day, in the local time zone`,
    ...FIELDS.map(({ name, description }) => `##   ${name.padEnd(width)}  ${description}`),
  ];
}

function filterLines(): string[] {
  return [
    '## Saved filters, by name.',
    '#filters:',
    ...EXAMPLES.map(([name, expression]) => `#  ${name}: ${quoted(expression)}`),
  ];
}

function keyLines(actions: readonly KnownAction[]): string[] {
  return [
    '## Keys of the screen: one, [several, of, them], or [] for none. A key given here is taken from what it did before.',
    '#keys:',
    ...actions.map(({ name, keys, description }) => {
      const line = `#  ${name}: ${keys.length === 1 ? quoted(keys[0]) : `[${keys.map(quoted).join(', ')}]`}`;
      return description === '' ? line : `${line.padEnd(COMMENT_AT)} # ${description}`;
    }),
  ];
}

/** Plain where YAML takes it for a text in any place. */
function quoted(text: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_.,+-]*$/.test(text) || text === ''
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
