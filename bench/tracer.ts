// In: a program that watches DNS, by name. Out: it runs in a namespace, and afterwards says how much it saw.
import { join } from 'node:path';
import type { Lab, Namespace } from '../test/lab/support/lab.ts';
import { PROGRAM, Pty } from './pty.ts';

/** A program that watches. `stop` resolves to the messages it saw, counted once for each that was sent. */
export interface Tracer {
  stop(): Promise<number>;
}

export type StartTracer = (lab: Lab, namespace: Namespace) => Promise<Tracer>;

const FILTER = 'udp port 53';
/** dnstop shows a message on the loopback interface where it leaves and where it arrives; tcpdump drops the former. */
const POINTS = 2;
const LAST_LINE = /^dnstop: (\d+) events?, (\d+) lost/;

/** What runs beside the server, in the order of the table. */
export const TRACERS: Record<string, StartTracer> = {
  none: async () => ({ stop: async () => Number.NaN }),
  'tcpdump -w': tcpdump,
  tshark,
  'dnstop -o none': (lab, namespace) => dnstopSilent(lab, namespace),
  'dnstop -w': (lab, namespace) => dnstopSilent(lab, namespace, '-w', join(lab.folder, 'dnstop.pcapng')),
  'dnstop screen': dnstopScreen,
};

async function tcpdump(lab: Lab, namespace: Namespace): Promise<Tracer> {
  const file = join(lab.folder, 'tcpdump.pcap');
  const argv = ['tcpdump', '-i', 'lo', '-n', '-Z', 'root', '-w', file, ...FILTER.split(' ')];
  const running = lab.start(argv, namespace);
  await running.line('stderr', /listening on/);
  return {
    async stop() {
      await running.stop('SIGINT');
      return count(running.stderr, /^(\d+) packets? captured/);
    },
  };
}

async function tshark(lab: Lab, namespace: Namespace): Promise<Tracer> {
  // Its lines cost nobody but itself.
  const argv = ['sh', '-c', 'exec tshark -i lo -n -f "$0" >/dev/null', FILTER];
  const running = lab.start(argv, namespace);
  await running.line('stderr', /Capturing on/);
  await running.line('stderr', /Capture started|File:/).catch(() => undefined);
  return {
    async stop() {
      await running.stop('SIGINT', 120_000);
      return count(running.stderr, /^(\d+) packets? captured/);
    },
  };
}

async function dnstopSilent(lab: Lab, namespace: Namespace, ...options: string[]): Promise<Tracer> {
  const argv = [process.execPath, PROGRAM, '-o', 'none', '--netns', namespace.name, ...options];
  const running = lab.start(argv);
  await running.line('stderr', /capturing in/);
  return {
    async stop() {
      await running.stop('SIGINT');
      return count(running.stderr, LAST_LINE) / POINTS;
    },
  };
}

async function dnstopScreen(_: Lab, namespace: Namespace): Promise<Tracer> {
  const pty = new Pty(['--netns', namespace.name]);
  await pty.firstFrame;
  return { stop: async () => count([await pty.quit()], LAST_LINE) / POINTS };
}

function count(lines: readonly string[], pattern: RegExp): number {
  for (const line of lines) {
    const found = pattern.exec(line);
    if (found) return Number(found[1]);
  }
  throw new Error(`nothing like ${pattern} in:\n${lines.join('\n')}`);
}
