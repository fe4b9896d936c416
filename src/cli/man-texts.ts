// In: the table of options. Out: what the man page says that no table holds.
import { THEMES } from '../config/settings.ts';
import { OPTIONS, type OptionEntry } from './table.ts';

/** A section; its lines are paragraphs of text, or a term and its meaning. */
export interface ManText {
  readonly title: string;
  /** The section made from a table that it follows. */
  readonly after: 'SYNOPSIS' | 'OPTIONS' | 'KEYS';
  readonly lines: readonly (string | readonly [string, string])[];
}

const SETTINGS = (OPTIONS as readonly OptionEntry[])
  .filter(({ setting }) => setting)
  .map(({ name }) => name)
  .join(', ');

export const MAN_TEXTS: readonly ManText[] = [
  {
    title: 'DESCRIPTION',
    after: 'SYNOPSIS',
    lines: [
      'Shows every DNS message on the machine, in every network namespace, as it happens: who asked, whom, what, the answer,',
      'and how long it took, over UDP and TCP, at each point a message passes, with the process that owns the socket.',
      'On a terminal it is a full screen, where ? shows the keys; else it prints rows.',
    ],
  },
  {
    title: 'FILTERS',
    after: 'OPTIONS',
    lines: [
      'A rule is: field operator value. Rules are joined by && (or a comma), || and !, and grouped by parentheses.',
      ['=, ==, !=', 'equal or not; names compare without regard to case, "" is empty'],
      ['<, <=, >, >=', 'numbers, and durations with ns, us, ms or s'],
      ['~, !~', 'a regular expression that may match anywhere'],
      ['in', 'a list in parentheses, or a network: src.addr in 10.0.0.0/8, pid in (12,13)'],
    ],
  },
  {
    title: 'EXAMPLES',
    after: 'KEYS',
    lines: [
      ["dnstop -F 'qr==R && rcode!=Success'", 'what goes wrong'],
      ["dnstop -o json -F 'latency_ns>50ms' | jq -r .name", 'names that are answered slowly'],
      ['dnstop -r capture.pcapng --rows traces', 'the lookups in a capture file, each as a whole'],
      ['tcpdump -i any -U -w - port 53 | dnstop -r -', 'what another program captures'],
    ],
  },
  {
    title: 'FILES',
    after: 'KEYS',
    lines: [
      [
        '$XDG_CONFIG_HOME/dnstop/config.yaml',
        'settings; ~/.config where the variable is not set. Never written',
      ],
      [
        '$XDG_STATE_HOME/dnstop/state.json',
        'columns, filter history and saved filters of the screen; ~/.local/state where the variable is not set',
      ],
      'Under sudo these are the files of the user who ran it, and stay his.',
    ],
  },
  {
    title: 'CONFIGURATION',
    after: 'KEYS',
    lines: [
      'The config file is YAML; dnstop config --template prints one that names everything. A mistake is told with its line',
      'and column at the start, and counts for nothing; the rest of the file holds.',
      ['keys', 'name of an action: a key, a list of keys, or [] for none'],
      ['theme', THEMES.join(', ')],
      ['columns', 'a list of fields, each with a width if wanted: fit, grow or a number of cells'],
      ['filters', 'saved filters: name: expression'],
      [SETTINGS, 'what the options of that name are where they are not given'],
    ],
  },
  {
    title: 'ENVIRONMENT',
    after: 'KEYS',
    lines: [
      ['NO_COLOR', 'no colours, where it is set and not empty'],
      ['XDG_CONFIG_HOME, XDG_STATE_HOME', 'see FILES'],
      ['DOCKER_HOST', 'socket of the daemon that is asked for the names of containers'],
    ],
  },
  {
    title: 'EXIT STATUS',
    after: 'KEYS',
    lines: [
      ['0', 'done, interrupted, or the reader of standard output has gone'],
      ['1', 'could not run: one line says what, why and what to do'],
      ['2', 'wrong usage, or dnstop config found a mistake'],
    ],
  },
  { title: 'SEE ALSO', after: 'KEYS', lines: ['tcpdump(8), tshark(1), jq(1), ip-netns(8)'] },
];
