// In: the rows of a transaction. Out: its way: attempts, where the query ended, the answer, and a note for each row.
import type { Store } from '../../store/store.ts';
import { DNS_FLAG, PKT } from '../sighting.ts';
import { type Flow, Flows } from './flows.ts';
import { duration, type Naming } from './naming.ts';
import { endsBefore, toldBefore } from './tracked.ts';
import { type EndTexts, endsOf, endTexts, reversed, translationsOf } from './translation.ts';

const NAME_ERROR = 3;
const SAME_ATTEMPT_NS = 1e6;
/** Queries that are sent to different servers within this time are sent at once (musl), unless an error came between. */
const AT_ONCE_NS = 5e6;
/** The note of a response that came behind the answer. */
export const SECOND_ANSWER = 'second answer';

/** One transaction's events in time order. Rows are -1 where there is none. */
export interface Path {
  readonly rows: readonly number[];
  /** Parallel to rows; empty where there is nothing to say. */
  readonly notes: readonly string[];
  /** The rows by which the asker sent the query, oldest first. */
  readonly attempts: readonly number[];
  /** Those attempts that went to another server at the same moment as the one before. */
  readonly alongside: readonly number[];
  /** The attempt that was answered, else the last one. */
  readonly sent: number;
  /** The last row of that before its response: where the query ended, as far as it was seen. */
  readonly arrival: number;
  readonly firstResponse: number;
  /** The response that reached the asker from where it had asked. */
  readonly answer: number;
  /** A response that reached the asker from elsewhere. */
  readonly stray: number;
  /** Translations named in the notes. */
  readonly translations: readonly string[];
  /** The rows of queries, as `rows` in order. */
  readonly queries: readonly number[];
}

/** `rows` in any order; `timeOf` gives event time in nanoseconds. */
export function pathOf(
  store: Store,
  rows: readonly number[],
  timeOf: (row: number) => number,
  naming: Naming,
  timeoutNs: number,
): Path {
  return new PathReader(store, timeOf, naming, timeoutNs).read(rows);
}

class PathReader {
  readonly #store: Store;
  readonly #timeOf: (row: number) => number;
  readonly #naming: Naming;
  readonly #timeoutNs: number;
  readonly #flows: Flows;
  readonly #attempts: number[] = [];
  readonly #alongside: number[] = [];
  readonly #translations: string[] = [];
  #lastResponse = -1;
  #answered: Flow | undefined;
  #firstResponse = -1;
  #answer = -1;
  #stray = -1;

  constructor(store: Store, timeOf: (row: number) => number, naming: Naming, timeoutNs: number) {
    this.#store = store;
    this.#timeOf = timeOf;
    this.#naming = naming;
    this.#timeoutNs = timeoutNs;
    this.#flows = new Flows(
      (row) => this.#ends(row),
      (row) => store.columns.ip_id[this.#place(row)],
      (row) => {
        const told = toldBefore(store, row);
        return told && endTexts(told);
      },
    );
  }

  read(unsorted: readonly number[]): Path {
    const rows = [...unsorted].sort((a, b) => this.#timeOf(a) - this.#timeOf(b) || a - b);
    const notes = rows.map((row) => (this.#isResponse(row) ? this.#responseNote(row) : this.#queryNote(row)));
    const flow = this.#answered ?? this.#flows.newest;
    return {
      rows,
      notes,
      attempts: this.#attempts,
      alongside: this.#alongside,
      sent: flow?.sent ?? -1,
      arrival: flow?.arrival ?? -1,
      firstResponse: this.#firstResponse,
      answer: this.#answer,
      stray: this.#stray,
      translations: this.#translations,
      queries: rows.filter((row) => !this.#isResponse(row)),
    };
  }

  /** The first query, and what was sent at its point again, or from its sender to another server or port. */
  #isAttempt(row: number): boolean {
    if (this.#attempts.length === 0) return true;
    const c = this.#store.columns;
    const first = this.#place(this.#attempts[0]);
    const place = this.#place(row);
    if (c.netns[first] !== c.netns[place] || c.pkt_type[first] !== c.pkt_type[place]) return false;
    if (c.hop_limit[place] < c.hop_limit[first]) return false;
    const last = this.#attempts[this.#attempts.length - 1];
    const isCopy = (attempt: number) => this.#timeOf(row) - this.#timeOf(attempt) <= SAME_ATTEMPT_NS;
    if (this.#attempts.some((attempt) => isCopy(attempt) && this.#sameFlow(attempt, row))) return false;
    if (c.process[place] !== 0 && c.pkt_type[place] === PKT.outgoing) return !this.#sameIpId(last, row);
    if (c.ifindex[first] !== c.ifindex[place]) return false;
    if (this.#attempts.some((attempt) => this.#sameFlow(attempt, row))) return true;
    // Translated on its way a packet is seen at another point, or has passed a router.
    const sameSocket =
      this.#ends(last).src === this.#ends(row).src && c.hop_limit[first] === c.hop_limit[place];
    return sameSocket && !this.#sameIpId(last, row);
  }

  #queryNote(row: number): string {
    if (this.#isAttempt(row)) {
      const note = this.#attemptNote(row);
      this.#attempts.push(row);
      this.#flows.send(row);
      return note;
    }
    const before = this.#flows.query(row);
    return before === undefined ? '' : this.#translation(before, row, false);
  }

  #attemptNote(row: number): string {
    const last = this.#attempts.at(-1);
    if (last === undefined) return this.#translationBefore(row, false);
    const since = this.#timeOf(row) - this.#timeOf(last);
    const { dst } = this.#ends(row);
    if (dst === this.#ends(last).dst) return `asked again after ${duration(since)}`;
    if (since > AT_ONCE_NS || this.#hasFailedSince(last))
      return `asked again after ${duration(since)}, now ${dst}`;
    this.#alongside.push(row);
    return `sent to ${dst} as well`;
  }

  /** Whether a response that no resolver is content with came after an attempt. */
  #hasFailedSince(attempt: number): boolean {
    const last = this.#lastResponse;
    if (last < 0 || this.#timeOf(last) < this.#timeOf(attempt)) return false;
    const { rcode, flags } = this.#store.columns;
    const isAnswer = rcode[this.#place(last)] === 0 || rcode[this.#place(last)] === NAME_ERROR;
    return !isAnswer || (flags[this.#place(last)] & DNS_FLAG.truncated) !== 0;
  }

  #responseNote(row: number): string {
    const { flow, before } = this.#flows.response(row);
    const notes: string[] = [];
    const c = this.#store.columns;
    const place = this.#place(row);
    if (this.#attempts.length === 0) notes.push('answers no query that was seen');
    if (this.#firstResponse < 0) {
      this.#firstResponse = row;
      this.#answered = flow;
      if ((c.flags[place] & DNS_FLAG.truncated) !== 0) notes.push('truncated (TC)');
    }
    const translation = before < 0 ? '' : this.#translation(before, row, true);
    if (translation !== '') notes.push(translation);
    const asked = this.#askedBy(row);
    if (asked !== undefined) notes.push(...this.#arrivalNotes(row, asked));
    if (this.#answer === row) this.#answered = flow;
    this.#lastResponse = row;
    return notes.join(', ');
  }

  /** What there is to say about a response at the point where attempts began. */
  #arrivalNotes(row: number, asked: number): string[] {
    const c = this.#store.columns;
    const rightSource = this.#attempts.some(
      (attempt) =>
        c.dst_addr[this.#place(attempt)] === c.src_addr[this.#place(row)] &&
        c.dst_port[this.#place(attempt)] === c.src_port[this.#place(row)],
    );
    if (!rightSource) {
      this.#stray = row;
      return [`from ${this.#source(row)}, which was not asked`];
    }
    if (this.#answer >= 0) return this.#samePoint(this.#answer, row) ? [SECOND_ANSWER] : [];
    this.#answer = row;
    const notes = [this.#translationBefore(asked, true)];
    const elapsed = this.#timeOf(row) - this.#timeOf(asked);
    if (elapsed > this.#timeoutNs) notes.push(`late: ${duration(elapsed)} after the query`);
    return notes.filter(Boolean);
  }

  /** The newest attempt from the socket to which this response comes back, if it does. */
  #askedBy(row: number): number | undefined {
    const c = this.#store.columns;
    const place = this.#place(row);
    const from = c.pkt_type[place];
    return this.#attempts.findLast((attempt) => {
      const a = this.#place(attempt);
      const back = from === PKT.unknown || (c.pkt_type[a] === PKT.outgoing) !== (from === PKT.outgoing);
      const here = back && c.netns[a] === c.netns[place];
      return here && c.src_addr[a] === c.dst_addr[place] && c.src_port[a] === c.dst_port[place];
    });
  }

  /** The note for ends that differ from those at the point before. */
  #translation(before: number, row: number, undone: boolean): string {
    return before < 0 ? '' : this.#translated(this.#ends(before), this.#ends(row), undone);
  }

  /** The note for ends that were others before a query left its sender's namespace, and are again behind the answer. */
  #translationBefore(attempt: number, undone: boolean): string {
    const before = endsBefore(this.#store, attempt);
    if (before === undefined) return '';
    const [asked, sent] = [endTexts(before), this.#ends(attempt)];
    return undone
      ? this.#translated(reversed(sent), reversed(asked), true)
      : this.#translated(asked, sent, false);
  }

  #translated(was: EndTexts, is: EndTexts, undone: boolean): string {
    const named = translationsOf(was, is, undone);
    this.#translations.push(...named);
    return named.join(', ');
  }

  #ends(row: number): EndTexts {
    return endsOf(this.#store, row);
  }

  #source(row: number): string {
    return this.#naming.address(this.#store.text.at(this.#store.columns.src_addr[this.#place(row)]));
  }

  #sameFlow(a: number, b: number): boolean {
    const [one, other] = [this.#ends(a), this.#ends(b)];
    return one.src === other.src && one.dst === other.dst;
  }

  #sameIpId(a: number, b: number): boolean {
    const { ip_id } = this.#store.columns;
    return ip_id[this.#place(a)] !== 0 && ip_id[this.#place(a)] === ip_id[this.#place(b)];
  }

  #samePoint(a: number, b: number): boolean {
    const { ifindex, pkt_type } = this.#store.columns;
    const [one, other] = [this.#place(a), this.#place(b)];
    return ifindex[one] === ifindex[other] && pkt_type[one] === pkt_type[other];
  }

  #isResponse(row: number): boolean {
    return (this.#store.columns.flags[this.#place(row)] & DNS_FLAG.response) !== 0;
  }

  #place(row: number): number {
    return row % this.#store.capacity;
  }
}
