// The command line: every spelling of every option, and the one line for each way to get it wrong.
import { describe, expect, test } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { type Options, parseOptions } from '../../src/cli/options.ts';
import { OPTIONS } from '../../src/cli/table.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

function options(...args: string[]): Options {
  const parsed = parseOptions(args);
  if (!('options' in parsed)) throw new Error('printed a text instead');
  return parsed.options;
}

test('without arguments: live capture with the defaults of the contract', () => {
  expect(options()).toEqual({
    demo: false,
    file: undefined,
    output: undefined,
    rows: 'events',
    filters: [],
    fields: undefined,
    netns: [],
    ports: [53, 5353],
    timeoutSeconds: undefined,
    maxEvents: 1_000_000,
    queryTimeoutSeconds: 5,
    color: 'auto',
  });
});

test.each([
  [['-ojson']],
  [['-o', 'json']],
  [['-o=json']],
  [['--output=json']],
  [['--output', 'json']],
  [['-o', 'yaml', '-o', 'json']],
])('%j asks for JSON lines', (args) => {
  expect(options(...args).output).toBe('json');
});

const TOP = { by: 'name', window: 'all', sort: 'queries', maxRows: 20, intervalSeconds: undefined } as const;

test.each([
  [['demo'], { demo: true }],
  [['-t', '3', 'demo', '-o', 'json'], { demo: true, timeoutSeconds: 3, output: 'json' }],
  [['-r', '-'], { file: '-' }],
  [['-r-'], { file: '-' }],
  [['--read=a b.pcap'], { file: 'a b.pcap' }],
  [['-t1.5'], { timeoutSeconds: 1.5 }],
  [['--timeout', '10'], { timeoutSeconds: 10 }],
  [['--ports', '53,5300, 53'], { ports: [53, 5300] }],
  [['--max-events=5'], { maxEvents: 5 }],
  [['--query-timeout=2'], { queryTimeoutSeconds: 2 }],
  [['--netns', 'host,4026531840,/run/netns/x'], { netns: ['host', '4026531840', '/run/netns/x'] }],
  [['--fields', '-name,+rcode'], { fields: '-name,+rcode' }],
  [['--color=never'], { color: 'never' }],
  [['--rows=events'], {}],
  [['--rows', 'traces'], { rows: 'traces' }],
  [['-F', 'a==1', '--filter=b==2', '-Fc==3'], { filters: ['a==1', 'b==2', 'c==3'] }],
  [['-F', '"x"=="y"'], { filters: ['"x"=="y"'] }],
  [['-F', '!qr==Q'], { filters: ['!qr==Q'] }],
  [['-F', ''], { filters: [''] }],
  [['-F', '--help'], { filters: ['--help'] }],
  [['top'], { top: TOP }],
  [['demo', 'top', '--by', 'name2'], { demo: true, top: { ...TOP, by: 'name2' } }],
  [
    ['top', '--window=10s', '--sort', 'p95', '--max-rows=0', '--interval', '0'],
    { top: { ...TOP, window: '10s', sort: 'p95', maxRows: 0, intervalSeconds: 0 } },
  ],
  [['top', '--interval=0.5', '--max-rows', '7'], { top: { ...TOP, maxRows: 7, intervalSeconds: 0.5 } }],
  [
    ['-F', 'a==1', '--preset=refused', '--preset', 'ANY'],
    { filters: ['a==1', 'rcode==REFUSED', 'qtype==ANY'] },
  ],
])('%j', (args, expected) => {
  expect(options(...args)).toEqual({ ...options(), ...expected });
});

test.each([
  [['-n', 'demo,test'], '(k8s.namespace in ("demo","test"))'],
  [
    ['-n', 'demo', '-p', '!mypod'],
    '(k8s.namespace in ("demo")) && (k8s.podName!="") && !(k8s.podName in ("mypod"))',
  ],
  [['-c', 'web'], '(k8s.containerName in ("web") || runtime.containerName in ("web"))'],
  [['-n', 'demo', '--host'], '((k8s.namespace in ("demo"))) || netns==host'],
  [['-r', 'x', '--netns', 'red,12'], 'netns in ("red","12") || netns_id in (12)'],
])('%j becomes a filter', (args, filter) => {
  expect(options('-F', 'qr==R', ...args).filters).toEqual(['qr==R', filter]);
});

test.each([
  [['--frob'], 'unknown option --frob; see dnstop --help'],
  [['-x'], 'unknown option -x; see dnstop --help'],
  [['-o'], '-o, --output needs a value: FORMAT'],
  [['-oxml'], "-o, --output takes tui|columns|json|jsonpretty|yaml|none, not 'xml'"],
  [['--host=yes'], '--host takes no value'],
  [['-t', '0'], "-t, --timeout takes seconds above 0 (at most 2147483), not '0'"],
  [['-t', '1e3'], "-t, --timeout takes seconds above 0 (at most 2147483), not '1e3'"],
  [['--max-events', '-1'], "--max-events takes a number from 1 to 100000000, not '-1'"],
  [['--ports', '53,dns'], "--ports takes a comma list of ports from 1 to 65535, not 'dns'"],
  [['--ports', ''], "--ports takes a comma list of ports from 1 to 65535, not ''"],
  [['--netns', ''], "--netns takes a comma list of names, not ''"],
  [['-n', 'a,!'], "-n, --namespace takes a comma list of names, not 'a,!'"],
  [['--color', 'red'], "--color takes auto|always|never, not 'red'"],
  [['--rows', 'packets'], "--rows takes events|transactions|traces, not 'packets'"],
  [['-w', ''], '-w, --write needs the name of a file'],
  [['-w', '-', '-o', 'json'], '-w - writes to standard output, and so does -o json; give -w a file'],
  [['--ring', '1M:2'], '--ring needs -w, --write with the name of a file'],
  [['--ring', '1M:2', '-w', '-'], '--ring needs -w, --write with the name of a file'],
  [['--ring', '1M', '-w', 'x'], "--ring takes SIZE:COUNT, at least 64k and 1 file, as 100M:10, not '1M'"],
  [
    ['--ring', '63k:1', '-w', 'x'],
    "--ring takes SIZE:COUNT, at least 64k and 1 file, as 100M:10, not '63k:1'",
  ],
  [['--ring', '1M:0', '-w', 'x'], "--ring takes SIZE:COUNT, at least 64k and 1 file, as 100M:10, not '1M:0'"],
  [['top', 'demo', 'top'], "unexpected argument 'top'; a filter needs -F, a capture file -r"],
  [['top', 'config'], "unexpected argument 'config'; a filter needs -F, a capture file -r"],
  [['--by', 'name'], '--by is for tables: dnstop top --by=name'],
  [
    ['top', '--by', 'name0'],
    "--by takes name|qtype|rcode|server|client|process|container|namespace|netns or name1 to name9, not 'name0'",
  ],
  [['top', '--window', '5m'], "--window takes 10s|1m|all, not '5m'"],
  [['top', '--interval', '-1'], "--interval takes seconds above 0 (at most 2147483), not '-1'"],
  [['top', '--rows', 'traces'], 'top counts transactions; it takes no --rows'],
  [['top', '--fields', 'name'], 'top has columns of its own; it takes no --fields'],
  [
    ['--preset', 'x'],
    "--preset takes servfail|nxdomain|refused|unanswered|unknown-tlds|a-for-a|rfc1918-ptr|any, not 'x'",
  ],
  [['demo', 'x'], "unexpected argument 'x'; a filter needs -F, a capture file -r"],
  [['demo', '-r', 'x.pcap'], 'demo captures live; it takes no -r, --read'],
  [['demo', '--netns', 'x'], 'demo captures in its own namespaces; narrow it by -n and -p'],
  [['qr==R'], "unexpected argument 'qr==R'; a filter needs -F, a capture file -r"],
  [['--', '-o'], "unexpected argument '-o'; a filter needs -F, a capture file -r"],
  [['-r', ''], '-r, --read needs the name of a file'],
])('%j is wrong usage', (args, message) => {
  expect(() => parseOptions(args)).toThrow(new UsageError(message));
  expect(message).not.toContain('\n');
});

describe('--help', () => {
  test('names every option, within 100 columns', () => {
    for (const option of OPTIONS) expect(helpText()).toContain(`--${option.name}`);
    for (const line of helpText().split('\n')) expect(line.length).toBeLessThanOrEqual(115);
  });

  test.each([['--help'], ['-h']])('%s wins over what is wrong elsewhere', (flag) => {
    expect(parseOptions([flag, 'demo'])).toEqual({ text: helpText() });
  });

  test('--version prints name and version', () => {
    expect(parseOptions(['--version'])).toEqual({ text: expect.stringMatching(/^dnstop \d+\.\d+\.\d+$/) });
  });
});

test.each([
  ['100M:10', { bytes: 100_000_000, count: 10 }],
  ['64k:1', { bytes: 64_000, count: 1 }],
  ['2GB:3', { bytes: 2_000_000_000, count: 3 }],
  ['65536:2', { bytes: 65_536, count: 2 }],
])('--ring %s', (text, ring) => {
  expect(options('-w', 'x.pcapng', '--ring', text)).toMatchObject({ write: 'x.pcapng', ring });
});
