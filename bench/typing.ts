// In: the built program on a terminal, full of events, and more coming. Out: how soon each key typed into the filter shows.
import { readFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import type { Lab } from '../test/lab/support/lab.ts';
import { type Effort, type Figure, median, quantile } from './figure.ts';
import { NameServer, withLab } from './load.ts';
import { Pty } from './pty.ts';

const EVENTS = 1_000_000;
const QUICK_EVENTS = 100_000;
/** Query and response, each seen on its way out of and into the loopback interface. */
const EVENTS_OF_LOOKUP = 4;
const FILL_PER_SECOND = 20_000;
/** While keys are pressed. */
const LOOKUPS_PER_SECOND = 1000;
const SHOWN_WITHIN_MS = 50;
const BETWEEN_KEYS_MS = 80;
/** A pattern that is looked for in every name, values that are counted, a mistake on the way, and a rule of another kind. */
const TYPED = ['name~service-77', ' && rcode==Success', ' && latency_ns>1ms', ' || comm==dnsperf', ',pid>1'];

export async function typing({ quick }: Effort): Promise<Figure[]> {
  return withLab((lab) => measure(lab, quick ? QUICK_EVENTS : EVENTS));
}

async function measure(lab: Lab, events: number): Promise<Figure[]> {
  const server = await NameServer.start(lab);
  const pty = new Pty(['--netns', server.namespace.name, '--max-events', String(events)]);
  await pty.firstFrame;
  const seconds = events / EVENTS_OF_LOOKUP / FILL_PER_SECOND;
  await server.load({ seconds: seconds * 1.3, perSecond: FILL_PER_SECOND });
  const load = server.load({ seconds: 20, perSecond: LOOKUPS_PER_SECOND });
  await pass(1000);
  const keys = await typed(pty);
  await load;
  const last = await pty.quit();
  const lost = Number(/(\d+) lost/.exec(last)?.[1] ?? Number.NaN);
  const shown = keys.map(({ shownMs }) => shownMs);
  const own = keys.map(({ shownMs, waitedMs }) => shownMs - waitedMs);
  const note = `of ${keys.length} keys, nine in ten within ${Math.round(quantile(shown, 0.9))} ms; ${last}`;
  const what = `(g) key in the filter, ${events} events`;
  const limit = { unit: 'ms', most: SHOWN_WITHIN_MS };
  return [
    { what, value: median(shown), note, ...limit },
    { what: '(g) slowest key', value: quantile(shown, 1), ...limit },
    { what: '(g) the same but for waiting for a processor', value: quantile(own, 1), ...limit },
    { what: '(g) lost meanwhile', value: lost, unit: 'events', most: 0 },
  ];
}

interface Pressed {
  readonly shownMs: number;
  /** How long the program was ready to run meanwhile, and others had the processors. */
  readonly waitedMs: number;
}

/** From each key to the line that shows it, with the rows that match by then. */
async function typed(pty: Pty): Promise<Pressed[]> {
  const press = async (key: string, shows: string): Promise<Pressed> => {
    await pass(BETWEEN_KEYS_MS);
    const before = waitedMs(pty.pid);
    const shownMs = await pty.press(key, shows);
    return { shownMs, waitedMs: waitedMs(pty.pid) - before };
  };
  const keys = [await press('/', 'filter ')];
  let text = '';
  for (const key of TYPED.join('')) {
    text += key;
    keys.push(await press(key, `filter ${text}`));
  }
  await pty.press('\x1b', 'filter  c columns');
  return keys;
}

/** Time a program's first thread has waited on a run queue (Documentation/scheduler/sched-stats.rst), in milliseconds. */
function waitedMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}
