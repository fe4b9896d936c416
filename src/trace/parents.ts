// In: a new transaction. Out: the open transaction of another asker for which it was asked, and how sure that is.
import type { Store } from '../store/store.ts';
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import type { Link } from './link.ts';
import { OpenQueries } from './open-queries.ts';
import { KEY, type Parties, TIE } from './party.ts';
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
  readonly #transactions: Transactions;
  readonly #parties: Parties;
  readonly #index: Index;
  readonly #open: OpenQueries;
  readonly #key = new KeyHash();

  constructor(store: Store, transactions: Transactions, parties: Parties, index: Index) {
    this.#store = store;
    this.#transactions = transactions;
    this.#parties = parties;
    this.#index = index;
    this.#open = new OpenQueries(transactions, parties);
  }

  /** Makes a new transaction findable by its question. */
  remember(transaction: number, s: Sighting): void {
    this.#questionKey(s);
    this.#push(transaction, this.#transactions.sameQuestion);
  }

  /** Makes a transaction findable by who received its query, as `s` shows. */
  received(transaction: number, s: Sighting): void {
    this.#parties.key(this.#key, KEY.received, s.netns, s.process, s.server, 0);
    this.#push(transaction, this.#transactions.sameReceiver);
  }

  /** Finds who asked the sender of `s` the same question. False where nobody did. */
  findForwarded(s: Sighting, link: Link): boolean {
    this.#questionKey(s);
    const open = this.#walk(s, this.#transactions.sameQuestion);
    const candidates = open.found.length;
    if (candidates === 0) return false;
    const evidence = TIE_EVIDENCE[open.tie] | EVIDENCE.sameQuestion | EVIDENCE.whileOpen;
    if (candidates === 1) {
      const sure = open.tie === TIE.process ? CONFIDENCE.certain : CONFIDENCE.likely;
      link.set(open.found[0], RELATION.forwarded, sure, evidence | EVIDENCE.onlyCandidate);
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
    const { found, tie } = this.#walk(s, this.#transactions.sameReceiver);
    if (found.length === 0) return false;
    const evidence = TIE_EVIDENCE[tie] | EVIDENCE.whileOpen;
    if (found.length === 1) {
      const kinship = this.#kinship(s, found[0]);
      link.set(found[0], RELATION.resolving, CONFIDENCE.likely, evidence | kinship | EVIDENCE.onlyCandidate);
      return true;
    }
    const related = found.slice(0, MAX_RELATED).filter((t) => this.#kinship(s, t) !== 0);
    const sure = related.length === 1 ? CONFIDENCE.likely : CONFIDENCE.ambiguous;
    const parent = related.length > 0 ? related[related.length - 1] : found[0];
    link.set(
      parent,
      RELATION.resolving,
      sure,
      evidence | this.#kinship(s, parent) | EVIDENCE.severalCandidates,
    );
    return true;
  }

  #walk(s: Sighting, older: Uint32Array): OpenQueries {
    this.#open.walk(s, this.#index.get(this.#key.a, this.#key.b), older);
    return this.#open;
  }

  /** Evidence that the question of `s` lies on the way to the answer of `t`, by their names. */
  #kinship(s: Sighting, t: number): number {
    const { name, cname } = this.#store.columns;
    const { text } = this.#store;
    const asked = text.at(s.name).toLowerCase();
    const wanted = text.at(name[this.#place(this.#transactions.newestRow(t))]).toLowerCase();
    if (wanted === asked || asked === '.' || wanted.endsWith(`.${asked}`)) return EVIDENCE.nameOnTheWay;
    const members = this.#transactions.members(this.#transactions.trace[this.#transactions.at(t)]);
    const aliased = members.slice(-MAX_MEMBERS).some((member) => {
      const targets = text.at(cname[this.#place(this.#transactions.newestRow(member))]);
      return targets.toLowerCase().split(',').includes(asked);
    });
    return aliased ? EVIDENCE.aliasTarget : 0;
  }

  #questionKey(s: Sighting): void {
    this.#key.start(KEY.question);
    this.#key.add(s.question);
    this.#key.add(s.nameHash);
    this.#key.end();
  }

  #push(transaction: number, older: Uint32Array): void {
    const { a, b } = this.#key;
    older[this.#transactions.at(transaction)] = this.#index.get(a, b);
    this.#index.set(a, b, transaction);
  }

  #place(row: number): number {
    return row % this.#store.capacity;
  }
}
