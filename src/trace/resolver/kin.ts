// In: a question that a resolver asks. Out: the open lookups at it that need the answer, as many as there are.

import type { OpenQueries } from '../open-queries.ts';
import { type Parties, TIE } from '../party.ts';
import type { Sighting } from '../sighting.ts';
import type { Transactions } from '../transactions.ts';
import type { Kinship } from './kinship.ts';
import { longestAt, MAX_LABELS, suffixesOf } from './suffixes.ts';
import type { Wanted } from './wanted.ts';

const MAX_FOUND = 256;
/** Candidates for one name, answered ones included, that are looked at. */
const MAX_LOOKED_AT = 1024;
// Resolvers go on for a while after their client gave up; unbound longest.
const MAX_AGE_NS = 30e9;

/** Overwritten by the next search. */
export class Kin {
  count = 0;
  readonly #found = new Uint32Array(MAX_FOUND);
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #kinship: Kinship;
  readonly #wanted: Wanted;

  constructor(transactions: Transactions, parties: Parties, kinship: Kinship, wanted: Wanted) {
    this.#transactions = transactions;
    this.#parties = parties;
    this.#kinship = kinship;
    this.#wanted = wanted;
  }

  /** The `n`th newest of them, from 0. */
  at(n: number): number {
    return this.#found[n];
  }

  includes(lookup: number): boolean {
    for (let n = 0; n < this.count; n++) if (this.#found[n] === lookup) return true;
    return false;
  }

  /** All of them, newest first. */
  all(): number[] {
    return [...this.#found.subarray(0, this.count)];
  }

  /** Searches all that is open at the sender of `s`. */
  findAmong(open: OpenQueries, text: number, zones: readonly string[]): void {
    this.count = 0;
    for (let n = 0; n < open.count; n++)
      if (this.#kinship.of(text, zones, open.at(n)) !== 0) this.#found[this.count++] = open.at(n);
  }

  /** Searches what was made findable at `receiver`, the sender of `s`, by the name of `s` and by `zones` served under it. */
  find(s: Sighting, receiver: number, zones: readonly string[]): void {
    this.count = 0;
    const { suffixes } = this.#kinship;
    const longest = suffixes.longest(s.name);
    this.#collect(s, receiver, suffixes.hashes, longest, zones);
    for (const zone of zones) {
      const hashes = suffixesOf(zone);
      this.#collect(s, receiver, hashes, longestAt(hashes, 0), zones);
    }
  }

  /** Whether `lookup` is open at the sender of `s`. */
  isOpenAt(s: Sighting, lookup: number): boolean {
    const t = this.#transactions;
    if (!t.isOpen(lookup) || !t.alive(lookup)) return false;
    return s.timeNs - t.attemptNs(lookup) <= MAX_AGE_NS && this.#parties.tie(t, lookup, s) !== TIE.none;
  }

  #collect(s: Sighting, receiver: number, hashes: Int32Array, at: number, zones: readonly string[]): void {
    let candidate = this.#wanted.first(receiver, hashes[at], hashes[at + MAX_LABELS]);
    for (let n = 0; n < MAX_LOOKED_AT && candidate !== 0 && this.count < MAX_FOUND; n++) {
      const lookup = this.#wanted.lookup(candidate);
      if (this.isOpenAt(s, lookup) && this.#kinship.of(s.name, zones, lookup) !== 0) this.#insert(lookup);
      candidate = this.#wanted.next(candidate);
    }
  }

  /** Later numbers are newer. */
  #insert(lookup: number): void {
    let at = this.count;
    while (at > 0 && this.#found[at - 1] < lookup) at--;
    if (at > 0 && this.#found[at - 1] === lookup) return;
    this.#found.copyWithin(at + 1, at, this.count);
    this.#found[at] = lookup;
    this.count++;
  }
}
