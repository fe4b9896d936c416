// In: the built program on a terminal, full of events, and more coming. Out: how soon each key typed into the filter shows.
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
  const times = await typed(pty);
  await load;
  const last = await pty.quit();
  const note = `of ${times.length} keys, nine in ten within ${Math.round(quantile(times, 0.9))} ms, all within ${Math.round(quantile(times, 1))}; ${last}`;
  const lost = Number(/(\d+) lost/.exec(last)?.[1] ?? Number.NaN);
  return [
    {
      what: `(g) key in the filter, ${events} events`,
      value: median(times),
      unit: 'ms',
      most: SHOWN_WITHIN_MS,
      note,
    },
    { what: '(g) slowest key', value: quantile(times, 1), unit: 'ms', most: SHOWN_WITHIN_MS },
    { what: '(g) lost meanwhile', value: lost, unit: 'events', most: 0 },
  ];
}

/** From each key to the line that shows it, with the rows that match by then. */
async function typed(pty: Pty): Promise<number[]> {
  const times = [await pty.press('/', 'filter ')];
  let text = '';
  for (const key of TYPED.join('')) {
    await pass(BETWEEN_KEYS_MS);
    text += key;
    times.push(await pty.press(key, `filter ${text}`));
  }
  await pty.press('\x1b', 'filter  c columns');
  return times;
}
