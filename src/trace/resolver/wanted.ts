// In: lookups that resolvers received. Out: which of those that are open may need the answer to a question, by its name.

import { finish } from '../hash.ts';
import type { Transactions } from '../transactions.ts';
import { Chains } from './chains.ts';
import { MAX_LABELS, type Suffixes, suffixesOf } from './suffixes.ts';

const FEWEST = 1 << 12;
const MOST = 1 << 20;
// Beyond, all are known anew when they ask.
const MAX_RESOLVERS = 256;

/**
 * A lookup for a.b.example. is findable by a.b.example., b.example. and example. at those who received it and resolve by
 * themselves: what they ask on its way finds it without a look at any other. A receiver is a hash of its key.
 */
export class Wanted {
  readonly #chains: Chains;
  readonly #suffixes: Suffixes;
  readonly #resolvers = new Set<number>();

  constructor(transactions: Transactions, suffixes: Suffixes) {
    this.#suffixes = suffixes;
    this.#chains = new Chains(FEWEST, MOST, (lookup) => transactions.isOpen(lookup));
  }

  /** Whether anybody is followed. */
  get followsAny(): boolean {
    return this.#resolvers.size > 0;
  }

  /** Whether what this receiver is asked is made findable. */
  follows(receiver: number): boolean {
    return this.#resolvers.has(receiver);
  }

  /** From now on what this receiver is asked will be added. */
  follow(receiver: number): void {
    if (this.#resolvers.size >= MAX_RESOLVERS) this.#resolvers.clear();
    this.#resolvers.add(receiver);
  }

  /** Makes a lookup for the name `text`, an index into the texts, findable at its receiver. */
  add(lookup: number, text: number, receiver: number): void {
    const from = this.#suffixes.of(text);
    this.#addAll(lookup, this.#suffixes.hashes, from, receiver);
  }

  /** Makes it findable by the target of an alias, too. */
  addTarget(lookup: number, target: string, receiver: number): void {
    this.#addAll(lookup, suffixesOf(target), 0, receiver);
  }

  /**
   * The first of the candidates at a receiver, newest first: lookups whose names, or aliases' targets, end with the labels
   * of these hashes (suffixes.ts); answered and equal ones are among them. 0 where there is none.
   */
  first(receiver: number, a: number, b: number): number {
    return this.#chains.newest(mixedA(receiver, a), mixedB(receiver, b));
  }

  /** The candidate after one, 0 where there is none. */
  next(candidate: number): number {
    return this.#chains.older(candidate);
  }

  lookup(candidate: number): number {
    return this.#chains.value(candidate);
  }

  #addAll(lookup: number, hashes: Int32Array, from: number, receiver: number): void {
    for (let n = from; n < from + MAX_LABELS && hashes[n] !== 0; n++) {
      this.#chains.add(mixedA(receiver, hashes[n]), mixedB(receiver, hashes[n + MAX_LABELS]), lookup);
    }
  }
}

function mixedA(receiver: number, hash: number): number {
  return finish(Math.imul(hash, 0x9e3779b1) ^ receiver);
}

function mixedB(receiver: number, hash: number): number {
  return Math.imul(hash ^ receiver, 0xc2b2ae35);
}
