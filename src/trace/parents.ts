// In: a new transaction. Out: the open transaction of another asker for which it was asked, and how sure that is.
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import type { Link } from './link.ts';
import { ALL, OpenQueries, SEVERAL } from './open-queries.ts';
import { KEY, type Parties, TIE } from './party.ts';
import type { Resolving } from './resolver/resolving.ts';
import type { Roles } from './roles.ts';
import type { Sighting } from './sighting.ts';
import type { Transactions } from './transactions.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from './words.ts';

const TIE_EVIDENCE = [
  0,
  EVIDENCE.sameNetns,
  EVIDENCE.sameAddress,
  EVIDENCE.relatedProcess,
  EVIDENCE.sameProcess,
];

export class Parents {
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #roles: Roles;
  readonly #resolving: Resolving;
  readonly #index: Index;
  readonly #open: OpenQueries;
  readonly #key = new KeyHash();
  /** The newest transaction with the question that was met. */
  #sameQuestion = 0;
  /** Whether more of them were open than were looked at. */
  #crowded = false;

  constructor(
    transactions: Transactions,
    parties: Parties,
    roles: Roles,
    resolving: Resolving,
    index: Index,
  ) {
    this.#transactions = transactions;
    this.#parties = parties;
    this.#roles = roles;
    this.#resolving = resolving;
    this.#index = index;
    this.#open = new OpenQueries(transactions, parties);
  }

  /** A new transaction, about whose first row `s` the searches below are. */
  meet(transaction: number): void {
    this.#sameQuestion = this.#transactions.sameQuestion[this.#transactions.place(transaction)];
  }

  /** Makes a transaction findable by what it needs, where who received its query, as `s` shows, resolves by itself. */
  received(transaction: number, s: Sighting): void {
    this.#parties.key(this.#key, KEY.received, s.netns, s.process, s.server, 0);
    const { wanted } = this.#resolving;
    if (wanted.follows(this.#key.a)) wanted.add(transaction, s.name, this.#key.a);
  }

  /** Finds who asked the sender of `s`, which was met, the same question. False where nobody did. */
  findForwarded(s: Sighting, link: Link): boolean {
    if (!this.#roles.wasAsked(s)) return false;
    const open = this.#open;
    if (this.#resolving.wantsRecursion(s))
      open.walkWaiting(s, this.#sameQuestion, this.#transactions.sameQuestion);
    else open.walk(s, this.#sameQuestion, this.#transactions.sameQuestion);
    this.#crowded = !open.all;
    if (open.count === 0) return false;
    const evidence = TIE_EVIDENCE[open.tie] | EVIDENCE.sameQuestion | EVIDENCE.whileOpen;
    if (this.#resolving.isIterative(s, open.oldest)) {
      this.#setIterative(s, link, evidence);
    } else if (open.count === 1 && open.all) {
      const sure = open.tie === TIE.process ? CONFIDENCE.certain : CONFIDENCE.likely;
      link.set(open.newest, RELATION.forwarded, sure, evidence | EVIDENCE.onlyCandidate);
    } else if (open.count > 1 && open.childless === 1 && !open.guessed) {
      link.set(open.oldestChildless, RELATION.forwarded, CONFIDENCE.likely, evidence | EVIDENCE.othersServed);
    } else {
      const parent = open.oldestChildless || open.oldest;
      link.set(parent, RELATION.forwarded, CONFIDENCE.ambiguous, evidence | EVIDENCE.severalCandidates);
    }
    return true;
  }

  /** Resolvers work once for equal questions; and the name of one lookup may lie on the way of another. */
  #setIterative(s: Sighting, link: Link, evidence: number): void {
    const { oldest, tie, count } = this.#open;
    const receiver = this.#walkReceived(s);
    const wanted = count > 1 || this.#resolving.isWanted(s, this.#open, receiver, oldest);
    const sure = !wanted && tie === TIE.process ? CONFIDENCE.certain : CONFIDENCE.likely;
    const others = wanted ? EVIDENCE.severalCandidates : EVIDENCE.onlyCandidate;
    link.set(oldest, RELATION.forwarded, sure, evidence | others);
  }

  /** Finds who asked the sender of `s` another question that `s` may serve. False where nobody did. */
  findResolving(s: Sighting, link: Link): boolean {
    if (!this.#roles.wasAsked(s)) return false;
    const receiver = this.#walkReceived(s);
    if (!this.#resolving.find(s, this.#open, receiver, link)) return false;
    const { count, tie } = this.#open;
    link.evidence |= TIE_EVIDENCE[count > 0 ? tie : this.#parties.tie(this.#transactions, link.parent, s)];
    // Its own question, which was not met in the crowd.
    const { question } = this.#transactions;
    const same = question[this.#transactions.place(link.parent)] === s.question;
    if (same && this.#crowded) link.relation = RELATION.forwarded;
    return true;
  }

  /** Notes what the query `s` for `parent`, found just before, tells of other lookups, before and after it has a number. */
  noteWaits(s: Sighting, parent: number): void {
    if (this.#resolving.isIterative(s, parent)) this.#resolving.waits.note(s, parent);
  }

  noteBeside(transaction: number, s: Sighting, parent: number): void {
    if (this.#resolving.isIterative(s, parent)) this.#resolving.noteBeside(transaction, s, parent);
  }

  /**
   * What the sender of `s` was asked and has not answered: all of it, or whether it is one or several where the rest is
   * found by what it needs. Gives the receiver by which that was made findable (wanted.ts).
   */
  #walkReceived(s: Sighting): number {
    this.#parties.key(this.#key, KEY.received, s.netns, s.sender, s.client, 0);
    const { a, b } = this.#key;
    const newest = this.#index.get(a, b);
    const { sameReceiver } = this.#transactions;
    if (this.#resolving.concernsAll(s)) {
      this.#open.walk(s, newest, sameReceiver, ALL);
      return a;
    }
    const { wanted } = this.#resolving;
    if (!wanted.follows(a)) {
      wanted.follow(a);
      this.#open.walk(s, newest, sameReceiver, ALL);
      for (let n = this.#open.count - 1; n >= 0; n--) this.#resolving.want(this.#open.at(n), a);
    }
    this.#open.walk(s, newest, sameReceiver, SEVERAL);
    return a;
  }
}
