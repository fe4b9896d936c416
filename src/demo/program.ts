// In: a role. Out: its program, which runs in the role's namespace until the demo ends.
import { writeSync } from 'node:fs';
import type { Question } from 'dns-packet';
import { ask } from './ask.ts';
import { forwarder } from './forwarder.ts';
import { LOOKUPS, ROUND_MS } from './lookups.ts';
import {
  DNS_PORT,
  type Pod,
  PROGRAMS,
  podOf,
  READY,
  type Role,
  SERVICE,
  UPSTREAM,
  UPSTREAM_COMM,
} from './plan.ts';
import { CLUSTER_ZONES } from './records.ts';
import { podSearch, resolveName } from './resolver.ts';
import { type Responder, serve } from './serve.ts';
import { upstream } from './upstream.ts';

const STDOUT = 1;
const STDERR = 2;
/** Of a pod's resolver; glibc waits for 5 seconds. */
const TIMEOUT_MS = 2500;

/**
 * Runs the program; resolves never. It ends with the demo, however that ends: then nobody holds the other end of standard
 * input. What a client waits for before it begins is a byte there.
 */
export async function runProgram(name: string): Promise<never> {
  const role = PROGRAMS.find((one) => one === name);
  if (!role) process.exit(2);
  const pod = podOf(role);
  process.title = pod?.comm ?? UPSTREAM_COMM;
  process.on('SIGINT', () => undefined); // ctrl-c is for the demo, which ends this one
  process.stdin.on('end', () => process.exit(0));
  const begun = new Promise<void>((resolve) => process.stdin.once('data', () => resolve()));
  process.stdin.resume();
  const responder = responderOf(role);
  if (responder) await serve('0.0.0.0', DNS_PORT, responder);
  else await rehearse();
  writeSync(STDOUT, READY);
  await begun;
  if (!responder) startRounds(pod!);
  return new Promise(() => undefined);
}

function responderOf(role: Role): Responder | undefined {
  if (role === 'upstream') return upstream;
  if (role !== 'coredns') return undefined;
  return forwarder({ upstream: { address: UPSTREAM, port: DNS_PORT }, zones: CLUSTER_ZONES });
}

/**
 * A lookup before anybody looks: the servers may not be ready yet, code runs slowly for the first time, and a bridge
 * sends the first packet to a neighbour by another way. Ends the program where nobody answers.
 */
async function rehearse(): Promise<void> {
  // The upstream first: coredns waits a whole second for one that is not there yet.
  for (const address of [UPSTREAM, SERVICE.address]) {
    const question: Question = { name: 'rehearsal.example', type: 'A' };
    if (await ask({ address, port: DNS_PORT }, question, 'udp', { timeoutMs: 50, attempts: 100 })) continue;
    writeSync(STDERR, `nobody answers at ${address}\n`);
    process.exit(1);
  }
}

/** Rounds are started by one clock, so pods keep their places beside each other; a lookup that lasts delays no other. */
function startRounds(pod: Pod): void {
  const round = () => {
    for (const { atMs, name, types, server = SERVICE.address } of LOOKUPS[pod.role] ?? [])
      setTimeout(() => {
        const search = podSearch(pod.namespace);
        const patience = { timeoutMs: TIMEOUT_MS, attempts: 2 };
        resolveName(name, types, { server: { address: server, port: DNS_PORT }, search, ndots: 5, patience });
      }, atMs);
  };
  round();
  setInterval(round, ROUND_MS);
}
