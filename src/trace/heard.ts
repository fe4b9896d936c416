// In: answers as they reach those who resolve by themselves. Out: what one of them heard last: why it asks just now.
import { KeyHash } from './hash.ts';
import { KEY, type Parties } from './party.ts';
import type { Sighting } from './sighting.ts';

const MAX_PARTIES = 256;
const KEPT = 8;
// From the packet's arrival to what the resolver makes of it, several answers waiting in its socket included.
const WINDOW_NS = 20e6;

/** The newest answers of one party, as a ring. */
class Ring {
  readonly transactions = new Uint32Array(KEPT);
  readonly times = new Float64Array(KEPT);
  next = 0;
}

export class Heard {
  /** How long an answer may have been there. */
  static readonly windowNs = WINDOW_NS;
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
    ring.times[ring.next] = s.timeNs;
    ring.next = (ring.next + 1) % KEPT;
  }

  /** The transactions whose answers the sender of `s` has just heard, newest first. */
  before(s: Sighting): number[] {
    return this.by(s.netns, s.sender, s.client, s.timeNs);
  }

  /** The same for a process, or for an address where that is not known, at a time. */
  by(netns: number, process: number, address: number, timeNs: number): number[] {
    const ring = this.#rings.get(this.#of(netns, process, address));
    const found: number[] = [];
    for (let n = 1; ring !== undefined && n <= KEPT; n++) {
      const at = (ring.next - n + KEPT) % KEPT;
      if (ring.transactions[at] === 0 || timeNs - ring.times[at] > WINDOW_NS) break;
      found.push(ring.transactions[at]);
    }
    return found;
  }

  #of(netns: number, process: number, address: number): number {
    this.#parties.key(this.#key, KEY.heard, netns, process, address, 0);
    return (this.#key.a >>> 0) * 2 ** 21 + (this.#key.b >>> 11);
  }
}
