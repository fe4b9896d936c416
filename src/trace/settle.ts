// In: a transaction whose response was first seen, or that timed out. Out: its links, as what is known now allows.
import type { Store } from '../store/store.ts';
import type { Askers } from './askers.ts';
import type { Names } from './names.ts';
import type { Resolving } from './resolver/resolving.ts';
import type { Roles } from './roles.ts';
import type { Rows } from './rows.ts';
import { DNS_FLAG, PKT, type Sighting } from './sighting.ts';
import { MARK, type Transactions } from './transactions.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from './words.ts';

const MAX_BACK = 32;
const MAX_MEMBERS = 64;

/** Decides between candidates by the order of answers, and finds merged waits and renewed caches. */
export class Settle {
  /** What was read ahead: without it the reads would be left out. */
  touched = 0;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #askers: Askers;
  readonly #names: Names;
  readonly #resolving: Resolving;
  readonly #roles: Roles;

  constructor(
    store: Store,
    rows: Rows,
    transactions: Transactions,
    askers: Askers,
    names: Names,
    resolving: Resolving,
    roles: Roles,
  ) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#askers = askers;
    this.#names = names;
    this.#resolving = resolving;
    this.#roles = roles;
  }

  /** `parent`'s query ended in row `received`; its first response is `s`, or none came (undefined). */
  settle(parent: number, received: number, s: Sighting | undefined): void {
    const at = this.#transactions.at(parent);
    if ((this.#transactions.flags[at] & MARK.hasChild) === 0) this.#findShared(parent, received, s);
    else this.#settleChildren(parent, received, s);
    if (s !== undefined && this.#transactions.shared[at] === 0) this.#resolving.waits.note(s, parent);
  }

  /** The hash of the name that `parent` asks for; its response `s` may have no question. */
  #hashOf(parent: number, received: number, s: Sighting | undefined): number {
    const { question } = this.#transactions;
    if (s !== undefined && s.question === question[this.#transactions.place(parent)]) return s.nameHash;
    return this.#names.hash(this.#store.columns.name[this.#rows.place(received)]);
  }

  /** Nothing was asked on for `parent`: did its receiver have an equal question out already? */
  #findShared(parent: number, received: number, s: Sighting | undefined): void {
    const at = this.#transactions.at(parent);
    if (!this.#roles.mayAskOn(this.#transactions, parent)) return;
    // What it asked before something that had brought the answer by then is not what it waited for.
    const asked = this.#askedBy(parent, received, s, (t) => this.#hadAnswer(t, received)).filter((t) =>
      this.#wasOut(t, received, parent),
    );
    if (asked.length === 0) this.#transactions.shared[at] = this.#askedForEqual(parent, received);
    if (asked.length === 0) return;
    const unanswered = (this.#transactions.flags[at] & MARK.responded) === 0;
    const fitting = asked.filter((t) => this.#responded(t) !== unanswered);
    if (fitting.length > 0) this.#transactions.shared[at] = fitting[0];
  }

  /** The newest query for a lookup with an equal question that was open at the same receiver already, answered since. */
  #askedForEqual(parent: number, received: number): number {
    const t = this.#transactions;
    const question = t.question[t.place(parent)];
    let equal = t.sameQuestion[t.place(parent)];
    for (let n = 0; n < MAX_BACK && t.isKept(equal); n++, equal = t.sameQuestion[t.place(equal)]) {
      if (!t.isAskedOn(equal) || t.question[t.place(equal)] !== question) continue;
      if (!t.alive(equal)) return 0;
      if (!this.#wasOpenAt(equal, received)) continue;
      return this.#childrenOf(equal).findLast((child) => t.newestRow(child) > received) ?? 0;
    }
    return 0;
  }

  /** Whether the receiver of the query in row `received` had an equal one and had not answered it. */
  #wasOpenAt(equal: number, received: number): boolean {
    const c = this.#store.columns;
    const place = this.#rows.place(received);
    let arrived = false;
    let row = this.#transactions.newestRow(equal);
    for (let n = 0; n < MAX_MEMBERS && row >= 0; n++, row = this.#transactions.rowBefore(row)) {
      const at = this.#rows.place(row);
      const response = (c.flags[at] & DNS_FLAG.response) !== 0;
      if (response && row < received) return false;
      if (c.netns[at] === c.netns[place] && c.dst_addr[at] === c.dst_addr[place]) arrived ||= !response;
    }
    return arrived;
  }

  #settleChildren(parent: number, received: number, s: Sighting | undefined): void {
    if (s === undefined) return;
    this.#compareAnswers(parent, s);
    if ((this.#transactions.flags[this.#transactions.at(parent)] & MARK.guessedChild) !== 0) {
      for (const child of this.#childrenOf(parent)) this.#decide(parent, child, received, s);
    }
    if (this.#answered(s) && !this.#hasAnsweredChild(parent)) this.#renew(this.#childrenOf(parent));
  }

  /** Notes which queries for `parent` brought the addresses that it was answered with. */
  #compareAnswers(parent: number, s: Sighting): void {
    const answer = this.#store.columns.addresses[s.place];
    if (answer === 0) return;
    const t = this.#transactions;
    let equal = 0;
    let brought = 0;
    const trace = t.trace[t.at(parent)];
    let member = t.alive(trace) ? t.member[t.at(trace)] : 0;
    for (
      let n = 0;
      n < MAX_MEMBERS && member !== trace && t.alive(member);
      n++, member = t.member[t.at(member)]
    ) {
      if (t.parent[t.at(member)] !== parent || !this.#responded(member)) continue;
      if (this.#addressesOf(member) !== answer) continue;
      t.evidence[t.at(member)] |= EVIDENCE.equalAnswers;
      brought = member;
      equal++;
    }
    // What a forwarder asked under another name was this one's, if that alone brought the answer.
    const guessed = equal === 1 && t.relation[t.at(brought)] === RELATION.resolving;
    if (guessed && t.confidence[t.at(brought)] === CONFIDENCE.ambiguous)
      t.confidence[t.at(brought)] = CONFIDENCE.likely;
  }

  #hasAnsweredChild(parent: number): boolean {
    const t = this.#transactions;
    const trace = t.trace[t.at(parent)];
    let member = t.alive(trace) ? t.member[t.at(trace)] : 0;
    for (let n = 0; n < MAX_MEMBERS && member !== trace && t.alive(member); n++) {
      const at = t.at(member);
      if (t.parent[at] === parent && (t.flags[at] & MARK.responded) !== 0) return true;
      member = t.member[at];
    }
    return false;
  }

  /** A guess among several parents holds if no other guess was answered by now; it is exchanged if only another was. */
  #decide(parent: number, child: number, received: number, s: Sighting): void {
    const at = this.#transactions.at(child);
    if (this.#transactions.confidence[at] !== CONFIDENCE.ambiguous) return;
    if (this.#transactions.relation[at] !== RELATION.forwarded) return;
    const answered = this.#askedBy(parent, received, s).filter((t) => this.#guessed(t) && this.#responded(t));
    const equal = answered.filter((t) => this.#addressesOf(t) === this.#addressesOf(parent));
    const [own, other] = equal.length > 0 ? equal : answered;
    if (own === undefined || other !== undefined) return;
    if (own !== child) this.#exchange(child, own);
    for (const t of new Set([child, own])) this.#likely(t);
  }

  /** What the newest event of a transaction has for addresses, as an index into the texts. */
  #addressesOf(t: number): number {
    return this.#store.columns.addresses[this.#rows.place(this.#transactions.newestRow(t))];
  }

  /** The parent was answered while all that was asked on is still out: the answer was at hand, the cache is renewed. */
  #renew(open: number[]): void {
    for (const child of open) {
      const at = this.#transactions.at(child);
      if (this.#transactions.relation[at] !== RELATION.forwarded) continue;
      this.#transactions.relation[at] = RELATION.prefetched;
      this.#transactions.confidence[at] = CONFIDENCE.likely;
    }
  }

  #likely(child: number): void {
    const at = this.#transactions.at(child);
    this.#transactions.confidence[at] = CONFIDENCE.likely;
    this.#transactions.evidence[at] |= EVIDENCE.answerOrder;
  }

  #exchange(a: number, b: number): void {
    const t = this.#transactions;
    const parentOfA = t.parent[t.at(a)];
    const parentOfB = t.parent[t.at(b)];
    if (!t.alive(parentOfA) || !t.alive(parentOfB)) return;
    t.move(a, parentOfB);
    t.move(b, parentOfA);
  }

  /** What the receiver of `parent` asked with the same question, newest first, as far as the first that is `enough`. */
  #askedBy(
    parent: number,
    received: number,
    s: Sighting | undefined,
    enough = (_transaction: number) => false,
  ): number[] {
    const { atNetns, atPacket, atProcess, atAddress, question, sameAsker } = this.#transactions;
    const at = this.#transactions.at(parent);
    const found: number[] = [];
    if (atPacket[at] !== PKT.host && atPacket[at] !== PKT.unknown) return found;
    const wanted = question[this.#transactions.place(parent)];
    const netns = atNetns[this.#transactions.place(parent)];
    let t = this.#askers.newest(netns, atProcess[at], atAddress[at], this.#hashOf(parent, received, s));
    for (let n = 0; n < MAX_BACK && this.#transactions.isKept(t); n++) {
      const place = this.#transactions.place(t);
      if (question[place] === wanted && t !== parent) {
        found.push(t);
        if (enough(t)) break;
      }
      t = sameAsker[place];
    }
    for (const t of found) this.touched ^= this.#transactions.touch(t);
    return found.filter((t) => this.#transactions.alive(t));
  }

  /** Whether `t` had brought an answer when the query in row `received` came. */
  #hadAnswer(t: number, received: number): boolean {
    if (this.#transactions.isOpen(t)) return false;
    const flags = this.#transactions.flags[this.#transactions.at(t)];
    const answered = (flags & (MARK.responded | MARK.truncated | MARK.failed)) === MARK.responded;
    return answered && this.#transactions.newestRow(t) <= received;
  }

  /** Whether `t` was asked before `parent`, or for another at the same time, and was out when `parent` came. */
  #wasOut(t: number, received: number, parent: number): boolean {
    const newest = this.#transactions.newestRow(t);
    if (
      this.#transactions.trace[this.#transactions.at(t)] ===
      this.#transactions.trace[this.#transactions.at(parent)]
    ) {
      return false;
    }
    return !this.#responded(t) ? true : newest > received;
  }

  #childrenOf(parent: number): number[] {
    const trace = this.#transactions.trace[this.#transactions.at(parent)];
    const members = this.#transactions.members(trace, MAX_MEMBERS);
    return members.filter((member) => this.#transactions.parent[this.#transactions.at(member)] === parent);
  }

  #guessed(t: number): boolean {
    const at = this.#transactions.at(t);
    const { confidence, relation } = this.#transactions;
    return confidence[at] === CONFIDENCE.ambiguous && relation[at] === RELATION.forwarded;
  }

  #responded(t: number): boolean {
    return (this.#transactions.flags[this.#transactions.at(t)] & MARK.responded) !== 0;
  }

  #answered(s: Sighting): boolean {
    const rcode = this.#store.columns.rcode[s.place];
    return rcode === 0 || rcode === 3;
  }
}
