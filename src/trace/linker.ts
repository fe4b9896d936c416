// In: a new transaction. Out: its place in a trace: below what it was asked for, beside what it repeats, or a root.
import type { Askers } from './askers.ts';
import { Link } from './link.ts';
import type { Parents } from './parents.ts';
import type { Sighting } from './sighting.ts';
import type { Transactions } from './transactions.ts';
import { CONFIDENCE, RELATION } from './words.ts';

const MAX_DEPTH = 16;

export class Linker {
  readonly #transactions: Transactions;
  readonly #parents: Parents;
  readonly #askers: Askers;
  readonly #link = new Link();

  constructor(transactions: Transactions, parents: Parents, askers: Askers) {
    this.#transactions = transactions;
    this.#parents = parents;
    this.#askers = askers;
  }

  /** Links a transaction that began with `s`. */
  link(transaction: number, s: Sighting): void {
    this.#parents.meet(transaction);
    this.#askers.meet(transaction);
    if (this.#find(s)) this.#apply(transaction, s);
  }

  /** How the query belongs to what came before: first as a repetition below the same parent, then as asked on. */
  #find(s: Sighting): boolean {
    const forwarded = this.#parents.findForwarded(s, this.#link);
    const parent = forwarded ? this.#link.parent : 0;
    const { relation, confidence, evidence } = this.#link;
    if (this.#askers.findRetried(s, this.#link, parent)) {
      if (!forwarded || this.#isBelow(this.#link.parent, parent)) return true;
    }
    if (forwarded) {
      this.#link.set(parent, relation, confidence, evidence);
      return true;
    }
    return (
      this.#parents.findResolving(s, this.#link) ||
      this.#askers.findTogether(s, this.#link) ||
      this.#askers.findSearched(s, this.#link)
    );
  }

  #isBelow(transaction: number, ancestor: number): boolean {
    let t = transaction;
    for (let depth = 0; depth < MAX_DEPTH && this.#transactions.alive(t); depth++) {
      if (t === ancestor) return true;
      t = this.#transactions.parent[this.#transactions.at(t)];
    }
    return false;
  }

  #apply(transaction: number, s: Sighting): void {
    const { parent, relation, confidence, evidence } = this.#link;
    if (!this.#transactions.alive(this.#transactions.trace[this.#transactions.at(parent)])) return;
    const at = this.#transactions.at(transaction);
    const askedOn = relation === RELATION.forwarded || relation === RELATION.resolving;
    if (askedOn) this.#parents.noteWaits(s, parent);
    this.#transactions.join(transaction, parent);
    this.#transactions.relation[at] = relation;
    this.#transactions.confidence[at] = confidence;
    this.#transactions.evidence[at] = evidence;
    if (!askedOn) return;
    if (relation === RELATION.resolving) this.#parents.noteBeside(transaction, s, parent);
    const guess = relation === RELATION.forwarded && confidence === CONFIDENCE.ambiguous;
    this.#transactions.askOn(parent, guess);
  }
}
