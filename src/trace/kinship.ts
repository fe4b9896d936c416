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

export class Kinship {
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #delegations = new Delegations();

  constructor(store: Store, rows: Rows, transactions: Transactions) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
  }

  /** Takes in what the message in a row says of name servers. */
  learn(row: number): void {
    this.#delegations.learn(this.#store.message(row));
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
    const t = this.#transactions;
    const { cname } = this.#store.columns;
    const trace = t.trace[t.at(lookup)];
    let member = trace;
    for (let n = 0; n < MAX_MEMBERS && t.alive(member); n++) {
      const targets = cname[this.#rows.place(t.newestRow(member))];
      for (const target of targets === 0 ? [] : this.#store.text.at(targets).split(',')) {
        if (isWithin(target, name)) return EVIDENCE.aliasTarget;
        served ||= zones.some((zone) => isWithin(target, zone));
      }
      member = t.member[t.at(member)];
      if (member === trace) break;
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
