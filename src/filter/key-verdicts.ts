// In: a question about rows that are the same for it where their keys are. Out: its answers, the latest ones kept.
import { NO, YES } from './verdicts.ts';

const SLOTS = 1 << 16;

/** Verdicts by key, which is a safe integer. A key has one place; another one that has the same takes it. */
export class KeyVerdicts {
  /** All answers depend on what `version` counts; rows are judged anew by whoever hears of that. */
  readonly revision = 0;
  readonly #decide: (row: number) => boolean;
  readonly #version: () => number;
  readonly #keys = new Float64Array(SLOTS).fill(-1);
  readonly #verdicts = new Uint8Array(SLOTS);
  #seen: number;

  /** `version` changes when answers may have. */
  constructor(decide: (row: number) => boolean, version: () => number) {
    this.#decide = decide;
    this.#version = version;
    this.#seen = version();
  }

  prepare(): this {
    const version = this.#version();
    if (version !== this.#seen) this.#keys.fill(-1);
    this.#seen = version;
    return this;
  }

  /** YES or NO for a row with this key. */
  of(key: number, row: number): number {
    // Not by %, which is slow on numbers beyond 32 bits.
    const high = Math.floor(key / SLOTS);
    const slot = (key - high * SLOTS) ^ (Math.imul(high, 40_503) & (SLOTS - 1));
    if (this.#keys[slot] === key) return this.#verdicts[slot];
    const verdict = this.#decide(row) ? YES : NO;
    this.#keys[slot] = key;
    this.#verdicts[slot] = verdict;
    return verdict;
  }
}
