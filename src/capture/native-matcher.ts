// In: nothing. Out: what the addon's Matcher is given and does (native/trace/matcher.h). All memory stays that of the caller.
import type { Columns } from './columns.ts';

/** Rows -> their transactions; `begin` and `goOn` give why they stopped: bits of enum Stop, 0 at the end. */
export interface NativeMatcher {
  /** To be called where what stands behind the indices of dictionaries lies elsewhere now. */
  use(tables: DictionaryTables): void;
  /** Begins with the rows that `progress` says. */
  begin(): number;
  /** Goes on after a stop. */
  goOn(): number;
}

export interface MatcherOptions {
  /** That the store keeps. */
  readonly rows: number;
  readonly columns: Columns;
  /** Memory for so many transactions (a power of 2), as TransactionMemory in native/trace/transactions.h divides it. */
  readonly transactions: Uint8Array;
  readonly capacity: number;
  /** As struct Progress. */
  readonly progress: Float64Array;
  /** Room for event time and number of transactions that end. */
  readonly ended: Float64Array;
  /** Of the hashes: two. */
  readonly seeds: Uint32Array;
  readonly timeoutNs: number;
  readonly lookBack: LookBack;
  /** Gives zeroed memory for the index. */
  allocate(words: number): Uint32Array;
  /** Whether the messages of two rows have the same bytes. */
  sameBytes(a: number, b: number): boolean;
}

/** As struct LookBack: what a new transaction may have to do with of what its asker began with the name, in nanoseconds. */
export interface LookBack {
  /** With the same question: asked no longer ago than this. */
  readonly repeatedNs: number;
  /** Of these, not answered: asked between so long ago and so long. */
  readonly shortestWaitNs: number;
  readonly longestWaitNs: number;
  /** With another question: asked no longer ago than this. */
  readonly togetherNs: number;
  /** Under the same ID it is the same transaction, asked no longer ago than this. */
  readonly attemptNs: number;
  /** So many at most, newest first. */
  readonly most: number;
}

/** As struct Tables. */
export interface DictionaryTables {
  readonly nameHashes: Uint32Array;
  readonly pids: Uint32Array;
  readonly addressRoles: Uint8Array;
  readonly netnsRoles: Uint8Array;
}
