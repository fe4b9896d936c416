// In: resolvers that go on with lookups, or answer them. Out: the answers to others' queries that these had waited for.
import type { Heard, HeardAnswer } from './heard.ts';
import type { Kinship } from './kinship.ts';
import type { Rows } from './rows.ts';
import type { Sighting } from './sighting.ts';
import { MARK, type Transactions } from './transactions.ts';

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
  readonly #of = new Map<number, readonly number[]>();

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
    const heard = this.#heard.by(s.netns, s.process, s.isQuery ? s.client : s.server);
    if (heard.length === 0) return;
    const t = this.#transactions;
    const moved = this.#ownMove(lookup);
    const waited: HeardAnswer[] = [];
    for (let n = 0; n < heard.length; n++) {
      const answer = heard.newest(n);
      if (!t.alive(answer.transaction) || t.newestRow(answer.transaction) <= moved) break;
      if (this.#isOthers(answer, lookup)) waited.push(answer);
    }
    if (waited.length === 0) return;
    // A resolver with much to do goes on late; then only what lies on the way itself is sure to have been needed.
    const since = s.timeNs - this.#rows.timeOf(t.newestRow(waited[0].transaction));
    const sure = ({ transaction }: HeardAnswer) =>
      since <= this.#heard.windowNs || this.#kinship.isOnTheWay(transaction, lookup);
    this.#add(
      lookup,
      waited
        .filter(sure)
        .map(({ transaction }) => transaction)
        .reverse(),
    );
  }

  /**
   * Notes that the search for a name server, `transaction`, sent for one lookup after it heard `last`, is for those of
   * `others` as well that went on from there.
   */
  noteBeside(transaction: number, last: HeardAnswer, others: readonly number[]): void {
    const heard = this.#transactions.newestRow(last.transaction);
    for (const other of others) {
      const waited = this.of(other).includes(last.transaction);
      if (waited || (this.#isOthers(last, other) && this.#ownMove(other) < heard))
        this.#add(other, [transaction]);
    }
  }

  /** Whether an answer was asked for another lookup and is of use for this one. */
  #isOthers(answer: HeardAnswer, lookup: number): boolean {
    if (this.#kinship.of(answer, lookup) === 0) return false;
    const other = this.#kinship.lookupOf(answer.transaction);
    return other !== 0 && other !== lookup;
  }

  /** The row by which a lookup last came or went on by itself; the newest of all while it does. */
  #ownMove(lookup: number): number {
    const t = this.#transactions;
    let last = this.#kinship.arrivalOf(lookup);
    for (const member of t.members(t.trace[t.at(lookup)], MAX_MEMBERS)) {
      if (t.parent[t.at(member)] !== lookup || !this.#kinship.isAskedOn(member)) continue;
      if (!this.#kinship.isOnTheWay(member, lookup)) continue;
      if ((t.flags[t.at(member)] & MARK.responded) === 0) return Number.POSITIVE_INFINITY;
      last = Math.max(last, t.newestRow(member));
    }
    return last;
  }

  #add(lookup: number, answered: readonly number[]): void {
    if (answered.length === 0) return;
    const known = this.of(lookup);
    this.#of.set(lookup, [...known, ...answered.filter((t) => !known.includes(t))]);
    if (this.#of.size <= MAX_LOOKUPS) return;
    for (const oldest of this.#of.keys()) {
      this.#of.delete(oldest);
      break;
    }
  }
}
