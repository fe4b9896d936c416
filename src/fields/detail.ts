// In: a row. Out: everything in its message, decoded when somebody looks.
import type { Store } from '../store/store.ts';

export interface ResourceRecord {
  readonly name: string;
  readonly type: string;
  readonly class: string;
  readonly ttl: number;
  readonly data: string;
}

export interface EdnsOption {
  readonly code: number;
  readonly name: string;
  readonly data: string;
}

/** The JSON of native/core/dns/message.h. */
export interface Detail {
  readonly questions: readonly { readonly name: string; readonly type: string; readonly class: string }[];
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly edns: {
    readonly udp_size: number;
    readonly version: number;
    readonly do: boolean;
    readonly extended_rcode: number;
    readonly options: readonly EdnsOption[];
  } | null;
  readonly anomalies: readonly string[];
}

/** The addon's describe(). */
export type Describe = (message: Uint8Array, originalLength: number) => string;

/** Decodes messages on demand and keeps the last one: its fields are usually read together. */
export class Details {
  #row = -1;
  #detail: Detail | undefined;

  constructor(
    private readonly store: Store,
    private readonly describe: Describe,
  ) {}

  of(row: number): Detail {
    if (row !== this.#row || !this.#detail) {
      const length = this.store.columns.length[row % this.store.capacity];
      this.#detail = JSON.parse(this.describe(this.store.message(row), length)) as Detail;
      this.#row = row;
    }
    return this.#detail;
  }
}
