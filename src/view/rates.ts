// Rows as they come in -> queries, responses and errors per second over the last two seconds.
import type { Store } from '../store/store.ts';

/** Per second. An error is a response whose rcode is neither Success nor NameError: a name that is not there is an answer. */
export interface Figures {
  queries: number;
  responses: number;
  errors: number;
}

interface Sample extends Figures {
  at: number;
}

/** QR bit of the header's second 16 bits (RFC 1035 4.1.1). */
const RESPONSE = 0x8000;
const NAME_ERROR = 3;

const WINDOW_MS = 2000;
const SAMPLE_MS = 200;

export class Rates {
  private readonly store: Store;
  private counted = 0;
  private total: Figures = { queries: 0, responses: 0, errors: 0 };
  private samples: Sample[];

  constructor(store: Store, now: number) {
    this.store = store;
    this.counted = store.end;
    this.samples = [{ ...this.total, at: now }];
  }

  /** Counts the rows that came in; call it after each append, before they can be evicted. */
  count(): void {
    const { columns, capacity, first, end } = this.store;
    const { flags, rcode } = columns;
    for (let row = Math.max(this.counted, first); row < end; row++) {
      const place = row % capacity;
      if ((flags[place] & RESPONSE) === 0) {
        this.total.queries++;
        continue;
      }
      this.total.responses++;
      if (rcode[place] !== 0 && rcode[place] !== NAME_ERROR) this.total.errors++;
    }
    this.counted = end;
  }

  /** The rates at `now` (milliseconds of a monotonic clock). */
  figures(now: number): Figures {
    const { samples, total } = this;
    while (samples.length > 1 && samples[1].at <= now - WINDOW_MS) samples.shift();
    const oldest = samples[0];
    const seconds = Math.max(SAMPLE_MS, now - oldest.at) / 1000;
    const figures = {
      queries: (total.queries - oldest.queries) / seconds,
      responses: (total.responses - oldest.responses) / seconds,
      errors: (total.errors - oldest.errors) / seconds,
    };
    if (now - samples[samples.length - 1].at >= SAMPLE_MS) samples.push({ ...total, at: now });
    return figures;
  }

  /** Whether anything came in within the window: else the figures stay 0 until more does. */
  moving(): boolean {
    const oldest = this.samples[0];
    return this.total.queries !== oldest.queries || this.total.responses !== oldest.responses;
  }
}
