// In: a field and the kept rows. Out: which values it has there and how often, counted a slice at a time.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { readerOf } from './value-reader.ts';

/** Rows counted before values of the dictionaries are read, and the clock is. */
const CHUNK = 4096;
/** Different values that are kept apart; of more, those that were not met by then are left out. */
const MOST_VALUES = 65_536;
/** Rows whose messages are decoded again, or which are described: each costs microseconds. */
const MOST_READ = 100_000;

export interface SeenValue {
  /** As a filter compares it; never empty. */
  readonly text: string;
  readonly count: number;
}

/** Counts the values of one field, newest rows first; rows that come later are left out. */
export class SeenValues {
  readonly field: Field;
  readonly #context: FieldContext;
  readonly #counts = new Map<string, number>();
  #next: number;
  #left: number;
  /** Grows whenever there is more. */
  revision = 0;

  constructor(field: Field, context: FieldContext) {
    this.field = field;
    this.#context = context;
    this.#next = context.store.end - 1;
    const { operand } = field;
    this.#left = operand.from === 'row' && !operand.key ? MOST_READ : Number.POSITIVE_INFINITY;
  }

  /** Rows that were counted. */
  counted = 0;

  get complete(): boolean {
    return this.#left <= 0 || this.#next < this.#context.store.first;
  }

  /** Counts until `deadlineMs` (performance.now()). True when complete. */
  work(deadlineMs: number): boolean {
    while (!this.complete && performance.now() < deadlineMs) this.#chunk();
    return this.complete;
  }

  /** Of the values that `holds` says yes to the `most` most frequent ones, most frequent first, then newest first. */
  top(most: number, holds: (text: string) => boolean): SeenValue[] {
    const found: SeenValue[] = [];
    for (const [text, count] of this.#counts) {
      if (found.length === most && count <= found[most - 1].count) continue;
      if (!holds(text)) continue;
      let at = found.length;
      while (at > 0 && found[at - 1].count < count) at--;
      found.splice(at, 0, { text, count });
      if (found.length > most) found.pop();
    }
    return found;
  }

  /** All that were kept apart, in no order. */
  all(): SeenValue[] {
    return Array.from(this.#counts, ([text, count]) => ({ text, count }));
  }

  #chunk(): void {
    const { store } = this.#context;
    const reader = readerOf(this.field, this.#context);
    const slow = Number.isFinite(this.#left);
    const to = Math.max(store.first, this.#next - (slow ? 63 : CHUNK - 1), this.#next + 1 - this.#left);
    const indices = new Map<number, number>();
    const durations = this.field.kind === 'duration';
    for (let row = this.#next; row >= to; row--) {
      const read = reader.index(row % store.capacity, row);
      const index = durations ? threeDigits(read) : read;
      indices.set(index, (indices.get(index) ?? 0) + 1);
    }
    for (const [index, count] of indices)
      if (index !== -1) for (const text of reader.values(index)) this.#add(text, count);
    const rows = this.#next - to + 1;
    this.counted += rows;
    this.#left -= rows;
    this.#next = to - 1;
    this.revision++;
  }

  #add(text: string, count: number): void {
    if (text === '') return;
    const before = this.#counts.get(text);
    if (before === undefined && this.#counts.size >= MOST_VALUES) return;
    this.#counts.set(text, (before ?? 0) + count);
  }
}

/** Hardly any two durations are the same: three digits of them say enough. */
function threeDigits(ns: number): number {
  if (ns < 1000) return ns;
  const unit = 10 ** (Math.floor(Math.log10(ns)) - 2);
  return Math.round(ns / unit) * unit;
}
