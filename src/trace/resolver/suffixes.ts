// In: names, by their indices in the text dictionary. Out: hashes of the last labels of each: what lies above it.
import type { TextDictionary } from '../../store/entries.ts';
import { finish, nameHash } from '../hash.ts';
import { isWithin } from './within.ts';

/** Of a name, hashes of so many of its last labels are kept: what has more is found by these, and looked at. */
export const MAX_LABELS = 4;
const WORDS = 2 * MAX_LABELS;
const DOT = 0x2e;
/** Of this run's own. */
const SEED_A = nameHash('.');
const SEED_B = nameHash('..');

/**
 * Computed once for as long as an index means a name, and for names that resolvers deal with only. To read a name itself
 * takes three waits for memory, its hashes one.
 */
export class Suffixes {
  /**
   * From `of(index)` on: hashes of the last label, of the last two, up to MAX_LABELS, letter case aside (RFC 4343); 0 where
   * the name has fewer. Each has a second one MAX_LABELS behind it.
   */
  hashes = new Int32Array(0);
  readonly #text: TextDictionary;
  #changes = 0;

  constructor(text: TextDictionary) {
    this.#text = text;
    this.#changes = text.changes;
  }

  /** Where the hashes of a name begin. */
  of(index: number): number {
    if (this.#changes !== this.#text.changes) this.#forget();
    const at = index * WORDS;
    if (at >= this.hashes.length) this.#grow(index);
    if (this.hashes[at] === 0) hashSuffixes(this.#text.at(index), this.hashes, at);
    return at;
  }

  /** Where the hash of all labels is, or of the most that are kept; -1 for the root. */
  longest(index: number): number {
    return longestAt(this.hashes, this.of(index));
  }

  /** Whether the name `index` is the name `zone` or lies below it. */
  isWithin(index: number, zone: number): boolean {
    if (index === zone) return true;
    const from = this.of(index);
    const to = this.longest(zone);
    if (to < 0) return true;
    const n = (to % WORDS) + from;
    const { hashes } = this;
    if (hashes[n] !== hashes[to] || hashes[n + MAX_LABELS] !== hashes[to + MAX_LABELS]) return false;
    return to % WORDS < MAX_LABELS - 1 || isWithin(this.#text.at(index), this.#text.at(zone));
  }

  /** Forgets indices that mean another name now. */
  #forget(): void {
    const told = this.#text.changedSince(this.#changes, (index) => {
      if (index * WORDS < this.hashes.length) this.hashes[index * WORDS] = 0;
    });
    if (!told) this.hashes.fill(0);
    this.#changes = this.#text.changes;
  }

  #grow(index: number): void {
    const size = Math.max(index + 1, this.#text.size, (2 * this.hashes.length) / WORDS);
    const grown = new Int32Array(size * WORDS);
    grown.set(this.hashes);
    this.hashes = grown;
  }
}

/** Where the hash of the most labels is, of those that begin at `at`; -1 where there is none. */
export function longestAt(hashes: Int32Array, at: number): number {
  let n = MAX_LABELS - 1;
  while (n >= 0 && hashes[at + n] === 0) n--;
  return n < 0 ? -1 : at + n;
}

/** The hashes of a name that is in no dictionary, as in `Suffixes.hashes`; overwritten by the next call. */
export function suffixesOf(name: string): Int32Array {
  hashSuffixes(name, scratch, 0);
  return scratch;
}

const scratch = new Int32Array(WORDS);

/** An escaped dot counts as one, as in `isWithin`. */
function hashSuffixes(name: string, hashes: Int32Array, at: number): void {
  hashes.fill(0, at, at + WORDS);
  let a = SEED_A;
  let b = SEED_B;
  let labels = 0;
  for (let i = name.length - 2; i >= -1 && labels < MAX_LABELS; i--) {
    let code = i < 0 ? DOT : name.charCodeAt(i);
    if (code >= 65 && code <= 90) code += 32;
    if (code === DOT && i < name.length - 2) {
      hashes[at + labels] = finish(a) || 1;
      hashes[at + labels + MAX_LABELS] = finish(b);
      labels++;
    }
    a = Math.imul(a ^ code, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
}
