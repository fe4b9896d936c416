// In: the built program on a terminal. Out: how fast it starts, what it uses idle and under load, and its memory.
import { join } from 'node:path';
import type { Lab } from '../test/lab/support/lab.ts';
import { within } from '../test/lab/support/process.ts';
import { type Effort, type Figure, median, quantile } from './figure.ts';
import { NameServer, withLab } from './load.ts';
import { type Lookups, writeLookups } from './lookups-file.ts';
import { cpuShare, residentBytes } from './proc.ts';
import { COLUMNS, LINES, Pty } from './pty.ts';

const FIRST_FRAME_MS = 400;
const IDLE_PERCENT = 1;
const BUSY_PERCENT = 25;
const MEGABYTES = 250;
const NAMES = 100_000;
const LOOKUPS_PER_SECOND = 250;
const READ_MS = 120_000;

/** Start, load and memory of the program as its users run it. */
export async function program({ quick }: Effort): Promise<Figure[]> {
  return withLab(async (lab) => {
    const seconds = quick ? 3 : 10;
    return [
      await firstFrame(quick ? 3 : 15),
      ...(await onScreen(lab, seconds)),
      await kept(lab, 'both points of a message', { lookups: 250_000, names: NAMES, points: 2 }),
      await kept(lab, 'each message once', { lookups: 500_000, names: NAMES, points: 1 }),
    ];
  });
}

async function firstFrame(starts: number): Promise<Figure> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const pty = new Pty([]);
    times.push(await pty.firstFrame);
    await pty.quit();
  }
  const note = `of ${starts} starts, slowest ${Math.round(quantile(times, 1))} ms`;
  const what = '(f) first frame of live capture, from exec';
  return { what, value: median(times), unit: 'ms', most: FIRST_FRAME_MS, note };
}

async function onScreen(lab: Lab, seconds: number): Promise<Figure[]> {
  const server = await NameServer.start(lab);
  const pty = new Pty(['--netns', server.namespace.name]);
  await pty.firstFrame;
  await cpuShare(pty.pid, 2); // what a start leaves to do
  const idle = await cpuShare(pty.pid, seconds);
  const load = server.load({ seconds: seconds + 2, perSecond: LOOKUPS_PER_SECOND });
  await cpuShare(pty.pid, 1);
  const { frames, bytes } = pty;
  const busy = await cpuShare(pty.pid, seconds);
  const painted = pty.frames - frames;
  const note = `${(painted / seconds).toFixed(0)} frames/s of ${LINES}x${COLUMNS}, ${Math.round((pty.bytes - bytes) / painted)} bytes each`;
  await load;
  await pty.quit();
  const busyWhat = `(d) program with screen, ${4 * LOOKUPS_PER_SECOND} events/s`;
  return [
    { what: '(d) program with screen, idle', value: idle, unit: '% of a core', most: IDLE_PERCENT },
    { what: busyWhat, value: busy, unit: '% of a core', most: BUSY_PERCENT, note },
  ];
}

async function kept(lab: Lab, kind: string, lookups: Lookups): Promise<Figure> {
  const file = join(lab.folder, 'lookups.pcap');
  writeLookups(file, lookups);
  const pty = new Pty(['-r', file]);
  await pty.firstFrame;
  await within(READ_MS, pty.read, () => new Error(`not read within ${READ_MS} ms`));
  const megabytes = residentBytes(pty.pid) / 1e6;
  const note = /\d+ events, \d+ lost/.exec(await pty.quit())?.[0];
  const what = `(e) resident, ${kind}, ${NAMES} names`;
  return { what, value: megabytes, unit: 'MB', most: MEGABYTES, note };
}
