// In: answers as they reach those who resolve by themselves. Out: what one of them heard last: why it asks just now.
import { KeyHash } from './hash.ts';
import { KEY, type Parties } from './party.ts';
import type { Sighting } from './sighting.ts';

const MAX_PARTIES = 256;
const KEPT = 64;
const NOTHING: readonly number[] = [];

/** The newest answers of one party, as a ring. */
class Ring {
  readonly transactions = new Uint32Array(KEPT);
  next = 0;
}

export class Heard {
  readonly #parties: Parties;
  readonly #key = new KeyHash();
  readonly #rings = new Map<number, Ring>();

  constructor(parties: Parties) {
    this.#parties = parties;
  }

  /** The answer `s` of a transaction has reached its asker. */
  hear(transaction: number, s: Sighting): void {
    const key = this.#of(s.netns, s.process, s.client);
    let ring = this.#rings.get(key);
    if (ring === undefined) {
      ring = new Ring();
      if (this.#rings.size >= MAX_PARTIES) this.#rings.clear();
      this.#rings.set(key, ring);
    }
    ring.transactions[ring.next] = transaction;
    ring.next = (ring.next + 1) % KEPT;
  }

  /** The transactions whose answers a process, or an address where that is not known, has heard, newest first. */
  by(netns: number, process: number, address: number): readonly number[] {
    if (this.#rings.size === 0) return NOTHING;
    const ring = this.#rings.get(this.#of(netns, process, address));
    const found: number[] = [];
    for (let n = 1; ring !== undefined && n <= KEPT; n++) {
      const transaction = ring.transactions[(ring.next - n + KEPT) % KEPT];
      if (transaction === 0) break;
      found.push(transaction);
    }
    return found;
  }

  #of(netns: number, process: number, address: number): number {
    this.#parties.key(this.#key, KEY.heard, netns, process, address, 0);
    return (this.#key.a >>> 0) * 2 ** 21 + (this.#key.b >>> 11);
  }
}
