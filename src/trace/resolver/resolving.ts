// In: a query by one that was asked other questions. Out: the lookup on whose behalf it was sent, and how sure that is.
import type { Store } from '../../store/store.ts';
import { KeyHash } from '../hash.ts';
import type { Link } from '../link.ts';
import type { OpenQueries } from '../open-queries.ts';
import { KEY, type Parties } from '../party.ts';
import type { Rows } from '../rows.ts';
import { DNS_FLAG, PKT, type Sighting } from '../sighting.ts';
import { MARK, type Transactions } from '../transactions.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from '../words.ts';
import { Errands } from './errands.ts';
import { Heard } from './heard.ts';
import { Kin } from './kin.ts';
import { Kinship } from './kinship.ts';
import { MAX_LABELS } from './suffixes.ts';
import { Waits } from './waits.ts';
import { Wanted } from './wanted.ts';

// Of two lookups that could go on since almost the same moment, time does not tell which did.
const SAME_MOMENT_NS = 100e3;
const TYPE_NS = 2;
const NOBODY: readonly number[] = [];

/**
 * Resolvers ask authoritative servers without RD (RFC 1034 5.3.1): minimised names (RFC 9156), targets of aliases,
 * addresses of name servers. Which lookup needs the answer follows from names and referrals; which of several that need
 * it asked, from what the resolver heard just before.
 */
export class Resolving {
  /** What lookups waited for though others had asked for it. */
  readonly waits: Waits;
  /** The open lookups by what they need. */
  readonly wanted: Wanted;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #heard: Heard;
  readonly #kinship: Kinship;
  readonly #errands: Errands;
  readonly #kin: Kin;
  readonly #key = new KeyHash();

  constructor(store: Store, rows: Rows, transactions: Transactions, parties: Parties) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#parties = parties;
    this.#heard = new Heard(parties);
    this.#kinship = new Kinship(store, rows, transactions);
    this.#errands = new Errands(rows, transactions, this.#kinship, this.#heard);
    this.wanted = new Wanted(transactions, this.#kinship.suffixes);
    this.#kin = new Kin(transactions, parties, this.#kinship, this.wanted);
    this.waits = new Waits(rows, transactions, this.#kinship, this.#heard);
  }

  /** Whether somebody resolves by itself, as far as is known. */
  get any(): boolean {
    return this.wanted.followsAny || this.#heard.any;
  }

  /** Takes in a response of a transaction: what it says of name servers, and that its asker has it now. */
  hear(transaction: number, s: Sighting): void {
    if (s.pktType !== PKT.unknown && (s.pktType !== PKT.host || s.process === 0)) return;
    // What chases aliases by asking on shows its targets here as well.
    if (this.#store.columns.cname[s.place] !== 0) this.#learnTargets(transaction, s);
    if (this.#kinship.wantsRecursion(s.place)) return;
    // RD is copied into the response (RFC 1035 4.1.1), but not by all.
    const asked = this.#transactions.attempt(transaction);
    if (asked < this.#store.first || this.#kinship.wantsRecursion(this.#rows.place(asked))) return;
    const lookup = this.#kinship.lookupOf(transaction);
    const zones = this.#kinship.zones(s.name, 1);
    const { suffixes } = this.#kinship;
    const n = suffixes.longest(s.name);
    const a = n < 0 ? 0 : suffixes.hashes[n];
    const b = n < 0 ? 0 : suffixes.hashes[n + MAX_LABELS];
    this.#heard.reachedBy(s).add(transaction, lookup, s.row, a, b, zones);
    if ((this.#store.columns.flags[s.place] & DNS_FLAG.truncated) === 0) this.#kinship.learn(s.row);
  }

  /** Makes an open lookup findable by what it needs, at its receiver. */
  want(lookup: number, receiver: number): void {
    this.wanted.add(lookup, this.#kinship.textOf(lookup), receiver);
    for (const target of this.#kinship.targetsOf(lookup)) this.wanted.addTarget(lookup, target, receiver);
  }

  #learnTargets(transaction: number, s: Sighting): void {
    const lookup = this.#kinship.lookupOf(transaction);
    const targets = this.#kinship.learnTargets(s.row, lookup);
    if (targets.length === 0) return;
    this.#parties.key(this.#key, KEY.received, s.netns, s.process, s.client, 0);
    if (!this.wanted.follows(this.#key.a)) return;
    for (const target of targets) this.wanted.addTarget(lookup, target, this.#key.a);
  }

  /** Whether the query in `s` asks for itself what `lookup` asked it to find out. */
  isIterative(s: Sighting, lookup: number): boolean {
    const wanted = this.#rows.place(this.#transactions.newestRow(lookup));
    return !this.wantsRecursion(s) && this.#kinship.wantsRecursion(wanted);
  }

  wantsRecursion(s: Sighting): boolean {
    return this.#kinship.wantsRecursion(s.place);
  }

  /**
   * Whether only a look at all that is open at the sender of `s` tells which of it needs the answer: what forwarders ask
   * besides may be for any, and all need the root.
   */
  concernsAll(s: Sighting): boolean {
    if (this.#kinship.wantsRecursion(s.place) || this.#kinship.suffixes.longest(s.name) < 0) return true;
    return this.#kinship.zones(s.name).includes('.');
  }

  /** Finds for which of the lookups `open` at its sender, `receiver`, `s` was sent, or of which it goes on with an errand. */
  find(s: Sighting, open: OpenQueries, receiver: number, link: Link): boolean {
    const recursive = this.#kinship.wantsRecursion(s.place);
    if (open.count === 0 && recursive) return false;
    this.#findKin(s, open, receiver);
    const kin = this.#kin;
    const before = recursive ? 0 : this.#errands.before(s);
    const going = before === 0 ? 0 : this.#kinship.lookupOf(before);
    const pending = going !== 0 && kin.isOpenAt(s, going);
    if (going !== 0 && (!pending || kin.count === 0 || kin.includes(going))) {
      const alone = kin.count === 1 && kin.at(0) === going;
      const sure = alone ? CONFIDENCE.likely : this.#transactions.confidence[this.#transactions.at(before)];
      const bits = (pending ? EVIDENCE.whileOpen : 0) | EVIDENCE.followsAnswer;
      const kinship = this.#kinship.of(s.name, this.#kinship.zones(s.name), going);
      link.set(going, RELATION.resolving, Math.max(sure, CONFIDENCE.likely), bits | kinship);
      return true;
    }
    const candidates = kin.count > 0 ? kin.all() : this.#unrelated(s, open);
    if (candidates.length === 0) return false;
    const only = open.count === 1 && open.all && open.newest === candidates[0];
    this.#choose(s, candidates, only, link);
    return true;
  }

  /**
   * For whom a question that leads to no answer may be: a forwarder may have rewritten the name of what has just come and
   * was not asked on. Else it asks for itself, as does a resolver of which several want something (root servers, trust
   * anchors, names about to expire).
   */
  #unrelated(s: Sighting, open: OpenQueries): readonly number[] {
    if (!this.#kinship.wantsRecursion(s.place)) return open.count === 1 && open.all ? [open.newest] : NOBODY;
    const t = this.#transactions;
    const isNew = (lookup: number) => s.timeNs - t.attemptNs(lookup) <= this.#heard.windowNs;
    return open.filter((lookup) => (t.flags[t.at(lookup)] & MARK.hasChild) === 0 && isNew(lookup));
  }

  #findKin(s: Sighting, open: OpenQueries, receiver: number): void {
    // Forwarders ask for no zones on the way, but for the root's servers, to see whether their own server is well (CoreDNS).
    if (this.wantsRecursion(s) && s.qtype === TYPE_NS) {
      this.#kin.count = 0;
      return;
    }
    const zones = this.#kinship.zones(s.name);
    if (this.concernsAll(s)) this.#kin.findAmong(open, s.name, zones);
    else this.#kin.find(s, receiver, zones);
  }

  /** Chooses among `candidates`, newest first; `only`: nothing else is open at the sender. */
  #choose(s: Sighting, candidates: readonly number[], only: boolean, link: Link): void {
    const zones = this.#kinship.zones(s.name);
    const bits = (t: number) => EVIDENCE.whileOpen | this.#kinship.of(s.name, zones, t);
    const isKin = this.#kin.count > 0;
    const different = isKin && candidates.length > 1 ? this.#distinct(candidates) : candidates;
    const [one, second] = different;
    // A question without relation to any other is as likely one of the forwarder's own.
    const isGuess = !isKin && this.wantsRecursion(s);
    if (!isGuess && (only || (isKin && second === undefined))) {
      const others = only ? EVIDENCE.onlyCandidate : EVIDENCE.severalCandidates;
      link.set(one, RELATION.resolving, CONFIDENCE.likely, bits(one) | others);
      return;
    }
    const moved = this.#movedLast(s, different);
    const parent = moved || (isKin ? different[different.length - 1] : one);
    const sure = moved !== 0 && isKin ? CONFIDENCE.likely : CONFIDENCE.ambiguous;
    const order = moved === 0 || second === undefined ? 0 : EVIDENCE.movedLast;
    const others = second === undefined ? 0 : EVIDENCE.severalCandidates;
    link.set(parent, RELATION.resolving, sure, bits(parent) | order | others);
  }

  /** Whether another lookup open at the sender of `s` than `lookup` could need the answer as well, on the way to its own. */
  isWanted(s: Sighting, open: OpenQueries, receiver: number, lookup: number): boolean {
    this.#findKin(s, open, receiver);
    return this.#kin.count > 1 || (this.#kin.count === 1 && this.#kin.at(0) !== lookup);
  }

  /** Notes the lookups found besides the one `s` was sent for that the search for a name server is for. */
  noteBeside(transaction: number, s: Sighting, lookup: number): void {
    const zones = this.#kinship.zones(s.name);
    if (zones.length === 0) return;
    if (this.#kinship.of(s.name, zones, lookup) !== EVIDENCE.nameServer) return;
    const heard = this.#heard.by(s.netns, s.sender, s.client);
    const last = heard.newestFor(lookup);
    if (last === 0 || !this.#errands.isRecent(heard, last, s)) return;
    for (let n = 0; n < this.#kin.count; n++) {
      const other = this.#kin.at(n);
      if (other === lookup || this.#kinship.of(s.name, zones, other) !== EVIDENCE.nameServer) continue;
      this.waits.noteBeside(transaction, heard, last, other);
    }
  }

  /** The one among `lookups` that arrived, or whose answer was heard, last before `s`; 0 where that is not clear. */
  #movedLast(s: Sighting, lookups: readonly number[]): number {
    const asks = !this.#kinship.wantsRecursion(s.place);
    const heard = this.#heard.by(s.netns, s.sender, s.client);
    let [newest, second, found] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const t of lookups) {
      const answer = asks ? heard.newestFor(t) : 0;
      const recent = answer !== 0 && this.#errands.isRecent(heard, answer, s);
      const row = recent
        ? this.#transactions.newestRow(heard.transaction(answer))
        : this.#kinship.arrivalOf(t);
      const moved = this.#rows.timeOf(row);
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
