// In: a trace. Out: the transactions of other traces whose answers it waited for, as links of this one.
import type { Link } from '../link.ts';
import type { Traces } from '../traces.ts';
import { MARK, type Transactions } from '../transactions.ts';
import { CONFIDENCE, EVIDENCE, RELATION } from '../words.ts';

/** A transaction and how it belongs to this trace; `link` undefined: as to its own. */
export interface SharedTransaction {
  readonly transaction: number;
  readonly link: Readonly<Omit<Link, 'set'>> | undefined;
}

/** All of them, with what was asked on for them, each once. `most`: how many of a trace are looked at. */
export function sharedTransactions(traces: Traces, trace: number, most: number): SharedTransaction[] {
  return new Sharing(traces, most).of(trace);
}

const EQUAL = EVIDENCE.sameQuestion | EVIDENCE.mergedWait | EVIDENCE.sameProcess;
const NEEDED = EVIDENCE.sharedWait | EVIDENCE.sameProcess;

class Sharing {
  readonly #traces: Traces;
  readonly #transactions: Transactions;
  readonly #most: number;
  readonly #found = new Map<number, SharedTransaction>();

  constructor(traces: Traces, most: number) {
    this.#traces = traces;
    this.#transactions = traces.transactions;
    this.#most = most;
  }

  of(trace: number): SharedTransaction[] {
    const own = this.#transactions.members(trace, this.#most);
    for (const member of own) this.#follow(member);
    for (const member of own) this.#found.delete(member);
    return [...this.#found.values()];
  }

  /** What `member` waited for. */
  #follow(member: number): void {
    const t = this.#transactions;
    const shared = t.shared[t.at(member)];
    if (t.alive(shared)) {
      const equal = t.parent[t.at(shared)];
      if (this.#isEqual(member, equal)) this.#waitedTogether(member, equal);
      else this.#add(shared, member, EQUAL);
    }
    for (const waited of this.#traces.waitedFor(member))
      if (t.alive(waited)) this.#add(waited, member, NEEDED);
  }

  /** Everything asked for the equal lookup that was out or came while `member` was open. */
  #waitedTogether(member: number, equal: number): void {
    const t = this.#transactions;
    const began = t.attemptNs(member);
    for (const child of this.#childrenOf(equal)) {
      if (this.#endOf(child) <= began) continue;
      this.#add(child, member, this.#isEqual(member, child) ? EQUAL : EQUAL & ~EVIDENCE.sameQuestion);
    }
    for (const waited of this.#traces.waitedFor(equal)) {
      if (t.alive(waited) && this.#endOf(waited) > began) this.#add(waited, member, NEEDED);
    }
  }

  /** Puts a transaction below `parent`, with all below it. */
  #add(transaction: number, parent: number, evidence: number): void {
    const t = this.#transactions;
    if (this.#found.has(transaction)) return;
    const relation = this.#isEqual(transaction, parent) ? RELATION.forwarded : RELATION.resolving;
    const { likely: confidence } = CONFIDENCE;
    this.#found.set(transaction, { transaction, link: { parent, relation, confidence, evidence } });
    const below = new Set([transaction]);
    for (const other of t.members(t.trace[t.at(transaction)], this.#most)) {
      if (!below.has(t.parent[t.at(other)]) || this.#found.has(other)) continue;
      below.add(other);
      this.#found.set(other, { transaction: other, link: undefined });
    }
  }

  #childrenOf(parent: number): number[] {
    const t = this.#transactions;
    if (!t.alive(parent)) return [];
    const members = t.members(t.trace[t.at(parent)], this.#most);
    return members.filter((member) => {
      const relation = t.relation[t.at(member)];
      const askedOn = relation === RELATION.forwarded || relation === RELATION.resolving;
      return askedOn && t.parent[t.at(member)] === parent;
    });
  }

  /** Whether two transactions have the same question. */
  #isEqual(a: number, b: number): boolean {
    const t = this.#transactions;
    return t.alive(b) && t.question[t.place(a)] === t.question[t.place(b)];
  }

  /** When its newest event was; never, while it has no answer. */
  #endOf(transaction: number): number {
    const t = this.#transactions;
    const responded = (t.flags[t.at(transaction)] & MARK.responded) !== 0;
    return responded ? this.#traces.timeOf(t.newestRow(transaction)) : Number.POSITIVE_INFINITY;
  }
}
