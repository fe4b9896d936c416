// In: a chain of transactions and a row that asks something. Out: those of them that were open at its sender.
import { type Parties, TIE } from './party.ts';
import type { Sighting } from './sighting.ts';
import { MARK, type Transactions } from './transactions.ts';

const MAX_OPEN = 256;
// More equal questions open at one sender are not told apart.
const ENOUGH = 16;

/**
 * How far a walk goes: until so many open ones were passed, so many of them found, and no more than `served` for which
 * something was asked on; in `steps`, as others asked in other network namespaces, or have their answers from a cache.
 */
interface Limits {
  readonly most: number;
  readonly enough: number;
  readonly served: number;
  readonly steps: number;
}

/** Those with one question. */
const EQUAL: Limits = { most: 64, enough: ENOUGH, served: 64, steps: 256 };
/** The same where some are served for sure: one tells that there are such, and the newest may be another's. */
const WAITING: Limits = { most: ENOUGH, enough: ENOUGH, served: 2, steps: 64 };
/** All that somebody was asked. */
export const ALL: Limits = { most: MAX_OPEN, enough: MAX_OPEN, served: MAX_OPEN, steps: 4 * MAX_OPEN };
/** Whether that is one or several. */
export const SEVERAL: Limits = { most: 2, enough: ENOUGH, served: 2, steps: 256 };

/** So many are read together. */
const TOGETHER = 8;
// Resolvers go on for a while after their client gave up; unbound longest.
const MAX_AGE_NS = 30e9;

/** The open transactions at the sender of a row, as far as it is known best; overwritten by the next walk. */
export class OpenQueries {
  /** How the sender is known to have received them (TIE): the strongest found; only those of that strength count. */
  tie: number = TIE.none;
  count = 0;
  /** Those among them for which nothing has been asked on yet. */
  childless = 0;
  oldestChildless = 0;
  /** Whether it is only a guess which of them others were asked for. */
  guessed = false;
  /** Whether these are all; there may be older ones otherwise. */
  all = true;
  /** What was read ahead: without it the reads would be left out. */
  touched = 0;
  /** So many were passed that are served. */
  #skipped = 0;
  readonly #found = new Uint32Array(MAX_OPEN);
  readonly #passed = new Uint32Array(MAX_OPEN);
  readonly #transactions: Transactions;
  readonly #parties: Parties;

  constructor(transactions: Transactions, parties: Parties) {
    this.#transactions = transactions;
    this.#parties = parties;
  }

  get newest(): number {
    return this.#found[0];
  }

  get oldest(): number {
    return this.#found[this.count - 1];
  }

  /** The `n`th newest of them, from 0. */
  at(n: number): number {
    return this.#found[n];
  }

  /** All of them that pass, newest first. */
  filter(passes: (transaction: number) => boolean): number[] {
    const passed: number[] = [];
    for (let n = 0; n < this.count; n++) if (passes(this.#found[n])) passed.push(this.#found[n]);
    return passed;
  }

  includes(transaction: number): boolean {
    for (let n = 0; n < this.count; n++) if (this.#found[n] === transaction) return true;
    return false;
  }

  /**
   * As `walk`, for those that can be told apart: where some wait and others are served, without a look at all that are
   * served, so that a crowd costs no more than a few.
   */
  walkWaiting(s: Sighting, newest: number, older: Uint32Array): void {
    this.walk(s, newest, older, WAITING);
    if (this.#skipped === 0 && (this.all || this.count >= ENOUGH)) return;
    const told = this.tie === TIE.process && this.childless > 0 && this.count > this.childless;
    if (!told) this.walk(s, newest, older);
  }

  /** Walks from `newest` along `older`. */
  walk(s: Sighting, newest: number, older: Uint32Array, limits = EQUAL): void {
    this.#restart(TIE.none);
    const passed = this.#pass(s.netns, newest, older, limits);
    for (let first = 0; first < passed; first += TOGETHER) {
      if (!this.#considerAll(s, first, Math.min(first + TOGETHER, passed))) return;
      if (this.count < limits.enough) continue;
      this.all = false;
      return;
    }
  }

  /** False where they are too old. */
  #considerAll(s: Sighting, first: number, end: number): boolean {
    for (let n = first; n < end; n++) this.touched ^= this.#transactions.touch(this.#passed[n]);
    for (let n = first; n < end; n++) {
      const t = this.#passed[n];
      if (!this.#transactions.alive(t) || s.timeNs - this.#transactions.attemptNs(t) > MAX_AGE_NS)
        return false;
      this.#consider(t, s);
    }
    return true;
  }

  /**
   * Notes the newest open ones of a chain in a network namespace, of those that are served the newest `served` only, and
   * takes what is not open out of the chain on the way. Gives how many it noted.
   */
  #pass(netns: number, newest: number, older: Uint32Array, limits: Limits): number {
    const { atNetns } = this.#transactions;
    let kept = newest;
    let t = newest;
    let n = 0;
    const { most } = limits;
    let { steps, served } = limits;
    this.#skipped = 0;
    while (n + this.#skipped < most && steps-- > 0 && this.#transactions.isKept(t)) {
      const place = this.#transactions.place(t);
      const next = older[place];
      if (this.#transactions.isOpen(t)) {
        kept = t;
        if (atNetns[place] === netns) {
          if (!this.#transactions.isServed(t) || served-- > 0) this.#passed[n++] = t;
          else this.#skipped++;
        }
      } else if (t !== kept) {
        older[this.#transactions.place(kept)] = next;
      }
      t = next;
    }
    this.all = !this.#transactions.isKept(t);
    return n;
  }

  #consider(t: number, s: Sighting): void {
    const tie = this.#parties.tie(this.#transactions, t, s);
    if (tie === TIE.none || tie < this.tie) return;
    if (tie > this.tie) this.#restart(tie);
    this.#found[this.count++] = t;
    const flags = this.#transactions.flags[this.#transactions.at(t)];
    if ((flags & MARK.guessedChild) !== 0) this.guessed = true;
    if ((flags & MARK.hasChild) !== 0) return;
    this.childless++;
    this.oldestChildless = t;
  }

  #restart(tie: number): void {
    this.tie = tie;
    this.count = 0;
    this.childless = 0;
    this.oldestChildless = 0;
    this.guessed = false;
  }
}
