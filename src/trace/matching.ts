// In: rows of the store. Out: their transactions, found by the native side; where more is to be decided, a stop.
import type { Addon } from '../capture/addon.ts';
import type { DictionaryTables, NativeMatcher } from '../capture/native-matcher.ts';
import type { Store } from '../store/store.ts';
import { lookBack } from './askers.ts';
import { SEEDS } from './hash.ts';
import type { Index } from './index.ts';
import type { Names } from './names.ts';
import type { Parties } from './party.ts';
import type { Roles } from './roles.ts';
import type { Rows } from './rows.ts';
import type { Transactions } from './transactions.ts';

/** What of the addon is for this. */
export type Native = Pick<Addon, 'Matcher'>;

/** Why a run of rows stopped (enum Stop there). */
export const STOP = { done: 0, link: 1, received: 2, settle: 4, hear: 8, name: 16, tell: 32 } as const;

/** Where the numbers that both sides read stand (struct Progress there). */
const PROGRESS = {
  from: 0,
  to: 1,
  first: 2,
  end: 3,
  baseSeconds: 4,
  forgetBeforeNs: 5,
  resolvers: 6,
  listens: 7,
  row: 8,
  transaction: 9,
  receivedRow: 10,
  next: 11,
  nowNs: 12,
  ended: 13,
} as const;

const ENDED = 1024;

export class Matching {
  readonly #progress = new Float64Array(Object.keys(PROGRESS).length);
  readonly #ended = new Float64Array(2 * ENDED);
  readonly #native: NativeMatcher;
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #names: Names;
  readonly #parties: Parties;
  readonly #roles: Roles;
  #tables: DictionaryTables | undefined;

  /** `lateNs`: so long after a query a response is still known as its. */
  constructor(
    native: Native,
    store: Store,
    rows: Rows,
    transactions: Transactions,
    index: Index,
    names: Names,
    parties: Parties,
    roles: Roles,
    times: { timeoutNs: number; lateNs: number },
  ) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#names = names;
    this.#parties = parties;
    this.#roles = roles;
    this.#progress[PROGRESS.forgetBeforeNs] = times.lateNs;
    this.#native = new native.Matcher({
      rows: store.capacity,
      columns: store.columns,
      transactions: transactions.memory,
      capacity: transactions.capacity,
      progress: this.#progress,
      ended: this.#ended,
      seeds: SEEDS,
      timeoutNs: times.timeoutNs,
      lookBack: lookBack(times.timeoutNs),
      allocate: index.allocate,
      sameBytes: (a, b) => Buffer.compare(store.message(a), store.message(b)) === 0,
    });
  }

  /** Takes in the rows from..to-1. Gives why it stopped, as the next does: bits of STOP. */
  begin(from: number, to: number): number {
    this.#handOverTables();
    const progress = this.#progress;
    progress[PROGRESS.from] = from;
    progress[PROGRESS.to] = to;
    progress[PROGRESS.first] = this.#store.first;
    progress[PROGRESS.end] = this.#store.end;
    progress[PROGRESS.baseSeconds] = this.#rows.baseSeconds;
    return this.#stopped(this.#native.begin());
  }

  goOn(): number {
    return this.#stopped(this.#native.goOn());
  }

  /** Whether anybody is to be told of ends, and whether anybody resolves by itself. */
  attend(listens: boolean, resolvers: boolean): void {
    this.#progress[PROGRESS.listens] = listens ? 1 : 0;
    this.#progress[PROGRESS.resolvers] = resolvers ? 1 : 0;
  }

  /** The row that it stopped at. */
  get row(): number {
    return this.#progress[PROGRESS.row];
  }

  get transaction(): number {
    return this.#progress[PROGRESS.transaction];
  }

  /** The newest row of that before this one. */
  get receivedRow(): number {
    return this.#progress[PROGRESS.receivedRow];
  }

  /** Event time reached. */
  get nowNs(): number {
    return this.#progress[PROGRESS.nowNs];
  }

  set nowNs(nowNs: number) {
    this.#progress[PROGRESS.nowNs] = nowNs;
  }

  /** Calls `tell` for each transaction that was answered since the stop before. */
  eachEnded(tell: (transaction: number, ns: number) => void): void {
    const count = this.#progress[PROGRESS.ended];
    for (let n = 0; n < count; n++) tell(this.#ended[2 * n + 1], this.#ended[2 * n]);
  }

  #stopped(stop: number): number {
    this.#transactions.next = this.#progress[PROGRESS.next];
    return stop;
  }

  #handOverTables(): void {
    const { hashes } = this.#names;
    const { pids } = this.#parties;
    const { addresses, netns } = this.#roles;
    const t = this.#tables;
    const same =
      t?.nameHashes === hashes && t.pids === pids && t.addressRoles === addresses && t.netnsRoles === netns;
    if (same) return;
    this.#tables = { nameHashes: hashes, pids, addressRoles: addresses, netnsRoles: netns };
    this.#native.use(this.#tables);
  }
}
