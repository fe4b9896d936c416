// In: transactions or traces as they end. Out: the text of those that match, in the order of their ends.
import type { Traces } from '../trace/traces.ts';
import type { Supply } from './supply.ts';

// Numbers that may wait for a slow reader of live capture: more than lookups kept in memory.
const MAX_WAITING = 1 << 20;
// Numbers looked at before the event loop gets its turn.
const AT_ONCE = 1 << 12;

/** The text of a transaction or trace that is kept; '' where it does not match. */
export type EndedText = (number: number) => string;

/** Each transaction or trace once. What is evicted before the reader takes it is counted by its events. */
export class EndedRows implements Supply {
  skipped = 0;
  readonly #traces: Traces;
  readonly #text: EndedText;
  #numbers: number[] = [];
  #head = 0;

  constructor(rows: 'transactions' | 'traces', traces: Traces, text: EndedText) {
    this.#traces = traces;
    this.#text = text;
    const ofTransactions = rows === 'transactions';
    const nothing = () => {};
    const push = (number: number) => this.#push(number);
    traces.listen({
      transactionEnded: ofTransactions ? push : nothing,
      traceEnded: ofTransactions ? nothing : push,
    });
  }

  get waiting(): number {
    return this.#numbers.length - this.#head;
  }

  take(length: number): string {
    let piece = '';
    for (let n = 0; n < AT_ONCE && this.waiting > 0 && piece.length < length; n++) {
      const number = this.#next();
      if (this.#traces.transactions.alive(number)) piece += this.#text(number);
      else this.#skip(number);
    }
    return piece;
  }

  #push(number: number): void {
    if (this.waiting >= MAX_WAITING) this.#skip(this.#next());
    this.#numbers.push(number);
  }

  #next(): number {
    const number = this.#numbers[this.#head++];
    if (this.#head * 2 > this.#numbers.length) {
      this.#numbers = this.#numbers.slice(this.#head);
      this.#head = 0;
    }
    return number;
  }

  #skip(number: number): void {
    const { transactions } = this.#traces;
    this.skipped += transactions.events[transactions.at(number)];
  }
}
