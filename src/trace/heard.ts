// In: answers as they reach those who resolve by themselves. Out: what one of them heard last: why it asks just now.
import { KeyHash } from './hash.ts';
import { KEY, type Parties } from './party.ts';
import type { Sighting } from './sighting.ts';

const MAX_PARTIES = 256;
const KEPT = 64;
const NOTHING: readonly HeardAnswer[] = [];

/** What a question is good for: the names at or below it, and those in zones whose servers are. */
export interface Errand {
  /** In lower case, with the final dot. */
  readonly name: string;
  readonly zones: readonly string[];
}

/** An errand that is done. */
export interface HeardAnswer extends Errand {
  readonly transaction: number;
}

/** The newest answers of one party, as a ring. */
class Ring {
  readonly answers: HeardAnswer[] = [];
  next = 0;
}

export class Heard {
  /** From an answer's arrival to what the resolver makes of it, other answers waiting in its socket included. */
  readonly windowNs = 50e6;
  readonly #parties: Parties;
  readonly #key = new KeyHash();
  readonly #rings = new Map<number, Ring>();

  constructor(parties: Parties) {
    this.#parties = parties;
  }

  /** By `s` an answer has reached who asked. */
  hear(answer: HeardAnswer, s: Sighting): void {
    const key = this.#of(s.netns, s.process, s.client);
    let ring = this.#rings.get(key);
    if (ring === undefined) {
      ring = new Ring();
      if (this.#rings.size >= MAX_PARTIES) this.#rings.clear();
      this.#rings.set(key, ring);
    }
    ring.answers[ring.next] = answer;
    ring.next = (ring.next + 1) % KEPT;
  }

  /** What a process, or an address where that is not known, has heard, newest first. */
  by(netns: number, process: number, address: number): readonly HeardAnswer[] {
    if (this.#rings.size === 0) return NOTHING;
    const ring = this.#rings.get(this.#of(netns, process, address));
    if (ring === undefined) return NOTHING;
    const found: HeardAnswer[] = [];
    for (let n = 1; n <= ring.answers.length; n++) found.push(ring.answers[(ring.next - n + KEPT) % KEPT]);
    return found;
  }

  #of(netns: number, process: number, address: number): number {
    this.#parties.key(this.#key, KEY.heard, netns, process, address, 0);
    return (this.#key.a >>> 0) * 2 ** 21 + (this.#key.b >>> 11);
  }
}
