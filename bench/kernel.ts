// In: DNS and other traffic in a namespace. Out: nanoseconds that the kernel programs take for a packet.
import type { Running } from '../test/lab/support/process.ts';
import { type Effort, type Figure, median } from './figure.ts';
import { NameServer, OTHER_PORT, withLab } from './load.ts';
import { compiled } from './native.ts';
import { TRACERS } from './tracer.ts';

/** What a program has run, of native/bench/program_stats.cc. */
interface Program {
  readonly id: number;
  readonly name: string;
  readonly runs: number;
  readonly ns: number;
}

interface Spent {
  readonly runs: number;
  readonly ns: number;
}

// dnstop_tap calls the shared program `tap` behind a tail call, and is counted for both.
const TAP = 'dnstop_tap';
const HOOKS = ['egress', 'ingress', 'sendmsg4'];
const EMPTY = 'bench_empty';
const DNS_NS = 700;
const OTHER_NS = 60;

/** What a DNS packet and another packet cost in all kernel programs together, and in each. */
export async function kernel({ quick }: Effort): Promise<Figure[]> {
  const program = await compiled('program_stats', false);
  return withLab(async (lab) => {
    const server = await NameServer.start(lab);
    const stats = lab.start([program], server.namespace);
    await stats.line('stdout', /^ready/);
    const tracer = await TRACERS['dnstop -o none'](lab, server.namespace);
    const rounds = quick ? 1 : 5;
    const seconds = quick ? 1 : 2;
    const dns: Map<string, Spent>[] = [];
    const other: Map<string, Spent>[] = [];
    for (let round = 0; round < rounds; round++) {
      dns.push(await during(stats, () => server.load({ seconds })));
      other.push(await during(stats, () => server.load({ seconds, port: OTHER_PORT })));
    }
    await tracer.stop();
    stats.child.stdin!.end();
    await stats.ended;
    return [...figures('DNS', dns, DNS_NS), ...figures('other', other, OTHER_NS)];
  });
}

/** What programs of each name ran meanwhile. Of several taps the one that ran most: it is this namespace's. */
async function during(stats: Running, work: () => Promise<unknown>): Promise<Map<string, Spent>> {
  const before = new Map((await snapshot(stats)).map((program) => [program.id, program]));
  await work();
  const spent = new Map<string, Spent>();
  for (const { id, name, runs, ns } of await snapshot(stats)) {
    const earlier = before.get(id);
    if (!earlier) continue;
    const delta = { runs: runs - earlier.runs, ns: ns - earlier.ns };
    if (delta.runs > (spent.get(name)?.runs ?? 0)) spent.set(name, delta);
  }
  if (!spent.has(TAP)) throw new Error('the packet tap did not run');
  return spent;
}

async function snapshot(stats: Running): Promise<Program[]> {
  const line = stats.next('stdout', /^\[/);
  stats.child.stdin!.write('\n');
  return JSON.parse(await line) as Program[];
}

function figures(kind: string, rounds: readonly Map<string, Spent>[], most: number): Figure[] {
  const each = (name: string) => median(rounds.map((round) => perRun(round, name)));
  const all = (less: number) => median(rounds.map((round) => perPacket(round, less)));
  const counting = each(EMPTY);
  const note = `${Math.round(all(0))} with the counting itself: ${Math.round(counting)} in each program`;
  return [
    { what: `(b) kernel programs: ${kind} packet`, value: all(counting), unit: 'ns/packet', most, note },
    ...[TAP, ...HOOKS].map((name) => ({
      what: `(b)   ${name}, ${kind} packet`,
      value: each(name) - counting,
      unit: 'ns/run',
    })),
  ];
}

function perRun(round: Map<string, Spent>, name: string): number {
  const { runs, ns } = round.get(name) ?? { runs: 0, ns: 0 };
  return ns / runs;
}

/** A packet passes the tap once at each point, and a hook where it leaves or reaches a socket. */
function perPacket(round: Map<string, Spent>, counting: number): number {
  const spent = [TAP, ...HOOKS].map((name) => round.get(name) ?? { runs: 0, ns: 0 });
  return spent.reduce((sum, { runs, ns }) => sum + ns - runs * counting, 0) / round.get(TAP)!.runs;
}
