// In: what resolvers hear, and a question. Out: which lookups need its answer, as names, aliases and referrals tell.
import type { Store } from '../../store/store.ts';
import type { Rows } from '../rows.ts';
import { DNS_FLAG } from '../sighting.ts';
import type { Transactions } from '../transactions.ts';
import { EVIDENCE, RELATION } from '../words.ts';
import { Delegations } from './delegations.ts';
import { Newest } from './newest.ts';
import { Suffixes } from './suffixes.ts';
import { isWithin } from './within.ts';

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
  readonly suffixes: Suffixes;
  /** What was asked of `zones` last, since something was learned, and the answer. */
  #zonesUnder = '';
  #zones = NOTHING;
  /** The targets of CNAMEs that were found on the way of a lookup, of the newest lookups. */
  readonly #targets = new Newest<number, readonly string[]>(MAX_LOOKUPS / 2);

  constructor(store: Store, rows: Rows, transactions: Transactions) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.suffixes = new Suffixes(store.text);
  }

  /** Takes in what the message in a row says of name servers. */
  learn(row: number): void {
    this.#zonesUnder = '';
    this.#delegations.learn(this.#store.message(row));
  }

  /** Takes in the targets of aliases in an answer that a row brought for a lookup, and gives them. */
  learnTargets(row: number, lookup: number): readonly string[] {
    const known = this.#targets.get(lookup) ?? NOTHING;
    if (lookup === 0 || known.length > MAX_TARGETS) return NOTHING;
    const targets = this.#store.text.at(this.#store.columns.cname[this.#rows.place(row)]).split(',');
    this.#targets.set(lookup, [...known, ...targets]);
    return targets;
  }

  /** The zones that are served under the name `text`, an index into the texts (delegations.ts). */
  zones(text: number, depth?: number): readonly string[] {
    const longest = this.suffixes.longest(text);
    if (longest >= 0 && !this.#delegations.mayServe(this.suffixes.hashes[longest])) return NOTHING;
    const name = this.#store.text.at(text);
    if (depth !== undefined) return this.#delegations.servedBy(name.toLowerCase(), depth);
    // One query is looked at several times.
    if (this.#zonesUnder !== name) {
      this.#zonesUnder = name;
      this.#zones = this.#delegations.servedBy(name.toLowerCase());
    }
    return this.#zones;
  }

  /**
   * Evidence that the answer for the name `text`, an index into the texts, under which `zones` are served, is needed on the
   * way to the answer of `lookup`; 0 where it is not.
   */
  of(text: number, zones: readonly string[], lookup: number): number {
    const wanted = this.textOf(lookup);
    if (this.suffixes.isWithin(wanted, text)) return EVIDENCE.nameOnTheWay;
    const targets = this.targetsOf(lookup);
    if (zones.length === 0 && targets.length === 0) return 0;
    const name = this.#store.text.at(text);
    let served = isWithinAny(this.#store.text.at(wanted), zones);
    for (const target of targets) {
      if (isWithin(target, name)) return EVIDENCE.aliasTarget;
      served ||= isWithinAny(target, zones);
    }
    return served ? EVIDENCE.nameServer : 0;
  }

  /** The targets of aliases that were found on the way of a lookup. */
  targetsOf(lookup: number): readonly string[] {
    return this.#targets.isEmpty ? NOTHING : (this.#targets.get(lookup) ?? NOTHING);
  }

  /** Whether the name of a transaction lies on the way of a lookup itself. */
  isOnTheWay(transaction: number, lookup: number): boolean {
    return this.of(this.textOf(transaction), NOTHING, lookup) !== 0;
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

  /** The name that a transaction asks for, as an index into the texts. */
  textOf(transaction: number): number {
    return this.#store.columns.name[this.#rows.place(this.#transactions.newestRow(transaction))];
  }
}

function isWithinAny(name: string, zones: readonly string[]): boolean {
  for (const zone of zones) if (isWithin(name, zone)) return true;
  return false;
}
