// In: made-up events. Out: what a frame of the screen costs, and the screen at 30 frames a second and idle.
import { openSync, write } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { FieldContext } from '../src/fields/context.ts';
import { FIELDS } from '../src/fields/table.ts';
import { Store } from '../src/store/store.ts';
import { type Clock, FRAME_MS, SYSTEM_CLOCK } from '../src/view/frames.ts';
import type { Terminal } from '../src/view/terminal/terminal.ts';
import { Background } from '../src/view/theme/background.ts';
import { makeTheme } from '../src/view/theme.ts';
import { View } from '../src/view/view.ts';
import { FakeClock } from '../test/view/support/fake-clock.ts';
import { type Effort, type Figure, median, quantile } from './figure.ts';
import { DESCRIBED, MNEMONICS } from './mnemonics.ts';
import { COLUMNS, LINES } from './pty.ts';
import { SyntheticSource } from './synthetic.ts';

const FRAMES = 600;
const FRAME_MOST_MS = 5;
const BUSY_PERCENT = 25;
const IDLE_PERCENT = 1;

/** Frames one by one, then on the clock. */
export async function frames({ quick }: Effort): Promise<Figure[]> {
  return [...(await eachFrame()), ...(await overTime(quick ? 3 : 10))];
}

/** A terminal that takes everything; counts the bytes. */
function sink(take: (text: string, done: () => void) => void): Terminal & { bytes: number } {
  const terminal = {
    bytes: 0,
    size: () => ({ columns: COLUMNS, lines: LINES }),
    enter: () => {},
    leave: () => {},
    write(text: string, done: () => void) {
      terminal.bytes += Buffer.byteLength(text);
      take(text, done);
    },
  };
  return terminal;
}

function open(terminal: Terminal, clock: Clock) {
  const store = new Store(100_000);
  const since = new Date();
  const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => DESCRIBED });
  const source = new SyntheticSource();
  const view = new View({
    files: { name: () => '', save: async () => ({ exists: true }) },
    context,
    fields: FIELDS,
    defaults: 'netns src dst comm pid qr qtype name rcode latency_ns addresses'.split(' '),
    filters: [],
    watched: () => ({ kind: 'live', namespaces: 4, ports: [53, 5353], since }),
    lost: () => 0,
    json: () => '',
    terminal,
    background: new Background({ setting: 'dark', color: true, env: {}, now: () => 0 }),
    clipboard: { copy: () => ({ sequence: '', said: 'copied' }) },
    theme: makeTheme(true, true),
    onQuit: () => {},
    clock,
  });
  view.start();
  const add = (rows: number) => {
    store.append(source.batch(rows, Date.now()));
    view.tick();
  };
  return { view, add };
}

/** Every row of the table is new in each frame. */
async function eachFrame(): Promise<Figure[]> {
  // So that a frame can be measured from its reason to its last byte.
  const clock = new FakeClock();
  const terminal = sink((_, done) => done());
  const { view, add } = open(terminal, clock);
  const times: number[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    add(LINES);
    const start = performance.now();
    clock.pass(FRAME_MS + 1);
    times.push(performance.now() - start);
  }
  await view.stop();
  const measured = times.slice(FRAMES / 3);
  const slowest = quantile(measured, 0.99).toFixed(1);
  const note = `slowest in a hundred ${slowest} ms, ${Math.round(terminal.bytes / FRAMES)} bytes`;
  const what = `(d) frame of ${LINES}x${COLUMNS}, every row new`;
  return [{ what, value: median(measured), unit: 'ms', most: FRAME_MOST_MS, note }];
}

async function overTime(seconds: number): Promise<Figure[]> {
  const fd = openSync('/dev/null', 'w');
  const terminal = sink((text, done) => write(fd, text, () => done()));
  const { view, add } = open(terminal, SYSTEM_CLOCK);
  const share = async () => {
    const before = process.cpuUsage();
    await pass(seconds * 1000);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e4 / seconds;
  };
  const timer = setInterval(() => add(LINES), FRAME_MS);
  await pass(1000);
  const busy = await share();
  clearInterval(timer);
  await pass(3000); // the rates in the header fall to 0
  const idle = await share();
  await view.stop();
  return [
    {
      what: '(d) screen alone, 30 frames/s, every row new',
      value: busy,
      unit: '% of a core',
      most: BUSY_PERCENT,
    },
    { what: '(d) screen alone, idle', value: idle, unit: '% of a core', most: IDLE_PERCENT },
  ];
}
