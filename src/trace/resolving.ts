// In: a query by one that was asked other questions. Out: the lookup on whose behalf it was sent, and how sure that is.
import type { Store } from '../store/store.ts';
import { isWithin } from './delegations.ts';
import { type Errand, Heard, type HeardAnswer } from './heard.ts';
import { Kinship } from './kinship.ts';
import type { Link } from './link.ts';
import type { OpenQueries } from './open-queries.ts';
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
    // What chases aliases by asking on shows its targets here as well.
    if (this.#store.columns.cname[s.place] !== 0) this.#kinship.learnTargets(s.row, transaction);
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
  find(s: Sighting, open: OpenQueries, link: Link, evidence: number): boolean {
    if (open.count === 0 && this.#kinship.wantsRecursion(s.place)) return false;
    const errand = this.#kinship.errand(s.name);
    const kin = open.filter((t) => this.#kinship.of(errand, t) !== 0);
    const before = this.#goesOnFrom(s, errand);
    const going = before === 0 ? 0 : this.#kinship.lookupOf(before);
    const pending = going !== 0 && open.includes(going);
    if (going !== 0 && (!pending || kin.length === 0 || kin.includes(going))) {
      const alone = kin.length === 1 && kin[0] === going;
      const sure = alone ? CONFIDENCE.likely : this.#transactions.confidence[this.#transactions.at(before)];
      const bits = (pending ? evidence : evidence & ~EVIDENCE.whileOpen) | EVIDENCE.followsAnswer;
      const kinship = this.#kinship.of(errand, going);
      link.set(going, RELATION.resolving, Math.max(sure, CONFIDENCE.likely), bits | kinship);
      return true;
    }
    // What a resolver asks for itself (root servers, trust anchors, names about to expire) is for none of several.
    const own = kin.length === 0 && open.count > 1 && !this.#kinship.wantsRecursion(s.place);
    if (open.count === 0 || own) return false;
    this.#choose(s, errand, open, this.#distinct(kin), link, evidence);
    return true;
  }

  #choose(s: Sighting, errand: Errand, open: OpenQueries, kin: number[], link: Link, evidence: number): void {
    const bits = (t: number) => evidence | this.#kinship.of(errand, t);
    const only = open.count === 1 ? open.newest : 0;
    const one = only || (kin.length === 1 ? kin[0] : 0);
    if (one !== 0) {
      const others = only === 0 ? EVIDENCE.severalCandidates : EVIDENCE.onlyCandidate;
      link.set(one, RELATION.resolving, CONFIDENCE.likely, bits(one) | others);
      return;
    }
    const moved = this.#movedLast(s, kin.length > 0 ? kin : open.filter(() => true));
    const parent = moved || (kin.length > 0 ? kin[kin.length - 1] : open.newest);
    const sure = moved !== 0 && kin.length > 0 ? CONFIDENCE.likely : CONFIDENCE.ambiguous;
    const order = moved === 0 ? 0 : EVIDENCE.movedLast;
    link.set(parent, RELATION.resolving, sure, bits(parent) | order | EVIDENCE.severalCandidates);
  }

  /** Whether another open lookup than `lookup` could need the answer to `s` as well, on the way to its own. */
  isWanted(s: Sighting, open: OpenQueries, lookup: number): boolean {
    const errand = this.#kinship.errand(s.name);
    for (let n = 0; n < open.count; n++) {
      if (open.at(n) !== lookup && this.#kinship.of(errand, open.at(n)) !== 0) return true;
    }
    return false;
  }

  /** Notes the lookups besides the one it was sent for that the search for a name server is for. */
  noteBeside(transaction: number, s: Sighting, lookup: number, open: OpenQueries): void {
    const errand = this.#kinship.errand(s.name);
    if (this.#kinship.of(errand, lookup) !== EVIDENCE.nameServer) return;
    const last = this.#heardBefore(s).find((answer) => this.#kinship.lookupOf(answer.transaction) === lookup);
    if (last === undefined) return;
    const beside = open.filter((t) => t !== lookup && this.#kinship.of(errand, t) === EVIDENCE.nameServer);
    this.waits.noteBeside(transaction, last, beside);
  }

  /** The answered query that `s` goes on from: the same name again, or one label more; 0 where there is none. */
  #goesOnFrom(s: Sighting, errand: Errand): number {
    let further = 0;
    for (const { name, transaction } of this.#heardBefore(s)) {
      const same = name === errand.name;
      if (!same && (further !== 0 || name === '.' || !isWithin(errand.name, name))) continue;
      const lookup = this.#kinship.lookupOf(transaction);
      if (lookup === 0) continue;
      if (same) return transaction;
      // From a zone on its own way a lookup goes on to names that it needs, and to no others in the zone.
      const own = this.#kinship.isOnTheWay(transaction, lookup);
      if (!own || this.#kinship.of(errand, lookup) !== 0) further = transaction;
    }
    return further;
  }

  /** What the sender of `s` has just heard, newest first. */
  #heardBefore(s: Sighting): HeardAnswer[] {
    const before: HeardAnswer[] = [];
    if (this.#kinship.wantsRecursion(s.place)) return before;
    const heard = this.#heard.by(s.netns, s.sender, s.client);
    for (let n = 0; n < heard.length; n++) {
      const answer = heard.newest(n);
      if (!this.#transactions.alive(answer.transaction)) break;
      const row = this.#transactions.newestRow(answer.transaction);
      if (s.timeNs - this.#rows.timeOf(row) > this.#heard.windowNs) break;
      before.push(answer);
    }
    return before;
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
    const byQuestion = new Map(newestFirst.map((t) => [question[this.#transactions.place(t)], t]));
    return newestFirst.filter((t) => byQuestion.get(question[this.#transactions.place(t)]) === t);
  }
}
