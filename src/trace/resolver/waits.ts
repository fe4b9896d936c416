// In: resolvers that go on with lookups, or answer them. Out: the answers to others' queries that these had waited for.

import type { Rows } from '../rows.ts';
import { PKT, type Sighting } from '../sighting.ts';
import { MARK, type Transactions } from '../transactions.ts';
import type { Answers, Heard } from './heard.ts';
import type { Kinship } from './kinship.ts';
import { Newest } from './newest.ts';
import { MAX_LABELS } from './suffixes.ts';

// Of what a resolver is asked, most goes on by itself.
const MAX_LOOKUPS = 16_384;
const MAX_MEMBERS = 64;
const NOTHING: readonly number[] = [];

export class Waits {
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #kinship: Kinship;
  readonly #heard: Heard;
  /** By lookup, newest kept. */
  readonly #of = new Newest<number, readonly number[]>(MAX_LOOKUPS / 2);

  constructor(rows: Rows, transactions: Transactions, kinship: Kinship, heard: Heard) {
    this.#rows = rows;
    this.#transactions = transactions;
    this.#kinship = kinship;
    this.#heard = heard;
  }

  /** The queries for other lookups without whose answers this one could not go on. */
  of(lookup: number): readonly number[] {
    return this.#of.get(lookup) ?? NOTHING;
  }

  /**
   * Notes what `lookup` had waited for before its receiver went on with it, or answered it, by `s`: answers it needs, of
   * which the receiver has just heard the last, while nothing of its own was out.
   */
  note(s: Sighting, lookup: number): void {
    // Where an answer arrives is its asker, not who waited before it answered.
    if (!s.isQuery && s.pktType === PKT.host) return;
    const heard = this.#heard.by(s.netns, s.process, s.isQuery ? s.client : s.server);
    if (heard.length === 0 || this.#cameLast(heard, lookup) || this.#movedLast(heard, lookup)) return;
    const moved = this.#ownMove(lookup);
    let answered: number[] | undefined;
    let suffixes: number | undefined;
    let chased: boolean | undefined;
    for (let n = 0; n < heard.length; n++) {
      const answer = heard.newest(n);
      if (heard.row(answer) <= moved || !this.#transactions.alive(heard.transaction(answer))) break;
      chased ??= this.#kinship.targetsOf(lookup).length > 0;
      suffixes ??= this.#kinship.suffixes.of(this.#kinship.textOf(lookup));
      if (!chased && !this.#mayNeed(suffixes, heard, answer)) continue;
      if (!this.#isOthers(heard, answer, lookup)) continue;
      answered ??= [];
      answered.push(heard.transaction(answer));
    }
    if (answered === undefined) return;
    // A resolver with much to do goes on late; then only what lies on the way itself is sure to have been needed.
    answered.reverse();
    const late = this.#isLate(s, answered[answered.length - 1]);
    this.#add(lookup, late ? answered.filter((t) => this.#kinship.isOnTheWay(t, lookup)) : answered);
  }

  /**
   * Whether the receiver went on by `s` long after it had the answer of `last`. An answer waits in the socket of one that
   * falls behind: that it was read shows when the lookup for which it was asked goes on.
   */
  #isLate(s: Sighting, last: number): boolean {
    const heard = this.#rows.timeOf(this.#transactions.newestRow(last));
    if (s.timeNs - heard <= this.#heard.windowNs) return false;
    return s.timeNs - this.#readNs(last) > this.#heard.windowNs;
  }

  /** When its asker went on with the lookup that `answered` was sent for, after the answer; long ago where it did not. */
  #readNs(answered: number): number {
    const t = this.#transactions;
    const heard = t.newestRow(answered);
    const lookup = this.#kinship.lookupOf(answered);
    const newest = t.newestRow(lookup);
    const responded = (t.flags[t.at(lookup)] & MARK.responded) !== 0;
    let first = responded && newest > heard ? newest : Number.POSITIVE_INFINITY;
    for (const member of t.members(t.trace[t.at(lookup)], MAX_MEMBERS)) {
      const sent = t.attempt(member);
      if (t.parent[t.at(member)] === lookup && sent > heard && sent < first) first = sent;
    }
    return first === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : this.#rows.timeOf(first);
  }

  /**
   * Notes that the search for a name server, `transaction`, sent for one lookup after it heard `last`, is for `other` as
   * well, if that went on from there.
   */
  noteBeside(transaction: number, heard: Answers, last: number, other: number): void {
    const waited = this.of(other).includes(heard.transaction(last));
    if (waited || (this.#isOthers(heard, last, other) && this.#ownMove(other) < heard.row(last)))
      this.#add(other, [transaction]);
  }

  /** Whether nothing was heard since `lookup`, which has no response yet, was seen. */
  #cameLast(heard: Answers, lookup: number): boolean {
    const t = this.#transactions;
    if ((t.flags[t.at(lookup)] & MARK.responded) !== 0) return false;
    return heard.row(heard.newest(0)) <= t.newestRow(lookup);
  }

  /** Whether the last that was heard was an answer on the way of `lookup`, asked for it. */
  #movedLast(heard: Answers, lookup: number): boolean {
    const last = heard.newest(0);
    const transaction = heard.transaction(last);
    const t = this.#transactions;
    if (!t.alive(transaction) || t.parent[t.at(transaction)] !== lookup) return false;
    return this.#kinship.isAskedOn(transaction) && this.#kinship.isOnTheWay(transaction, lookup);
  }

  /** Whether an answer may be of use for a lookup without aliases, whose name's suffixes begin at `from`; a quick no. */
  #mayNeed(from: number, heard: Answers, answer: number): boolean {
    const { hashes } = this.#kinship.suffixes;
    const hash = heard.nameHash(answer);
    for (let n = 0; n < MAX_LABELS; n++) if (hashes[from + n] === hash) return true;
    return hash === 0 || heard.zones(answer).length > 0;
  }

  /** Whether an answer was asked for another lookup and is of use for this one. */
  #isOthers(heard: Answers, answer: number, lookup: number): boolean {
    const transaction = heard.transaction(answer);
    const text = this.#kinship.textOf(transaction);
    if (this.#kinship.of(text, heard.zones(answer), lookup) === 0) return false;
    const other = this.#kinship.lookupOf(transaction);
    return other !== 0 && other !== lookup;
  }

  /** The row by which a lookup last came or went on by itself; the newest of all while it does. */
  #ownMove(lookup: number): number {
    const t = this.#transactions;
    let last = this.#kinship.arrivalOf(lookup);
    const trace = t.trace[t.at(lookup)];
    let member = t.alive(trace) ? t.member[t.at(trace)] : trace;
    for (let n = 0; n < MAX_MEMBERS && member !== trace && t.alive(member); n++) {
      const at = t.at(member);
      if (
        t.parent[at] === lookup &&
        this.#kinship.isAskedOn(member) &&
        this.#kinship.isOnTheWay(member, lookup)
      ) {
        if ((t.flags[at] & MARK.responded) === 0) return Number.POSITIVE_INFINITY;
        last = Math.max(last, t.newestRow(member));
      }
      member = t.member[at];
    }
    return last;
  }

  #add(lookup: number, answered: readonly number[]): void {
    if (answered.length === 0) return;
    const known = this.of(lookup);
    this.#of.set(lookup, [...known, ...answered.filter((t) => !known.includes(t))]);
  }
}
