// In: batches. Out: the newest events in columns, by row number.
import type { Batch } from '../capture/batch.ts';
import { allocateColumns, COLUMN_NAMES, type Column, type Columns } from '../capture/columns.ts';
import type { EncryptedPackets } from './encrypted.ts';
import {
  Dictionaries,
  type NetnsDictionary,
  type ProcessDictionary,
  type RemarkDictionary,
  type TextDictionary,
} from './entries.ts';
import { MessageBytes } from './message-bytes.ts';
import type { Translations } from './translations.ts';

// Room for messages by event: the mean length of unshared messages in resolver traffic is about 90 bytes.
const MESSAGE_BYTES_PER_EVENT = 96;
// The native side hands message bytes over before their rows; what it may have pending must fit. Made when needed.
const MIN_MESSAGE_BYTES = 32 << 20;

/** How a query or response fared at its point, as correlate/ found out. */
export const OUTCOME = {
  /** A query not answered yet, or nothing known. */
  open: 0,
  /** A query with its response, however late, or a response with its query. */
  paired: 1,
  /** A query that was not answered in time. */
  unanswered: 2,
  /** A response that nothing open asked for. */
  unasked: 3,
  /** A query whose asker sent it again before it was answered. */
  retried: 4,
} as const;

/** What an append did: rows from..to-1 are new, `evicted` of the oldest rows are gone. */
export interface Appended {
  readonly from: number;
  readonly to: number;
  readonly evicted: number;
}

/** The newest events, bounded by their number and by the bytes of their messages. */
export class Store {
  /** Most rows kept; a row's place in a column is `row % capacity`. */
  readonly capacity: number;
  /** Rows first..end-1 are kept. */
  first = 0;
  end = 0;
  readonly columns: Columns;
  /** Nanoseconds from query to response, on the response; NaN where there is none. By place; set by correlate/. */
  readonly latency: Float64Array;
  /** One of OUTCOME, by place; set by correlate/. */
  readonly outcome: Uint8Array;
  readonly text: TextDictionary;
  readonly processes: ProcessDictionary;
  readonly netns: NetnsDictionary;
  readonly remarks: RemarkDictionary;
  readonly translations: Translations;
  readonly encrypted: EncryptedPackets;
  readonly #dictionaries = new Dictionaries();
  readonly #messages: MessageBytes;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.columns = allocateColumns(capacity);
    this.latency = new Float64Array(capacity);
    this.outcome = new Uint8Array(capacity);
    this.#messages = new MessageBytes(Math.max(MIN_MESSAGE_BYTES, capacity * MESSAGE_BYTES_PER_EVENT));
    this.text = this.#dictionaries.text;
    this.processes = this.#dictionaries.processes;
    this.netns = this.#dictionaries.netns;
    this.remarks = this.#dictionaries.remarks;
    this.translations = this.#dictionaries.translations;
    this.encrypted = this.#dictionaries.encrypted;
  }

  /** Number of rows kept. */
  get size(): number {
    return this.end - this.first;
  }

  /** Memory that the messages take. */
  get messageBytes(): number {
    return this.#messages.allocated;
  }

  /** Takes in a batch of at most `capacity` rows. All of them are kept until the next append. */
  append(batch: Batch): Appended {
    if (batch.rows > this.capacity)
      throw new RangeError(`batch of ${batch.rows} rows, room for ${this.capacity}`);
    this.#dictionaries.take(batch.entries);
    this.#messages.append(batch.messages);
    const from = this.end;
    const before = this.first;
    this.end += batch.rows;
    this.first = Math.max(before, this.end - this.capacity);
    while (this.first < from && this.columns.message[this.first % this.capacity] < this.#messages.first)
      this.first++;
    if (this.first < from) this.#messages.release(this.columns.message[this.first % this.capacity]);
    this.#copy(batch, from);
    return { from, to: this.end, evicted: this.first - before };
  }

  /** Forgets every row; row numbers go on. */
  clear(): void {
    this.first = this.end;
  }

  /** The captured bytes of the row's message; valid until the next append. */
  message(row: number): Uint8Array {
    const place = row % this.capacity;
    return this.#messages.read(this.columns.message[place], this.columns.captured_length[place]);
  }

  /** Nanoseconds since the epoch. */
  timeNs(row: number): bigint {
    const place = row % this.capacity;
    return BigInt(this.columns.time_s[place]) * 1_000_000_000n + BigInt(this.columns.time_ns[place]);
  }

  /** Nanoseconds of event time from one row to another, negative where `to` is the earlier. */
  elapsedNs(from: number, to: number): number {
    const { time_s, time_ns } = this.columns;
    const a = from % this.capacity;
    const b = to % this.capacity;
    return (time_s[b] - time_s[a]) * 1e9 + (time_ns[b] - time_ns[a]);
  }

  #copy(batch: Batch, from: number): void {
    const place = from % this.capacity;
    const head = Math.min(batch.rows, this.capacity - place);
    for (const name of COLUMN_NAMES) {
      const target: Column = this.columns[name];
      const source: Column = batch.columns[name];
      copyColumn(target, place, source, 0, head);
      copyColumn(target, 0, source, head, batch.rows);
    }
    this.latency.fill(Number.NaN, place, place + head).fill(Number.NaN, 0, batch.rows - head);
    this.outcome.fill(OUTCOME.open, place, place + head).fill(OUTCOME.open, 0, batch.rows - head);
  }
}

/**
 * Copies source[start..end-1] to `place`. Zeros are not written over zeros: a column that holds nothing (client subnets,
 * anomalies) then never takes memory, as the system backs only pages that were written to.
 */
function copyColumn(target: Column, place: number, source: Column, start: number, end: number): void {
  if (start === end) return;
  const values = source.subarray(start, end);
  if (allZero(values) && allZero(target.subarray(place, place + values.length))) return;
  target.set(values, place);
}

function allZero(values: Column): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) return false;
  return true;
}
