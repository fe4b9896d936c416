// In: what resolvers hear, and a question. Out: which lookups need its answer, as names, aliases and referrals tell.
import type { Store } from '../store/store.ts';
import { Delegations, isWithin } from './delegations.ts';
import type { Errand } from './heard.ts';
import type { Rows } from './rows.ts';
import { DNS_FLAG } from './sighting.ts';
import type { Transactions } from './transactions.ts';
import { EVIDENCE, RELATION } from './words.ts';

const MAX_MEMBERS = 64;
const MAX_CLIMB = 8;
const MAX_TARGETS = 16;
// Of lookups, those with aliases are few.
const MAX_LOOKUPS = 16_384;
const NOTHING: readonly string[] = [];

export class Kinship {
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #delegations = new Delegations();
  /** The targets of CNAMEs that were found on the way of a lookup, of the newest lookups. */
  readonly #targets = new Map<number, readonly string[]>();

  constructor(store: Store, rows: Rows, transactions: Transactions) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
  }

  /** Takes in what the message in a row says of name servers. */
  learn(row: number): void {
    this.#delegations.learn(this.#store.message(row));
  }

  /** Takes in the targets of aliases in an answer that a row brought to who asked for a lookup. */
  learnTargets(row: number, transaction: number): void {
    const lookup = this.lookupOf(transaction);
    const known = this.#targets.get(lookup) ?? NOTHING;
    if (lookup === 0 || known.length > MAX_TARGETS) return;
    const targets = this.#store.text.at(this.#store.columns.cname[this.#rows.place(row)]);
    this.#targets.set(lookup, [...known, ...targets.split(',')]);
    if (this.#targets.size <= MAX_LOOKUPS) return;
    for (const oldest of this.#targets.keys()) {
      this.#targets.delete(oldest);
      break;
    }
  }

  /** What the question with the name `text`, an index into the texts, is good for. */
  errand(text: number, depth?: number): Errand {
    const name = this.#store.text.at(text).toLowerCase();
    return { name, zones: this.#delegations.servedBy(name, depth) };
  }

  /** Evidence that the answer for an errand is needed on the way to the answer of `lookup`; 0 where it is not. */
  of({ name, zones }: Errand, lookup: number): number {
    const wanted = this.nameOf(lookup);
    if (isWithin(wanted, name)) return EVIDENCE.nameOnTheWay;
    let served = zones.some((zone) => isWithin(wanted, zone));
    for (const target of this.#targets.get(lookup) ?? NOTHING) {
      if (isWithin(target, name)) return EVIDENCE.aliasTarget;
      served ||= zones.some((zone) => isWithin(target, zone));
    }
    return served ? EVIDENCE.nameServer : 0;
  }

  /** Whether the name of a transaction lies on the way of a lookup itself. */
  isOnTheWay(transaction: number, lookup: number): boolean {
    return this.of({ name: this.nameOf(transaction), zones: [] }, lookup) !== 0;
  }

  /** The lookup for which a transaction was sent, repetitions left out; 0 for one of a client. */
  lookupOf(transaction: number): number {
    const t = this.#transactions;
    let at = transaction;
    for (let n = 0; n < MAX_CLIMB && t.alive(at); n++) {
      const above = t.parent[t.at(at)];
      if (this.isAskedOn(at)) return t.alive(above) ? above : 0;
      at = above;
    }
    return 0;
  }

  isAskedOn(transaction: number): boolean {
    const relation = this.#transactions.relation[this.#transactions.at(transaction)];
    return relation === RELATION.forwarded || relation === RELATION.resolving;
  }

  /** Whether the message at a place of the columns has RD set. */
  wantsRecursion(place: number): boolean {
    return (this.#store.columns.flags[place] & DNS_FLAG.recursionDesired) !== 0;
  }

  /** The row by which the query of a lookup was last seen before any answer: at its receiver. */
  arrivalOf(lookup: number): number {
    const { flags } = this.#store.columns;
    let row = this.#transactions.newestRow(lookup);
    for (let n = 0; n < MAX_MEMBERS; n++) {
      const before = this.#transactions.rowBefore(row);
      if ((flags[this.#rows.place(row)] & DNS_FLAG.response) === 0 || before < 0) break;
      row = before;
    }
    return row;
  }

  /** The name that a transaction asks for, letter case as it stands there. */
  nameOf(transaction: number): string {
    const place = this.#rows.place(this.#transactions.newestRow(transaction));
    return this.#store.text.at(this.#store.columns.name[place]);
  }
}
