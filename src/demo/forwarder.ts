// In: questions of the cluster's pods. Out: replies from its own zone, its cache, or the upstream asked on.
import type { Question } from 'dns-packet';
import { ask, type Patience, type Server } from './ask.ts';
import { Cache } from './cache.ts';
import { RCODE, type Reply, type Transport } from './message.ts';
import type { Responder } from './serve.ts';
import type { Zone } from './zone.ts';

/** Two attempts of a second each: gives up before its clients do, who wait for 5 seconds. */
const PATIENCE: Patience = { timeoutMs: 1000, attempts: 2 };
const FAILURE: Reply = { rcode: RCODE.serverFailure, answers: [], authorities: [] };

export interface ForwarderOptions {
  readonly upstream: Server;
  /** Zones it answers itself. */
  readonly zones: readonly Zone[];
  readonly patience?: Patience;
  readonly cache?: Cache;
}

/**
 * Does what CoreDNS does with its plugins kubernetes, cache and forward: asks on over the transport it was asked by,
 * under an ID and from a socket of its own, and says SERVFAIL where the upstream is silent.
 */
export function forwarder({
  upstream,
  zones,
  patience = PATIENCE,
  cache = new Cache(),
}: ForwarderOptions): Responder {
  return async (question: Question, transport: Transport) => {
    const zone = zones.find((one) => one.covers(question.name));
    if (zone) return zone.reply(question);
    const known = cache.get(question);
    if (known) return known;
    const reply = await ask(upstream, question, transport, patience);
    if (!reply) return FAILURE;
    cache.put(question, reply);
    return { ...reply, authoritative: false };
  };
}
