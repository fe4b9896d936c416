// In: rows as they come, and transactions as they end or join others. Out: the transactions about which something changed.
import type { Store } from '../store/store.ts';
import type { Traces } from '../trace/traces.ts';

/** Collects from start() to stop(). What nobody takes is kept once for each transaction. */
export class Changes {
  readonly #store: Store;
  readonly #traces: Traces;
  readonly #told = new Set<number>();
  #seen = 0;
  #stop: (() => void) | undefined;

  constructor(store: Store, traces: Traces) {
    this.#store = store;
    this.#traces = traces;
  }

  start(): void {
    this.#seen = this.#store.end;
    if (this.#stop) return;
    const add = (transaction: number): void => {
      this.#told.add(transaction);
    };
    this.#stop = this.#traces.listen({ transactionEnded: add, transactionJoined: add, traceEnded: () => {} });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#told.clear();
  }

  /** Those with events not taken before, and those that ended or joined, as far as they are kept. */
  take(): number[] {
    const { transactions } = this.#traces;
    for (let row = Math.max(this.#seen, this.#store.first); row < this.#store.end; row++) {
      const transaction = transactions.ofRow(row);
      if (transaction !== 0) this.#told.add(transaction);
    }
    this.#seen = this.#store.end;
    const taken = [...this.#told].filter((transaction) => transactions.alive(transaction));
    this.#told.clear();
    return taken;
  }
}
