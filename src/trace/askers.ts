// In: a new transaction. Out: the earlier transaction of the same asker that it repeats, accompanies or follows.
import type { LookBack } from '../capture/native-matcher.ts';
import type { Store } from '../store/store.ts';
import { GRACE_NS } from './ends.ts';
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import type { Link } from './link.ts';
import { KEY, type Parties } from './party.ts';
import type { Rows } from './rows.ts';
import { isSearchStep } from './search-path.ts';
import { type Sighting, TCP, UDP } from './sighting.ts';
import { MARK, type Transactions } from './transactions.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from './words.ts';

// Forwarders wait as little as this before they ask again under a new ID; racing servers are asked at once.
const FORWARDER_RETRY_NS = 150e6;
// No resolver waits longer for an answer by itself (glibc: 5 s, resolv.conf(5)); what its program asks later is another lookup.
const LONGEST_WAIT_NS = 5e9;
const AFTER_FAILURE_NS = 1e9;
// A resolver writes A and AAAA to its socket in one go.
const ONE_CALL_NS = 5e6;
const SEARCH_NS = 100e6;

/** How far back an asker's transactions are looked at: the native side stops at those alone that find something there. */
export function lookBack(queryTimeoutNs: number): LookBack {
  return {
    // A program that asks for ever, failure after failure, makes lookup after lookup.
    repeatedNs: 30e9,
    // What asks for itself waits at least this long (systemd-resolved 750 ms, others seconds); sooner, it is a lookup of its own.
    shortestWaitNs: 700e6,
    longestWaitNs: Math.max(queryTimeoutNs, LONGEST_WAIT_NS) + GRACE_NS,
    togetherNs: 100e6,
    // Later it was told as a timeout.
    attemptNs: queryTimeoutNs + GRACE_NS,
    most: 8,
  };
}

// Types that are asked together for one connection (RFC 8305, RFC 9460).
const TYPE = { a: 1, aaaa: 28, https: 65 };

export class Askers {
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #index: Index;
  readonly #key = new KeyHash();
  readonly #lookBack: LookBack;
  /** The newest transaction of the asker and name that were met. */
  #sameName = 0;

  /** `queryTimeoutNs`: when a query counts as not answered. */
  constructor(
    store: Store,
    rows: Rows,
    transactions: Transactions,
    parties: Parties,
    index: Index,
    queryTimeoutNs: number,
  ) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#parties = parties;
    this.#index = index;
    this.#lookBack = lookBack(queryTimeoutNs);
  }

  /** A new transaction, about whose first row the searches below are. */
  meet(transaction: number): void {
    this.#sameName = this.#transactions.sameAsker[this.#transactions.place(transaction)];
  }

  /** The newest transaction with the name of hash `nameHash` asked by a party; older ones by `sameAsker`. */
  newest(netns: number, process: number, address: number, nameHash: number): number {
    this.#parties.key(this.#key, KEY.askedName, netns, process, address, nameHash);
    return this.#index.get(this.#key.a, this.#key.b);
  }

  /**
   * Finds the transaction that `s` repeats under another ID or over TCP: of the trace of `parent`, where that waits for `s`
   * (0: nobody does). False where there is none.
   */
  findRetried(s: Sighting, link: Link, parent: number): boolean {
    const before = this.#newestWith(s, true, this.#lookBack.repeatedNs);
    if (before === 0) return false;
    const { trace } = this.#transactions;
    if (parent !== 0 && trace[this.#transactions.at(before)] !== trace[this.#transactions.at(parent)])
      return false;
    return (
      this.#repeats(s, before, link, parent !== 0) && this.#sinceFirst(s, before) <= this.#lookBack.repeatedNs
    );
  }

  #repeats(s: Sighting, before: number, link: Link, forwarded: boolean): boolean {
    const at = this.#transactions.at(before);
    const flags = this.#transactions.flags[at];
    if ((flags & MARK.responded) === 0) {
      const age = s.timeNs - this.#transactions.attemptNs(before);
      const { shortestWaitNs, longestWaitNs } = this.#lookBack;
      if (age < (forwarded ? FORWARDER_RETRY_NS : shortestWaitNs) || age > longestWaitNs) return false;
      const asker = this.#sameAsker(s, before) | EVIDENCE.sameQuestion;
      link.set(before, RELATION.retried, CONFIDENCE.likely, asker | EVIDENCE.parentUnanswered);
      return true;
    }
    if ((flags & (MARK.truncated | MARK.failed)) === 0) return false;
    if (s.timeNs - this.#rows.timeOf(this.#transactions.newestRow(before)) > AFTER_FAILURE_NS) return false;
    const asker = this.#sameAsker(s, before) | EVIDENCE.sameQuestion;
    if ((flags & MARK.truncated) !== 0 && s.transport === TCP && this.#transportOf(before) === UDP) {
      const sure = s.sender !== 0 && this.#isOnly(s, before) ? CONFIDENCE.certain : CONFIDENCE.likely;
      link.set(before, RELATION.overTcp, sure, asker | EVIDENCE.parentTruncated);
      return true;
    }
    if ((flags & MARK.failed) === 0) return false;
    link.set(before, RELATION.retried, CONFIDENCE.likely, asker | EVIDENCE.parentFailed);
    return true;
  }

  /** Since the first query of a transaction's trace. */
  #sinceFirst(s: Sighting, transaction: number): number {
    const t = this.#transactions;
    const first = t.first(t.trace[t.at(transaction)]);
    return first < this.#store.first ? Number.POSITIVE_INFINITY : s.timeNs - this.#rows.timeOf(first);
  }

  /** Finds the transaction together with which `s` was asked, for another address type. */
  findTogether(s: Sighting, link: Link): boolean {
    if (s.qtype !== TYPE.a && s.qtype !== TYPE.aaaa && s.qtype !== TYPE.https) return false;
    const other = this.#newestWith(s, false, this.#lookBack.togetherNs);
    if (other === 0) return false;
    const age = s.timeNs - this.#transactions.attemptNs(other);
    if (age > this.#lookBack.togetherNs) return false;
    const evidence = this.#sameAsker(s, other);
    const sameCall = (evidence & EVIDENCE.sameSocket) !== 0 && age < ONE_CALL_NS;
    const sure = sameCall ? CONFIDENCE.certain : CONFIDENCE.likely;
    link.set(other, RELATION.together, sure, evidence);
    return true;
  }

  /** Finds the transaction whose name was tried just before along the search path, in vain. */
  findSearched(s: Sighting, link: Link): boolean {
    this.#parties.key(this.#key, KEY.asked, s.netns, s.sender, s.client, 0);
    const before = this.#index.get(this.#key.a, this.#key.b);
    if (!this.#transactions.alive(before)) return false;
    if ((this.#transactions.flags[this.#transactions.at(before)] & MARK.inVain) === 0) return false;
    if (s.timeNs - this.#rows.timeOf(this.#transactions.newestRow(before)) > SEARCH_NS) return false;
    const { name, process } = this.#store.columns;
    const asker = this.#rows.place(this.#transactions.attempt(before));
    if (process[asker] !== s.sender) return false;
    if (!isSearchStep(this.#store.text.at(name[asker]), this.#store.text.at(s.name))) return false;
    link.set(before, RELATION.searched, CONFIDENCE.likely, this.#sameAsker(s, before) | EVIDENCE.searchPath);
    return true;
  }

  /** The newest transaction of the same asker and name in this time, with the same question or with another one. */
  #newestWith(s: Sighting, same: boolean, withinNs: number): number {
    const { question, sameAsker } = this.#transactions;
    let t = this.#sameName;
    for (let n = 0; n < this.#lookBack.most && this.#transactions.isKept(t); n++) {
      // What was asked before something that is too old belongs to an earlier lookup.
      if (s.timeNs - this.#transactions.attemptNs(t) > withinNs) return 0;
      const place = this.#transactions.place(t);
      if ((question[place] === s.question) === same) return this.#transactions.alive(t) ? t : 0;
      t = sameAsker[place];
    }
    return 0;
  }

  /** Whether `s`'s asker has no other transaction than `only` with this question to ask again. */
  #isOnly(s: Sighting, only: number): boolean {
    const { question, sameAsker } = this.#transactions;
    let t = sameAsker[this.#transactions.place(only)];
    for (let n = 0; n < this.#lookBack.most && this.#transactions.alive(t); n++) {
      const place = this.#transactions.place(t);
      if (s.timeNs - this.#transactions.attemptNs(t) > this.#lookBack.repeatedNs) return true;
      if (question[place] === s.question) return false;
      t = sameAsker[place];
    }
    return true;
  }

  #sameAsker(s: Sighting, t: number): number {
    const c = this.#store.columns;
    const place = this.#rows.place(this.#transactions.attempt(t));
    const asker = s.sender === 0 ? EVIDENCE.askerAddress : EVIDENCE.sameAsker;
    const socket = c.src_port[place] === s.clientPort && c.src_addr[place] === s.client;
    return socket ? asker | EVIDENCE.sameSocket : asker;
  }

  #transportOf(t: number): number {
    return this.#store.columns.transport[this.#rows.place(this.#transactions.newestRow(t))];
  }
}
