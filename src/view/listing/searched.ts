// What the screen needs of a list: rows that match a filter, found a slice at a time.
import type { Matches } from '../state/rows.ts';

export interface Searched extends Matches {
  /** Everything kept was looked at. */
  readonly complete: boolean;
  /** Starts again with another filter, '' for none. Throws FilterError; then nothing has changed. */
  setFilter(text: string): void;
  /** Takes in what is new, then goes on looking until `deadlineMs` (performance.now()). True when complete. */
  work(deadlineMs: number): boolean;
  /** Follows what is new no more, until the next setFilter. */
  stop(): void;
}
