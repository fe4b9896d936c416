// In: a query by one that was asked other questions. Out: the lookup on whose behalf it was sent, and how sure that is.
import type { Store } from '../store/store.ts';
import { Delegations, isWithin } from './delegations.ts';
import { Heard } from './heard.ts';
import type { Link } from './link.ts';
import type { OpenQueries } from './open-queries.ts';
import type { Parties } from './party.ts';
import type { Rows } from './rows.ts';
import { DNS_FLAG, PKT, type Sighting } from './sighting.ts';
import { MARK, type Transactions } from './transactions.ts';
import { Waits } from './waits.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from './words.ts';

const MAX_MEMBERS = 64;
const MAX_CLIMB = 8;
// From an answer's arrival to what the resolver makes of it, other answers waiting in its socket included.
const WINDOW_NS = 50e6;
// Of two lookups that could go on since almost the same moment, time does not tell which did.
const SAME_MOMENT_NS = 100e3;

/** What a question is good for: the names at or below it, and those in zones whose servers are. */
interface Errand {
  readonly name: string;
  readonly zones: readonly string[];
}

/**
 * Resolvers ask authoritative servers without RD (RFC 1034 5.3.1): minimised names (RFC 9156), targets of aliases,
 * addresses of name servers. Which lookup needs the answer follows from names and referrals; which of several that need
 * it asked, from what the resolver heard just before.
 */
export class Resolving {
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  /** What lookups waited for though others had asked for it. */
  readonly waits = new Waits();
  readonly #heard: Heard;
  readonly #delegations = new Delegations();

  constructor(store: Store, rows: Rows, transactions: Transactions, parties: Parties) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#heard = new Heard(parties);
  }

  /** Takes in a response of a transaction: what it says of name servers, and that its asker has it now. */
  hear(transaction: number, s: Sighting): void {
    if (s.pktType !== PKT.unknown && (s.pktType !== PKT.host || s.process === 0)) return;
    const { flags } = this.#store.columns;
    if ((flags[s.place] & DNS_FLAG.recursionDesired) !== 0) return;
    // RD is copied into the response (RFC 1035 4.1.1), but not by all.
    const asked = this.#transactions.attempt(transaction);
    if (asked < this.#store.first || this.#wantsRecursion(this.#rows.place(asked))) return;
    this.#heard.hear(transaction, s);
    if ((flags[s.place] & DNS_FLAG.truncated) === 0) this.#delegations.learn(this.#store.message(s.row));
  }

  /** Whether the query in `s` asks for itself what `lookup` asked it to find out. */
  isIterative(s: Sighting, lookup: number): boolean {
    const wanted = this.#transactions.newestRow(lookup);
    return !this.#wantsRecursion(s.place) && this.#wantsRecursion(this.#rows.place(wanted));
  }

  #wantsRecursion(place: number): boolean {
    return (this.#store.columns.flags[place] & DNS_FLAG.recursionDesired) !== 0;
  }

  /** Finds for which of the lookups open at its sender `s` was sent, or of which it goes on with an errand. */
  find(s: Sighting, candidates: OpenQueries, link: Link, evidence: number): boolean {
    if (candidates.count === 0 && this.#wantsRecursion(s.place)) return false;
    const errand = this.#errand(this.#nameOf(s.name));
    const lookups = candidates.some(MAX_MEMBERS);
    const kin = lookups.filter((t) => this.#kinship(errand, t) !== 0);
    const before = this.#goesOnFrom(s, errand);
    const going = this.#lookupOf(before);
    if (going !== 0 && (!lookups.includes(going) || kin.length === 0 || kin.includes(going))) {
      const alone = kin.length === 1 && kin[0] === going;
      const sure = alone ? CONFIDENCE.likely : this.#transactions.confidence[this.#transactions.at(before)];
      const open = lookups.includes(going) ? evidence : evidence & ~EVIDENCE.whileOpen;
      const bits = open | EVIDENCE.followsAnswer | this.#kinship(errand, going);
      link.set(going, RELATION.resolving, Math.max(sure, CONFIDENCE.likely), bits);
      return true;
    }
    if (lookups.length === 0) return false;
    this.#choose(s, errand, lookups, this.#distinct(kin), link, evidence);
    return true;
  }

  #choose(s: Sighting, errand: Errand, open: number[], kin: number[], link: Link, evidence: number): void {
    const bits = (t: number) => evidence | this.#kinship(errand, t);
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
    const errand = this.#errand(this.#nameOf(s.name));
    return open.some(MAX_MEMBERS).some((t) => t !== lookup && this.#kinship(errand, t) !== 0);
  }

  /**
   * Notes the queries for other lookups that `lookup` had waited for before its receiver went on with it, or answered
   * it, by `s`: answers it needs, of which the receiver has just heard the last, while nothing of its own was out.
   */
  noteWaits(s: Sighting, lookup: number): void {
    const heard = this.#heard.by(s.netns, s.process, s.isQuery ? s.client : s.server);
    if (heard.length === 0) return;
    const moved = this.#ownMove(lookup);
    const since = heard.filter((t) => this.#transactions.alive(t) && this.#transactions.newestRow(t) > moved);
    const waited = since.filter((t) => this.#isOthers(t, lookup));
    if (waited.length === 0) return;
    // A resolver with much to do goes on late; then only what lies on the way itself is sure to have been needed.
    const needed = this.#isRecent(waited[0], s) ? waited : waited.filter((t) => this.#isOnTheWay(t, lookup));
    this.waits.add(lookup, needed.reverse());
  }

  /** Notes that the search for a name server, `transaction`, sent by `s` for one lookup, is for those beside it as well. */
  noteBeside(transaction: number, s: Sighting, lookup: number, open: OpenQueries): void {
    const errand = this.#errand(this.#nameOf(s.name));
    if (this.#kinship(errand, lookup) !== EVIDENCE.nameServer) return;
    const last = this.#heardBefore(s).find((t) => this.#lookupOf(t) === lookup);
    if (last === undefined) return;
    for (const other of open.some(MAX_MEMBERS)) {
      if (other === lookup || this.#kinship(errand, other) !== EVIDENCE.nameServer) continue;
      const idle = () =>
        this.#isOthers(last, other) && this.#ownMove(other) < this.#transactions.newestRow(last);
      if (this.waits.of(other).includes(last) || idle()) this.waits.add(other, [transaction]);
    }
  }

  #isOnTheWay(t: number, lookup: number): boolean {
    return this.#kinship({ name: this.#questionOf(t), zones: [] }, lookup) !== 0;
  }

  /** Whether a query was sent for another lookup and is of use for this one. */
  #isOthers(t: number, lookup: number): boolean {
    const other = this.#lookupOf(t);
    if (other === 0 || other === lookup) return false;
    const name = this.#questionOf(t);
    return this.#kinship({ name, zones: this.#delegations.servedBy(name, 1) }, lookup) !== 0;
  }

  #isRecent(t: number, s: Sighting): boolean {
    return s.timeNs - this.#rows.timeOf(this.#transactions.newestRow(t)) <= WINDOW_NS;
  }

  /** The row by which a lookup last came or went on by itself; the newest of all while it does. */
  #ownMove(lookup: number): number {
    const t = this.#transactions;
    let last = this.#arrivalOf(lookup);
    for (const member of t.members(t.trace[t.at(lookup)], MAX_MEMBERS)) {
      if (t.parent[t.at(member)] !== lookup || !this.#isAskedOn(member)) continue;
      if (!this.#isOnTheWay(member, lookup)) continue;
      if ((t.flags[t.at(member)] & MARK.responded) === 0) return Number.POSITIVE_INFINITY;
      last = Math.max(last, t.newestRow(member));
    }
    return last;
  }

  /** The answered query that `s` goes on from: the same name again, or one label more. */
  #goesOnFrom(s: Sighting, errand: Errand): number {
    const { name } = errand;
    const heard = this.#heardBefore(s).filter((t) => this.#lookupOf(t) !== 0);
    const same = heard.find((t) => this.#questionOf(t) === name);
    if (same !== undefined) return same;
    const further = heard.filter((t) => this.#questionOf(t) !== '.' && isWithin(name, this.#questionOf(t)));
    // From a zone on its own way a lookup goes on to names that it needs, and to no others in the zone.
    return (
      further.find((t) => {
        const lookup = this.#lookupOf(t);
        return !this.#isOnTheWay(t, lookup) || this.#kinship(errand, lookup) !== 0;
      }) ?? 0
    );
  }

  /** What the sender of `s` has just heard, newest first. */
  #heardBefore(s: Sighting): number[] {
    if (this.#wantsRecursion(s.place)) return [];
    const heard = this.#heard.by(s.netns, s.sender, s.client);
    return heard.filter((t) => this.#transactions.alive(t) && this.#isRecent(t, s));
  }

  /** The one among `lookups` that arrived, or whose answer was heard, last before `s`; 0 where that is not clear. */
  #movedLast(s: Sighting, lookups: readonly number[]): number {
    const heard = this.#heardBefore(s);
    let [newest, second, found] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const t of lookups) {
      const own = heard.find((other) => this.#lookupOf(other) === t);
      const arrived = this.#rows.timeOf(this.#arrivalOf(t));
      const moved = own === undefined ? arrived : this.#rows.timeOf(this.#transactions.newestRow(own));
      if (moved > newest) [newest, second, found] = [moved, newest, t];
      else second = Math.max(second, moved);
    }
    const recent = s.timeNs - newest <= WINDOW_NS;
    return recent && newest - second > SAME_MOMENT_NS ? found : 0;
  }

  /** The lookup for which a transaction was sent, repetitions left out; 0 for one of a client. */
  #lookupOf(transaction: number): number {
    const t = this.#transactions;
    let at = transaction;
    for (let n = 0; n < MAX_CLIMB && t.alive(at); n++) {
      const above = t.parent[t.at(at)];
      if (this.#isAskedOn(at)) return t.alive(above) ? above : 0;
      at = above;
    }
    return 0;
  }

  #isAskedOn(transaction: number): boolean {
    const relation = this.#transactions.relation[this.#transactions.at(transaction)];
    return relation === RELATION.forwarded || relation === RELATION.resolving;
  }

  /** Of lookups with equal questions the one that came first: resolvers work once for all of them. */
  #distinct(newestFirst: readonly number[]): number[] {
    const { question } = this.#transactions;
    const byQuestion = new Map(newestFirst.map((t) => [question[this.#transactions.at(t)], t]));
    return newestFirst.filter((t) => byQuestion.get(question[this.#transactions.at(t)]) === t);
  }

  #errand(name: string): Errand {
    return { name, zones: this.#delegations.servedBy(name) };
  }

  /** Evidence that the answer for an errand is needed on the way to the answer of `lookup`. */
  #kinship({ name, zones }: Errand, lookup: number): number {
    const wanted = this.#questionOf(lookup);
    if (isWithin(wanted, name)) return EVIDENCE.nameOnTheWay;
    const targets = this.#targetsOf(lookup);
    if (targets.some((target) => isWithin(target, name))) return EVIDENCE.aliasTarget;
    const needed = [wanted, ...targets];
    return zones.some((zone) => needed.some((target) => isWithin(target, zone))) ? EVIDENCE.nameServer : 0;
  }

  /** The targets of CNAMEs that were found on the way of a lookup. */
  #targetsOf(lookup: number): string[] {
    const t = this.#transactions;
    const { cname } = this.#store.columns;
    return t.members(t.trace[t.at(lookup)], MAX_MEMBERS).flatMap((member) => {
      const targets = cname[this.#rows.place(t.newestRow(member))];
      return targets === 0 ? [] : this.#nameOf(targets).split(',');
    });
  }

  /** The newest row by which the query of a lookup was seen before any answer, as far as that is the receiver's. */
  #arrivalOf(lookup: number): number {
    const { flags } = this.#store.columns;
    let row = this.#transactions.newestRow(lookup);
    for (let n = 0; n < MAX_MEMBERS; n++) {
      const before = this.#transactions.rowBefore(row);
      if ((flags[this.#rows.place(row)] & DNS_FLAG.response) === 0 || before < 0) break;
      row = before;
    }
    return row;
  }

  #questionOf(transaction: number): string {
    return this.#nameOf(
      this.#store.columns.name[this.#rows.place(this.#transactions.newestRow(transaction))],
    );
  }

  #nameOf(text: number): string {
    return this.#store.text.at(text).toLowerCase();
  }
}
