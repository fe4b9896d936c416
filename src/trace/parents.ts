// In: a new transaction. Out: the open transaction of another asker for which it was asked, and how sure that is.
import type { Store } from '../store/store.ts';
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import type { Link } from './link.ts';
import { OpenQueries } from './open-queries.ts';
import { KEY, type Parties, TIE } from './party.ts';
import type { Rows } from './rows.ts';
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
const MAX_RELATED = 8;
const MAX_MEMBERS = 32;

export class Parents {
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #index: Index;
  readonly #open: OpenQueries;
  readonly #key = new KeyHash();
  readonly #question = new KeyHash();
  /** The newest transaction with the question that was met. */
  #sameQuestion = 0;

  constructor(store: Store, rows: Rows, transactions: Transactions, parties: Parties, index: Index) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#parties = parties;
    this.#index = index;
    this.#open = new OpenQueries(transactions, parties);
  }

  /** Looks up who asked the question of a new transaction before. */
  meet(s: Sighting): void {
    this.#question.start(KEY.question);
    this.#question.add(s.question);
    this.#question.add(s.nameHash);
    this.#question.end();
    this.#sameQuestion = this.#index.get(this.#question.a, this.#question.b);
  }

  /** Makes the new transaction that was met findable by its question. */
  remember(transaction: number): void {
    this.#transactions.sameQuestion[this.#transactions.at(transaction)] = this.#sameQuestion;
    this.#index.set(this.#question.a, this.#question.b, transaction);
  }

  /** Makes a transaction findable by who received its query, as `s` shows. */
  received(transaction: number, s: Sighting): void {
    this.#parties.key(this.#key, KEY.received, s.netns, s.process, s.server, 0);
    const { a, b } = this.#key;
    this.#transactions.sameReceiver[this.#transactions.at(transaction)] = this.#index.get(a, b);
    this.#index.set(a, b, transaction);
  }

  /** Finds who asked the sender of `s`, which was met, the same question. False where nobody did. */
  findForwarded(s: Sighting, link: Link): boolean {
    const open = this.#open;
    open.walk(s, this.#sameQuestion, this.#transactions.sameQuestion);
    if (open.count === 0) return false;
    const evidence = TIE_EVIDENCE[open.tie] | EVIDENCE.sameQuestion | EVIDENCE.whileOpen;
    if (open.count === 1) {
      const sure = open.tie === TIE.process ? CONFIDENCE.certain : CONFIDENCE.likely;
      link.set(open.newest, RELATION.forwarded, sure, evidence | EVIDENCE.onlyCandidate);
    } else if (open.childless === 1 && !open.guessed) {
      link.set(open.oldestChildless, RELATION.forwarded, CONFIDENCE.likely, evidence | EVIDENCE.othersServed);
    } else {
      const parent = open.oldestChildless || open.oldest;
      link.set(parent, RELATION.forwarded, CONFIDENCE.ambiguous, evidence | EVIDENCE.severalCandidates);
    }
    return true;
  }

  /** Finds who asked the sender of `s` another question that `s` may serve. False where nobody did. */
  findResolving(s: Sighting, link: Link): boolean {
    this.#parties.key(this.#key, KEY.received, s.netns, s.sender, s.client, 0);
    const open = this.#open;
    open.walk(s, this.#index.get(this.#key.a, this.#key.b), this.#transactions.sameReceiver);
    if (open.count === 0) return false;
    const evidence = TIE_EVIDENCE[open.tie] | EVIDENCE.whileOpen;
    if (open.count === 1) {
      const kinship = this.#kinship(s, open.newest);
      link.set(
        open.newest,
        RELATION.resolving,
        CONFIDENCE.likely,
        evidence | kinship | EVIDENCE.onlyCandidate,
      );
      return true;
    }
    const related = open.some(MAX_RELATED).filter((t) => this.#kinship(s, t) !== 0);
    const sure = related.length === 1 ? CONFIDENCE.likely : CONFIDENCE.ambiguous;
    const parent = related.length > 0 ? related[related.length - 1] : open.newest;
    link.set(
      parent,
      RELATION.resolving,
      sure,
      evidence | this.#kinship(s, parent) | EVIDENCE.severalCandidates,
    );
    return true;
  }

  /** Evidence that the question of `s` lies on the way to the answer of `t`, by their names. */
  #kinship(s: Sighting, t: number): number {
    const { name, cname } = this.#store.columns;
    const { text } = this.#store;
    const asked = text.at(s.name).toLowerCase();
    const wanted = text.at(name[this.#rows.place(this.#transactions.newestRow(t))]).toLowerCase();
    if (wanted === asked || asked === '.' || wanted.endsWith(`.${asked}`)) return EVIDENCE.nameOnTheWay;
    const members = this.#transactions.members(this.#transactions.trace[this.#transactions.at(t)]);
    const aliased = members.slice(-MAX_MEMBERS).some((member) => {
      const targets = text.at(cname[this.#rows.place(this.#transactions.newestRow(member))]);
      return targets.toLowerCase().split(',').includes(asked);
    });
    return aliased ? EVIDENCE.aliasTarget : 0;
  }
}
