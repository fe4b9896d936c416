// In: a query by one that was asked other questions. Out: the lookup on whose behalf it was sent, and how sure that is.
import type { Store } from '../store/store.ts';
import { isWithin } from './delegations.ts';
import { type Errand, Heard, type HeardAnswer } from './heard.ts';
import { Kinship } from './kinship.ts';
import type { Link } from './link.ts';
import { MAX_OPEN, type OpenQueries } from './open-queries.ts';
import type { Parties } from './party.ts';
import type { Rows } from './rows.ts';
import { DNS_FLAG, PKT, type Sighting } from './sighting.ts';
import type { Transactions } from './transactions.ts';
import { Waits } from './waits.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from './words.ts';

// Of two lookups that could go on since almost the same moment, time does not tell which did.
const SAME_MOMENT_NS = 100e3;

/**
 * Resolvers ask authoritative servers without RD (RFC 1034 5.3.1): minimised names (RFC 9156), targets of aliases,
 * addresses of name servers. Which lookup needs the answer follows from names and referrals; which of several that need
 * it asked, from what the resolver heard just before.
 */
export class Resolving {
  /** What lookups waited for though others had asked for it. */
  readonly waits: Waits;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #heard: Heard;
  readonly #kinship: Kinship;

  constructor(store: Store, rows: Rows, transactions: Transactions, parties: Parties) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#heard = new Heard(parties);
    this.#kinship = new Kinship(store, rows, transactions);
    this.waits = new Waits(rows, transactions, this.#kinship, this.#heard);
  }

  /** Takes in a response of a transaction: what it says of name servers, and that its asker has it now. */
  hear(transaction: number, s: Sighting): void {
    if (s.pktType !== PKT.unknown && (s.pktType !== PKT.host || s.process === 0)) return;
    if (this.#kinship.wantsRecursion(s.place)) return;
    // RD is copied into the response (RFC 1035 4.1.1), but not by all.
    const asked = this.#transactions.attempt(transaction);
    if (asked < this.#store.first || this.#kinship.wantsRecursion(this.#rows.place(asked))) return;
    this.#heard.hear({ transaction, ...this.#kinship.errand(s.name, 1) }, s);
    if ((this.#store.columns.flags[s.place] & DNS_FLAG.truncated) === 0) this.#kinship.learn(s.row);
  }

  /** Whether the query in `s` asks for itself what `lookup` asked it to find out. */
  isIterative(s: Sighting, lookup: number): boolean {
    const wanted = this.#rows.place(this.#transactions.newestRow(lookup));
    return !this.#kinship.wantsRecursion(s.place) && this.#kinship.wantsRecursion(wanted);
  }

  /** Finds for which of the lookups open at its sender `s` was sent, or of which it goes on with an errand. */
  find(s: Sighting, candidates: OpenQueries, link: Link, evidence: number): boolean {
    if (candidates.count === 0 && this.#kinship.wantsRecursion(s.place)) return false;
    const errand = this.#kinship.errand(s.name);
    const lookups = candidates.some(MAX_OPEN);
    const kin = lookups.filter((t) => this.#kinship.of(errand, t) !== 0);
    const before = this.#goesOnFrom(s, errand);
    const going = before === 0 ? 0 : this.#kinship.lookupOf(before);
    if (going !== 0 && (!lookups.includes(going) || kin.length === 0 || kin.includes(going))) {
      const alone = kin.length === 1 && kin[0] === going;
      const sure = alone ? CONFIDENCE.likely : this.#transactions.confidence[this.#transactions.at(before)];
      const open = lookups.includes(going) ? evidence : evidence & ~EVIDENCE.whileOpen;
      const bits = open | EVIDENCE.followsAnswer | this.#kinship.of(errand, going);
      link.set(going, RELATION.resolving, Math.max(sure, CONFIDENCE.likely), bits);
      return true;
    }
    if (lookups.length === 0) return false;
    this.#choose(s, errand, lookups, this.#distinct(kin), link, evidence);
    return true;
  }

  #choose(s: Sighting, errand: Errand, open: number[], kin: number[], link: Link, evidence: number): void {
    const bits = (t: number) => evidence | this.#kinship.of(errand, t);
    const only = open.length === 1 ? open[0] : 0;
    const one = only || (kin.length === 1 ? kin[0] : 0);
    if (one !== 0) {
      const others = only === 0 ? EVIDENCE.severalCandidates : EVIDENCE.onlyCandidate;
      link.set(one, RELATION.resolving, CONFIDENCE.likely, bits(one) | others);
      return;
    }
    const moved = this.#movedLast(s, kin.length > 0 ? kin : open);
    const parent = moved || (kin.length > 0 ? kin[kin.length - 1] : open[0]);
    const sure = moved !== 0 && kin.length > 0 ? CONFIDENCE.likely : CONFIDENCE.ambiguous;
    const order = moved === 0 ? 0 : EVIDENCE.movedLast;
    link.set(parent, RELATION.resolving, sure, bits(parent) | order | EVIDENCE.severalCandidates);
  }

  /** Whether another open lookup than `lookup` could need the answer to `s` as well, on the way to its own. */
  isWanted(s: Sighting, open: OpenQueries, lookup: number): boolean {
    const errand = this.#kinship.errand(s.name);
    return open.some(MAX_OPEN).some((t) => t !== lookup && this.#kinship.of(errand, t) !== 0);
  }

  /** Notes the lookups besides the one it was sent for that the search for a name server is for. */
  noteBeside(transaction: number, s: Sighting, lookup: number, open: OpenQueries): void {
    const errand = this.#kinship.errand(s.name);
    if (this.#kinship.of(errand, lookup) !== EVIDENCE.nameServer) return;
    const last = this.#heardBefore(s).find((answer) => this.#kinship.lookupOf(answer.transaction) === lookup);
    if (last !== undefined) this.waits.noteBeside(transaction, errand, lookup, last, open.some(MAX_OPEN));
  }

  /** The answered query that `s` goes on from: the same name again, or one label more; 0 where there is none. */
  #goesOnFrom(s: Sighting, errand: Errand): number {
    const heard = this.#heardBefore(s).filter(({ transaction }) => this.#kinship.lookupOf(transaction) !== 0);
    const same = heard.find(({ name }) => name === errand.name);
    if (same !== undefined) return same.transaction;
    // From a zone on its own way a lookup goes on to names that it needs, and to no others in the zone.
    const further = heard.find(({ name, transaction }) => {
      if (name === '.' || !isWithin(errand.name, name)) return false;
      const lookup = this.#kinship.lookupOf(transaction);
      return !this.#kinship.isOnTheWay(transaction, lookup) || this.#kinship.of(errand, lookup) !== 0;
    });
    return further?.transaction ?? 0;
  }

  /** What the sender of `s` has just heard, newest first. */
  #heardBefore(s: Sighting): HeardAnswer[] {
    if (this.#kinship.wantsRecursion(s.place)) return [];
    const heard = this.#heard.by(s.netns, s.sender, s.client);
    return heard.filter(({ transaction: t }) => {
      if (!this.#transactions.alive(t)) return false;
      return s.timeNs - this.#rows.timeOf(this.#transactions.newestRow(t)) <= this.#heard.windowNs;
    });
  }

  /** The one among `lookups` that arrived, or whose answer was heard, last before `s`; 0 where that is not clear. */
  #movedLast(s: Sighting, lookups: readonly number[]): number {
    const heardFor = new Map<number, number>();
    for (const { transaction } of this.#heardBefore(s).reverse()) {
      const heard = this.#transactions.newestRow(transaction);
      heardFor.set(this.#kinship.lookupOf(transaction), this.#rows.timeOf(heard));
    }
    let [newest, second, found] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const t of lookups) {
      const moved = heardFor.get(t) ?? this.#rows.timeOf(this.#kinship.arrivalOf(t));
      if (moved > newest) [newest, second, found] = [moved, newest, t];
      else second = Math.max(second, moved);
    }
    const recent = s.timeNs - newest <= this.#heard.windowNs;
    return recent && newest - second > SAME_MOMENT_NS ? found : 0;
  }

  /** Of lookups with equal questions the one that came first: resolvers work once for all of them. */
  #distinct(newestFirst: readonly number[]): number[] {
    const { question } = this.#transactions;
    const byQuestion = new Map(newestFirst.map((t) => [question[this.#transactions.at(t)], t]));
    return newestFirst.filter((t) => byQuestion.get(question[this.#transactions.at(t)]) === t);
  }
}
