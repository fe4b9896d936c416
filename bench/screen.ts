// In: a rate of made-up events. Out: the screen showing them, for looking at it and for measuring it on a terminal.
import { FieldContext } from '../src/fields/context.ts';
import { FIELDS } from '../src/fields/table.ts';
import { Store } from '../src/store/store.ts';
import { TtyTerminal } from '../src/view/terminal/terminal.ts';
import { Background } from '../src/view/theme/background.ts';
import { isUnicodeLocale, makeTheme } from '../src/view/theme.ts';
import { View } from '../src/view/view.ts';
import { DESCRIBED, MNEMONICS } from './mnemonics.ts';
import { SyntheticSource } from './synthetic.ts';

const perSecond = Number(process.argv[2] ?? 0);
const store = new Store(Number(process.argv[3] ?? 100_000));
const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => DESCRIBED });
const hostile = {
  name: 'a\\027[2J.example.',
  comm: '\x1b[2J\x1b[H漢字\r\nx',
  netns: 'ns\u202eevil',
  iface: 'e\x07th',
};
const source = new SyntheticSource(process.argv[4] === 'hostile' ? [hostile] : undefined);
const since = new Date();

/** When the first frame was written, in milliseconds since the process began. */
let firstFrame = 0;
const terminal = new TtyTerminal(process.stdin, process.stdout);
const write = terminal.write.bind(terminal);
terminal.write = (text, done) => {
  firstFrame ||= performance.now();
  write(text, done);
};

const view = new View({
  files: { name: () => '', save: async () => ({ exists: true }) },
  context,
  fields: FIELDS,
  defaults: 'netns src dst comm pid qr qtype name rcode latency_ns addresses'.split(' '),
  filters: [],
  watched: () => ({ kind: 'live', namespaces: 4, ports: [53, 5353], since }),
  lost: () => 0,
  json: (row) => JSON.stringify({ row }),
  terminal,
  background: new Background({ setting: 'dark', color: true, env: {}, now: () => 0 }),
  clipboard: { copy: () => ({ sequence: '', said: 'copied' }) },
  theme: makeTheme(!process.env.NO_COLOR, isUnicodeLocale(process.env)),
  onQuit() {
    const { user, system } = process.cpuUsage();
    const share = (user + system) / 1e4 / process.uptime();
    process.stderr.write(
      `${store.end} events, ${share.toFixed(1)}% of a core in ${process.uptime().toFixed(1)} s, first frame after ${firstFrame.toFixed(0)} ms\n`,
    );
    process.exit(0);
  },
});
view.start();

const TICK_MS = 20;
let owed = 0;
if (perSecond > 0)
  setInterval(() => {
    owed += (perSecond * TICK_MS) / 1000;
    const rows = Math.floor(owed);
    if (rows === 0) return;
    owed -= rows;
    const { from, to } = store.append(source.batch(rows, Date.now()));
    for (let row = from; row < to; row++)
      if (row % 2 === 1) store.latency[row % store.capacity] = 1e6 + (row % 977) * 1e5;
    view.tick();
  }, TICK_MS);
