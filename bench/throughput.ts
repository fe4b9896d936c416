// In: a name server under full load and programs that watch it. Out: what each costs the server, and what it misses.
import { type Effort, type Figure, median } from './figure.ts';
import { NameServer, withLab } from './load.ts';
import { countRunning } from './proc.ts';
import { TRACERS } from './tracer.ts';

const REFERENCE = 'tcpdump -w';

interface Round {
  readonly perSecond: number;
  /** Share of the messages that the program did not see. */
  readonly missed: number;
}

/** Queries a second that the server answers while each program watches, and what that misses. */
export async function throughput({ quick }: Effort): Promise<Figure[]> {
  const rounds = await withLab((lab) => measure(lab, quick ? 1 : 5, quick ? 2 : 3));
  return Object.keys(TRACERS).flatMap((name) => figures(name, rounds));
}

/** All programs in each round, so that what else the machine does at a time burdens all of them. */
async function measure(lab: Parameters<typeof NameServer.start>[0], rounds: number, seconds: number) {
  const server = await NameServer.start(lab);
  await server.load({ seconds: 1 });
  const all = new Map<string, Round[]>(Object.keys(TRACERS).map((name) => [name, []]));
  const names = Object.keys(TRACERS);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      // Each time another one is first.
      const name = names[(turn + round) % names.length];
      warnOfOthers();
      const tracer = await TRACERS[name](lab, server.namespace);
      const { queries, responses, perSecond } = await server.load({ seconds });
      const seen = await tracer.stop();
      all.get(name)!.push({ perSecond, missed: 1 - seen / (queries + responses) });
    }
  }
  return all;
}

/** Another dnstop taps every namespace, and so burdens this one, whatever watches it. */
function warnOfOthers(): void {
  const others = countRunning('dnstop');
  if (others > 0) process.stderr.write(`bench: ${others} other dnstop run; they slow every figure of (a)\n`);
}

function figures(name: string, all: Map<string, Round[]>): Figure[] {
  const rounds = all.get(name)!;
  const ratio = (to: string) => median(rounds.map((round, i) => round.perSecond / all.get(to)![i].perSecond));
  const perSecond = median(rounds.map((round) => round.perSecond));
  const isOurs = name.startsWith('dnstop');
  const note = `x${ratio('none').toFixed(2)} of none, x${ratio('tshark').toFixed(2)} of tshark`;
  const list: Figure[] = [{ what: `(a) ${name}: server answers`, value: perSecond, unit: 'queries/s', note }];
  if (isOurs) {
    const value = ratio(REFERENCE);
    list.push({
      what: `(a) ${name}: ratio to ${REFERENCE}`,
      value,
      unit: '',
      least: 1,
      note: spread(rounds),
    });
  }
  if (name === 'none') return list;
  const missed = 100 * median(rounds.map((round) => round.missed));
  const worst = 100 * Math.max(...rounds.map((round) => round.missed));
  const what = `(a) ${name}: messages not seen`;
  list.push({
    what,
    value: missed,
    unit: '%',
    ...(isOurs && { most: 0 }),
    note: `worst round ${worst.toFixed(2)}%`,
  });
  return list;
}

function spread(rounds: readonly Round[]): string {
  const values = rounds.map((round) => round.perSecond);
  return `rounds ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} queries/s`;
}
