// In: made-up events. Out: on standard output, what a frame of the screen costs, and the screen at 30 frames a second and idle.
//
// npx esbuild bench/frames.ts --bundle --platform=node --format=esm … --outfile=build/bench-frames.mjs (see scripts/bundle.mjs)
import { openSync, write } from 'node:fs';
import { FieldContext } from '../src/fields/context.ts';
import { FIELDS } from '../src/fields/table.ts';
import { Store } from '../src/store/store.ts';
import { type Clock, FRAME_MS, SYSTEM_CLOCK } from '../src/view/frames.ts';
import type { Terminal } from '../src/view/terminal/terminal.ts';
import { makeTheme } from '../src/view/theme.ts';
import { View } from '../src/view/view.ts';
import { DESCRIBED, MNEMONICS } from './mnemonics.ts';
import { SyntheticSource } from './synthetic.ts';

const COLUMNS = 200;
const LINES = 50;
const FRAMES = 600;
const SECONDS = 10;

const line = (what: string, figure: number, unit: string) =>
  console.log(`${what.padEnd(64)} ${figure.toFixed(2).padStart(8)} ${unit}`);
const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Time that passes only when told to, so that a frame can be measured from its reason to its last byte. */
class StepClock implements Clock {
  private time = 0;
  private timers: { at: number; call: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.time + milliseconds, call };
    this.timers.push(timer);
    return () => this.timers.splice(this.timers.indexOf(timer) >>> 0, 1);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter((timer) => timer.at <= this.time);
    this.timers = this.timers.filter((timer) => timer.at > this.time);
    for (const timer of due) timer.call();
  }
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
    context,
    fields: FIELDS,
    defaults: 'netns src dst comm pid qr qtype name rcode latency_ns addresses'.split(' '),
    filter: '',
    watched: () => ({ kind: 'live', namespaces: 4, ports: [53, 5353], since }),
    lost: () => 0,
    json: () => '',
    terminal,
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

async function eachFrame(): Promise<void> {
  const clock = new StepClock();
  const terminal = sink((_, done) => done());
  const { view, add } = open(terminal, clock);
  const times: number[] = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    add(LINES);
    const start = performance.now();
    clock.pass(FRAME_MS + 1);
    times.push(performance.now() - start);
  }
  const measured = times.slice(FRAMES / 3).sort((a, b) => a - b);
  line(`frame of ${LINES}x${COLUMNS}, every row new: median`, measured[measured.length >> 1], 'ms');
  line('the slowest in a hundred', measured[Math.floor(measured.length * 0.99)], 'ms');
  line('bytes of a frame', terminal.bytes / FRAMES, 'bytes');
  await view.stop();
}

async function overTime(): Promise<void> {
  const fd = openSync('/dev/null', 'w');
  const terminal = sink((text, done) => write(fd, text, () => done()));
  const { view, add } = open(terminal, SYSTEM_CLOCK);
  const share = async (what: string, seconds: number) => {
    const before = process.cpuUsage();
    await wait(seconds * 1000);
    const { user, system } = process.cpuUsage(before);
    line(what, (user + system) / 1e4 / seconds, '% of a core');
  };
  const timer = setInterval(() => add(LINES), FRAME_MS);
  await wait(1000);
  await share('30 frames a second, every row new', SECONDS);
  clearInterval(timer);
  await wait(3000);
  await share('idle', SECONDS);
  await view.stop();
}

await eachFrame();
await overTime();
process.exit(0);
