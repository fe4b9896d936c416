// In: answers as they reach those who resolve by themselves. Out: what one of them heard last: why it asks just now.

import { KeyHash } from '../hash.ts';
import { KEY, type Parties } from '../party.ts';
import type { Sighting } from '../sighting.ts';
import { Chains } from './chains.ts';

const MAX_PARTIES = 256;
const SLOTS = 2 * MAX_PARTIES;
const KEPT = 256;
const NOTHING: readonly string[] = [];

/** The newest answers of one party, by numbers that count up; 0 is none. */
export class Answers {
  readonly #byName = new Chains(KEPT, KEPT, () => false);
  readonly #byLookup = new Chains(KEPT, KEPT, () => false);
  readonly #rows = new Float64Array(KEPT);
  readonly #zones = new Array<readonly string[]>(KEPT).fill(NOTHING);
  readonly #a: number;
  readonly #b: number;
  length = 0;

  /** The key of the party. */
  constructor(a: number, b: number) {
    this.#a = a;
    this.#b = b;
  }

  isOf(a: number, b: number): boolean {
    return this.#a === a && this.#b === b;
  }

  /** The `n`th newest, from 0, of `length`. */
  newest(n: number): number {
    return this.#byName.last - n;
  }

  /** The newest with a name of these hashes (suffixes.ts: of the most labels that are kept). */
  newestNamed(a: number, b: number): number {
    return this.#byName.newest(a, b);
  }

  olderNamed(answer: number): number {
    return this.#byName.older(answer);
  }

  /** The newest that was asked for this lookup. */
  newestFor(lookup: number): number {
    return this.#byLookup.newest(lookup | 0, 0);
  }

  transaction(answer: number): number {
    return this.#byName.value(answer);
  }

  /** The first hash of its name, 0 for the root. */
  nameHash(answer: number): number {
    return this.#byName.hash(answer);
  }

  /** The row by which it was heard. */
  row(answer: number): number {
    return this.#rows[answer & (KEPT - 1)];
  }

  /** The zones that were known to be served under its name. */
  zones(answer: number): readonly string[] {
    return this.#zones[answer & (KEPT - 1)];
  }

  /** How many were heard since, itself included. */
  age(answer: number): number {
    return this.#byName.age(answer);
  }

  /** `lookup`: for which it was asked, 0 where that is not known; `a`, `b`: hashes of its name. */
  add(
    transaction: number,
    lookup: number,
    row: number,
    a: number,
    b: number,
    zones: readonly string[],
  ): void {
    this.#byName.add(a, b, transaction);
    this.#byLookup.add(lookup | 0, 0, transaction);
    const at = this.#byName.last & (KEPT - 1);
    this.#rows[at] = row;
    this.#zones[at] = zones;
    if (this.length < KEPT) this.length++;
  }
}

const NONE = new Answers(0, 0);

export class Heard {
  /** From an answer's arrival to what the resolver makes of it, other answers waiting in its socket included. */
  readonly windowNs = 150e6;
  readonly #parties: Parties;
  readonly #key = new KeyHash();
  /** By hash, open addressing; half full at most. */
  readonly #slots = new Array<Answers>(SLOTS).fill(NONE);
  #used = 0;

  constructor(parties: Parties) {
    this.#parties = parties;
  }

  /** Whether anybody has heard anything. */
  get any(): boolean {
    return this.#used > 0;
  }

  /** What the one whom `s` brings an answer has heard, to add it there. */
  reachedBy(s: Sighting): Answers {
    let slot = this.#find(s.netns, s.process, s.client);
    if (this.#slots[slot] !== NONE) return this.#slots[slot];
    if (this.#used === MAX_PARTIES) {
      this.#slots.fill(NONE);
      this.#used = 0;
      slot = this.#find(s.netns, s.process, s.client);
    }
    this.#used++;
    const answers = new Answers(this.#key.a, this.#key.b);
    this.#slots[slot] = answers;
    return answers;
  }

  /** What a process, or an address where that is not known, has heard. */
  by(netns: number, process: number, address: number): Answers {
    if (this.#used === 0) return NONE;
    return this.#slots[this.#find(netns, process, address)];
  }

  /** The slot of a party, or the empty one where it would be. */
  #find(netns: number, process: number, address: number): number {
    this.#parties.key(this.#key, KEY.heard, netns, process, address, 0);
    const { a, b } = this.#key;
    let slot = a & (SLOTS - 1);
    while (this.#slots[slot] !== NONE && !this.#slots[slot].isOf(a, b)) slot = (slot + 1) & (SLOTS - 1);
    return slot;
  }
}
