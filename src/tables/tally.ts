// In: rows of the store as they come, a dimension and a filter. Out: what each kept lookup counts for, in columns.
import type { FieldContext } from '../fields/context.ts';
import type { GroupPredicate } from '../filter/group.ts';
import type { Traces } from '../trace/traces.ts';
import { bucketOf } from './buckets.ts';
import type { Dimension } from './dimensions.ts';
import { Keys } from './keys.ts';
import { FATE, Lookup } from './lookup.ts';

export interface Grouping {
  readonly dimension: Dimension;
  /** Undefined: all lookups count. */
  readonly predicate: GroupPredicate | undefined;
}

// Between two looks at the clock.
const AT_ONCE = 64;

/**
 * Each lookup counts for one key, or for none where it does not match. It is looked at again whenever an event came for
 * it, and when its time is over; all of them are looked at for another grouping, newest first, in slices.
 */
export class Tally {
  keys = new Keys();
  /** By place of a transaction (a power of two of them): which one counts there (0: none), for which key, and how. */
  readonly number: Uint32Array;
  readonly key: Uint32Array;
  readonly fate: Uint8Array;
  readonly retries: Uint8Array;
  readonly bucket: Uint16Array;
  readonly askedNs: Float64Array;
  /** Its oldest event: it counts for as long as that is kept. */
  readonly firstRow: Float64Array;
  readonly #context: FieldContext;
  readonly #traces: Traces;
  readonly #lookup: Lookup;
  /** By place: the one there that is in the queue. */
  readonly #waiting: Uint32Array;
  #grouping: Grouping;
  /** Those to be looked at again. */
  #queue: number[] = [];
  /** Those that count as pending. */
  #pending: number[] = [];
  #nextRow = 0;
  /** The next one to look at of all that there were at the last change, towards older ones; 0: none is left. */
  #older = 0;

  constructor(context: FieldContext, traces: Traces, grouping: Grouping) {
    const { capacity } = traces.transactions;
    this.#context = context;
    this.#traces = traces;
    this.#lookup = new Lookup(context.store, traces);
    this.#grouping = grouping;
    this.number = new Uint32Array(capacity);
    this.key = new Uint32Array(capacity);
    this.fate = new Uint8Array(capacity);
    this.retries = new Uint8Array(capacity);
    this.bucket = new Uint16Array(capacity);
    this.askedNs = new Float64Array(capacity);
    this.firstRow = new Float64Array(capacity);
    this.#waiting = new Uint32Array(capacity);
    this.group(grouping);
  }

  /** Counts by something else from now on. */
  group(grouping: Grouping): void {
    this.#grouping = grouping;
    this.keys = new Keys();
    this.number.fill(0);
    this.#waiting.fill(0);
    this.#queue = [];
    this.#pending = [];
    this.#nextRow = this.#context.store.end;
    this.revisit();
  }

  /** Looks at every lookup again; meanwhile each counts as before. */
  revisit(): void {
    this.#older = (this.#traces.transactions.next - 1) >>> 0;
  }

  /** How much of the kept lookups has been looked at since `group` or `revisit`, 0 to 1. */
  get progress(): number {
    return this.#older === 0 ? 1 : this.#ageOf(this.#older) / this.#ageOf(0);
  }

  /** The oldest transaction that may count. */
  get oldest(): number {
    const { next, capacity } = this.#traces.transactions;
    return Math.max(1, next - capacity);
  }

  /** Takes in new rows, goes on with older ones, a few at least, until `now()` is `deadlineMs`. True when all is counted. */
  work(deadlineMs: number, now: () => number): boolean {
    this.#noteRows();
    this.#noteTimeouts();
    do {
      if (this.#queue.length > 0) this.#countQueued();
      else this.#countOlder();
    } while (!this.#done && now() < deadlineMs);
    return this.#done;
  }

  /** Takes back what counts at a place. */
  drop(at: number): void {
    this.keys.release(this.key[at]);
    this.number[at] = 0;
  }

  /** The place of a transaction in the columns. */
  at(transaction: number): number {
    return transaction & (this.number.length - 1);
  }

  /** How many transactions from `transaction` on are not older than it, at most all that are kept. */
  #ageOf(transaction: number): number {
    const { next, capacity } = this.#traces.transactions;
    return Math.min(capacity, (next - transaction) >>> 0);
  }

  #noteRows(): void {
    const { first, end } = this.#context.store;
    for (let row = Math.max(this.#nextRow, first); row < end; row++) {
      const transaction = this.#traces.transactionOf(row);
      if (transaction !== 0) this.#note(transaction);
    }
    this.#nextRow = end;
  }

  #note(transaction: number): void {
    const at = this.at(transaction);
    if (this.#waiting[at] === transaction) return;
    this.#waiting[at] = transaction;
    this.#queue.push(transaction);
  }

  #noteTimeouts(): void {
    const { transactions: t, nowNs, queryTimeoutNs } = this.#traces;
    let kept = 0;
    for (const transaction of this.#pending) {
      const at = this.at(transaction);
      if (this.number[at] !== transaction || this.fate[at] !== FATE.pending) continue;
      this.#pending[kept++] = transaction;
      if (nowNs - t.attemptNs(transaction) >= queryTimeoutNs) this.#note(transaction);
    }
    this.#pending.length = kept;
  }

  get #done(): boolean {
    return this.#queue.length === 0 && this.#older === 0;
  }

  #countQueued(): void {
    for (let n = 0; n < AT_ONCE && this.#queue.length > 0; n++) this.#count(this.#queue.pop()!);
  }

  #countOlder(): void {
    for (let n = 0; n < AT_ONCE && this.#older !== 0; n++) {
      const transaction = this.#older;
      this.#older = this.#ageOf(transaction) < this.#traces.transactions.capacity ? transaction - 1 : 0;
      this.#count(transaction);
    }
  }

  #count(transaction: number): void {
    const at = this.at(transaction);
    if (this.#waiting[at] === transaction) this.#waiting[at] = 0;
    const known = this.number[at] === transaction;
    if (this.number[at] !== 0 && !known) this.drop(at);
    const lookup = this.#lookup;
    const { dimension, predicate } = this.#grouping;
    if (!lookup.read(transaction) || (predicate && !predicate(lookup.rows))) {
      if (known) this.drop(at);
      return;
    }
    const key = this.keys.take(dimension.key(this.#context, lookup));
    if (known) this.keys.release(this.key[at]);
    const wasPending = known && this.fate[at] === FATE.pending;
    this.number[at] = transaction;
    this.key[at] = key;
    this.fate[at] = lookup.fate;
    this.retries[at] = lookup.retries;
    this.bucket[at] = bucketOf(lookup.latencyNs);
    this.askedNs[at] = lookup.askedNs;
    this.firstRow[at] = lookup.firstRow;
    if (lookup.fate === FATE.pending && !wasPending) this.#pending.push(transaction);
  }
}
