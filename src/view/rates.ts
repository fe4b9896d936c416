// Rows as they come in -> queries, answers and errors: all of them, and per second over the last two seconds.
import type { Store } from '../store/store.ts';
import type { Traces } from '../trace/traces.ts';
import { STATE } from '../trace/transactions.ts';

/**
 * A query counts once, whatever the number of points that saw it and of retries; an answer, where it came back in time to
 * who asked. An error is an answer whose rcode is neither Success nor NameError: a name that is not there is an answer.
 */
export interface Figures {
  queries: number;
  answers: number;
  errors: number;
}

interface Sample extends Figures {
  at: number;
  /** Rows of any kind. */
  events: number;
}

/** QR bit of the header's second 16 bits (RFC 1035 4.1.1). */
const RESPONSE = 0x8000;
const NAME_ERROR = 3;

const WINDOW_MS = 2000;
const SAMPLE_MS = 200;

export class Rates {
  private readonly store: Store;
  private readonly traces: Traces | undefined;
  private counted = 0;
  private readonly total: Figures = { queries: 0, answers: 0, errors: 0 };
  private samples: Sample[];

  /** @param traces must be told of every append before count(); without them nothing is known of queries. */
  constructor({ store, traces }: { store: Store; traces?: Traces | undefined }, now: number) {
    this.store = store;
    this.traces = traces;
    this.counted = store.end;
    this.samples = [this.sample(now)];
  }

  /** Counts the rows that came in; call it after each append, before they can be evicted. */
  count(): void {
    const { store, traces } = this;
    if (traces) this.look(Math.max(this.counted, store.first), store.end, traces);
    this.counted = store.end;
  }

  /** All that was counted. */
  get totals(): Readonly<Figures> {
    return this.total;
  }

  /** The rates at `now` (milliseconds of a monotonic clock). */
  figures(now: number): Figures {
    const { samples, total } = this;
    while (samples.length > 1 && samples[1].at <= now - WINDOW_MS) samples.shift();
    const oldest = samples[0];
    const seconds = Math.max(SAMPLE_MS, now - oldest.at) / 1000;
    const figures = {
      queries: (total.queries - oldest.queries) / seconds,
      answers: (total.answers - oldest.answers) / seconds,
      errors: (total.errors - oldest.errors) / seconds,
    };
    if (now - samples[samples.length - 1].at >= SAMPLE_MS) samples.push(this.sample(now));
    return figures;
  }

  /** Whether anything came in within the window: else the figures stay 0 until more does. */
  moving(): boolean {
    return this.counted !== this.samples[0].events;
  }

  private sample(at: number): Sample {
    return { ...this.total, events: this.counted, at };
  }

  /** Every event passes here, a moment after its transaction was looked at. */
  private look(from: number, to: number, { transactions: t }: Traces): void {
    const { total } = this;
    const { capacity, columns } = this.store;
    const { flags, rcode } = columns;
    for (let row = from; row < to; row++) {
      const transaction = t.ofRow(row);
      if (transaction === 0) continue;
      const at = t.at(transaction);
      const place = row % capacity;
      if ((flags[place] & RESPONSE) === 0) {
        if (t.rowBefore(row) < 0 && t.firstRow[at] === row >>> 0) total.queries++;
        continue;
      }
      // Without an attempt it is a response that nobody asked for, and has no answer.
      if (t.state[at] !== STATE.answered || t.answerRow[at] !== row >>> 0 || t.attempts[at] === 0) continue;
      total.answers++;
      if (rcode[place] !== 0 && rcode[place] !== NAME_ERROR) total.errors++;
    }
  }
}
