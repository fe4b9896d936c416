// In: answers as they reach those who resolve by themselves. Out: what one of them heard last: why it asks just now.
import { KeyHash } from './hash.ts';
import { KEY, type Parties } from './party.ts';
import type { Sighting } from './sighting.ts';

const MAX_PARTIES = 256;
const KEPT = 256;

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

/** The newest answers of one party. */
export class Answers {
  readonly #ring: HeardAnswer[] = [];
  #next = 0;

  get length(): number {
    return this.#ring.length;
  }

  /** The `n`th newest, from 0. */
  newest(n: number): HeardAnswer {
    return this.#ring[(this.#next - 1 - n + 2 * KEPT) % KEPT];
  }

  add(answer: HeardAnswer): void {
    this.#ring[this.#next] = answer;
    this.#next = (this.#next + 1) % KEPT;
  }
}

const NOTHING = new Answers();

export class Heard {
  /** From an answer's arrival to what the resolver makes of it, other answers waiting in its socket included. */
  readonly windowNs = 150e6;
  readonly #parties: Parties;
  readonly #key = new KeyHash();
  readonly #answers = new Map<number, Answers>();

  constructor(parties: Parties) {
    this.#parties = parties;
  }

  /** By `s` an answer has reached who asked. */
  hear(answer: HeardAnswer, s: Sighting): void {
    const key = this.#of(s.netns, s.process, s.client);
    let answers = this.#answers.get(key);
    if (answers === undefined) {
      answers = new Answers();
      if (this.#answers.size >= MAX_PARTIES) this.#answers.clear();
      this.#answers.set(key, answers);
    }
    answers.add(answer);
  }

  /** What a process, or an address where that is not known, has heard. */
  by(netns: number, process: number, address: number): Answers {
    if (this.#answers.size === 0) return NOTHING;
    return this.#answers.get(this.#of(netns, process, address)) ?? NOTHING;
  }

  #of(netns: number, process: number, address: number): number {
    this.#parties.key(this.#key, KEY.heard, netns, process, address, 0);
    return (this.#key.a >>> 0) * 2 ** 21 + (this.#key.b >>> 11);
  }
}
