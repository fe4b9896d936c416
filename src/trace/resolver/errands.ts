// In: a query by one that resolves by itself. Out: the answered query that it goes on from, on the same errand.
import type { Rows } from '../rows.ts';
import type { Sighting } from '../sighting.ts';
import type { Transactions } from '../transactions.ts';
import type { Answers, Heard } from './heard.ts';
import type { Kinship } from './kinship.ts';
import { MAX_LABELS } from './suffixes.ts';

export class Errands {
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #kinship: Kinship;
  readonly #heard: Heard;

  constructor(rows: Rows, transactions: Transactions, kinship: Kinship, heard: Heard) {
    this.#rows = rows;
    this.#transactions = transactions;
    this.#kinship = kinship;
    this.#heard = heard;
  }

  /** The answered query that `s` goes on from: the same name again, or one label more; 0 where there is none. */
  before(s: Sighting): number {
    const heard = this.#heard.by(s.netns, s.sender, s.client);
    const { suffixes } = this.#kinship;
    const longest = suffixes.longest(s.name);
    if (heard.length === 0 || longest < 0) return 0;
    const same = this.#repeats(s, heard, longest);
    if (same !== 0) return same;
    let further = 0;
    for (let n = suffixes.of(s.name); n <= longest; n++) further = this.#goesFurther(s, heard, n, further);
    return further === 0 ? 0 : heard.transaction(further);
  }

  /** The newest answered query with the name of `s`; `longest`: where the hashes of that are. */
  #repeats(s: Sighting, heard: Answers, longest: number): number {
    const { suffixes } = this.#kinship;
    let answer = heard.newestNamed(suffixes.hashes[longest], suffixes.hashes[longest + MAX_LABELS]);
    for (; answer !== 0 && this.isRecent(heard, answer, s); answer = heard.olderNamed(answer)) {
      const before = heard.transaction(answer);
      const text = this.#kinship.textOf(before);
      const same = suffixes.isWithin(s.name, text) && suffixes.isWithin(text, s.name);
      if (same && this.#kinship.lookupOf(before) !== 0) return before;
    }
    return 0;
  }

  /**
   * The newest answer from which `s` may go on, with a name above its own of the labels whose hashes are at `n`, if it is
   * newer than `known` (0: none).
   */
  #goesFurther(s: Sighting, heard: Answers, n: number, known: number): number {
    const { suffixes } = this.#kinship;
    let answer = heard.newestNamed(suffixes.hashes[n], suffixes.hashes[n + MAX_LABELS]);
    for (; answer !== 0 && this.isRecent(heard, answer, s); answer = heard.olderNamed(answer)) {
      if (known !== 0 && heard.age(known) < heard.age(answer)) break;
      const before = heard.transaction(answer);
      const lookup = this.#kinship.lookupOf(before);
      if (lookup === 0 || !suffixes.isWithin(s.name, this.#kinship.textOf(before))) continue;
      if (this.#mayGoOn(s, before, lookup)) return answer;
    }
    return known;
  }

  /** From a zone on its own way a lookup goes on to names that it needs, and to no others in the zone. */
  #mayGoOn(s: Sighting, before: number, lookup: number): boolean {
    if (!this.#kinship.isOnTheWay(before, lookup)) return true;
    return this.#kinship.of(s.name, this.#kinship.zones(s.name), lookup) !== 0;
  }

  /** Whether an answer was heard just before `s`. */
  isRecent(heard: Answers, answer: number, s: Sighting): boolean {
    const transaction = heard.transaction(answer);
    if (!this.#transactions.alive(transaction)) return false;
    return s.timeNs - this.#rows.timeOf(this.#transactions.newestRow(transaction)) <= this.#heard.windowNs;
  }
}
