// Rows as they come in -> the event time from the earliest to the latest of them.
import { formatDuration } from '../fields/format.ts';
import type { Store } from '../store/store.ts';

export class Span {
  private readonly store: Store;
  private counted = 0;
  /** Second from which the times below count, so that no nanosecond is rounded away. */
  private base = 0;
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(store: Store) {
    this.store = store;
  }

  /** Looks at the rows that came in; call it after each append, before they can be evicted. */
  count(): void {
    const { columns, capacity, first, end } = this.store;
    const { time_s, time_ns } = columns;
    for (let row = Math.max(this.counted, first); row < end; row++) {
      const place = row % capacity;
      if (this.latest === Number.NEGATIVE_INFINITY) this.base = time_s[place];
      const ns = (time_s[place] - this.base) * 1e9 + time_ns[place];
      if (ns < this.earliest) this.earliest = ns;
      if (ns > this.latest) this.latest = ns;
    }
    this.counted = end;
  }

  /** `29.36ms`, `12m 5s`, `3h 12m`, `2d 4h`; '' where all is of one moment, or nothing is. */
  get text(): string {
    const ns = this.latest - this.earliest;
    return ns > 0 ? spanText(ns) : '';
  }
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function spanText(ns: number): string {
  const seconds = Math.round(ns / 1e9);
  if (seconds < MINUTE) return formatDuration(ns);
  const parts = (large: number, small: number, names: string) =>
    `${Math.floor(seconds / large)}${names[0]} ${Math.floor((seconds % large) / small)}${names[1]}`;
  if (seconds < HOUR) return parts(MINUTE, 1, 'ms');
  return seconds < DAY ? parts(HOUR, MINUTE, 'hm') : parts(DAY, HOUR, 'dh');
}
