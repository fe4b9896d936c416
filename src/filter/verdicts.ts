// In: a question about dictionary entries. Out: its answers, each found once and kept while the entry stays the same.
import type { Dictionary } from '../store/dictionary.ts';

/** 0 in a table: not decided yet. */
export const NO = 1;
export const YES = 2;

/** What verdicts are about: how many indices there are, and which of them changed. */
export type Entries = Pick<Dictionary<unknown>, 'size' | 'changes' | 'changedSince'>;

/** Verdicts by index. Call `prepare` before each run over rows: entries may have changed since the last one. */
export class Verdicts {
  /** Grows when an entry of rows that were judged before turns out to be judged otherwise. */
  revision = 0;
  #table: Uint8Array = new Uint8Array(256);
  #seen: number;
  #version: number;

  /**
   * `version` grows when all answers may have changed. `lasting`: an entry that changes still belongs to the rows that
   * use it (more became known), rather than to new rows only.
   */
  constructor(
    private readonly entries: Entries,
    private readonly decide: (index: number) => boolean,
    private readonly version: () => number,
    private readonly lasting: boolean,
  ) {
    this.#seen = entries.changes;
    this.#version = version();
  }

  /** The table to look verdicts up in, up to date and with a place for every index. */
  prepare(): Uint8Array {
    if (this.version() !== this.#version) this.#forget();
    if (this.entries.changes !== this.#seen) this.#catchUp();
    if (this.entries.size > this.#table.length) {
      const larger = new Uint8Array(2 * this.entries.size);
      larger.set(this.#table);
      this.#table = larger;
    }
    return this.#table;
  }

  /** Decides about an index of the prepared table: YES or NO. */
  judge(index: number): number {
    const verdict = this.decide(index) ? YES : NO;
    this.#table[index] = verdict;
    return verdict;
  }

  #catchUp(): void {
    const known = this.entries.changedSince(this.#seen, (index) => this.#changed(index));
    this.#seen = this.entries.changes;
    if (!known) this.#forget();
  }

  #changed(index: number): void {
    const before = this.#table[index];
    this.#table[index] = 0;
    if (this.lasting && before && this.judge(index) !== before) this.revision++;
  }

  #forget(): void {
    this.#version = this.version();
    this.#table.fill(0);
    if (this.lasting) this.revision++;
  }
}

/** Verdicts about a process within a network namespace; most processes live in one. */
export class OwnerVerdicts {
  readonly #byNetns: Verdicts;
  readonly #byProcess: Verdicts;
  /** The namespace that the verdict of a process is about. */
  #home = new Uint32Array(256);
  #netnsTable: Uint8Array = new Uint8Array(0);
  #processTable: Uint8Array = new Uint8Array(0);

  constructor(
    processes: Entries,
    netns: Entries,
    private readonly decide: (process: number, netns: number) => boolean,
    version: () => number,
  ) {
    this.#byNetns = new Verdicts(netns, (index) => decide(0, index), version, true);
    const homesMayChange = () => version() + netns.changes;
    this.#byProcess = new Verdicts(
      processes,
      (index) => decide(index, this.#home[index]),
      homesMayChange,
      true,
    );
  }

  get revision(): number {
    return this.#byNetns.revision + this.#byProcess.revision;
  }

  prepare(): this {
    this.#netnsTable = this.#byNetns.prepare();
    this.#processTable = this.#byProcess.prepare();
    if (this.#home.length < this.#processTable.length) {
      const larger = new Uint32Array(this.#processTable.length);
      larger.set(this.#home);
      this.#home = larger;
    }
    return this;
  }

  /** YES or NO. Process 0 is none. */
  of(process: number, netns: number): number {
    if (process === 0) return this.#netnsTable[netns] || this.#byNetns.judge(netns);
    const known = this.#processTable[process];
    if (known !== 0 && this.#home[process] === netns) return known;
    if (known !== 0) return this.decide(process, netns) ? YES : NO;
    this.#home[process] = netns;
    return this.#byProcess.judge(process);
  }
}
