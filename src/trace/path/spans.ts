// In: described transactions of a trace. Out: their moments, for sharing out the time.
import type { Store } from '../../store/store.ts';
import { DNS_FLAG, PKT } from '../sighting.ts';
import type { Traces } from '../traces.ts';
import { MARK } from '../transactions.ts';
import type { Span } from './breakdown.ts';
import type { TransactionView } from './describe-transaction.ts';
import { askedBeside, askedOn } from './tree.ts';

/** The moments of what is described. */
export class Spans {
  readonly #store: Store;
  readonly #traces: Traces;
  readonly #all: readonly TransactionView[];

  constructor(store: Store, traces: Traces, all: readonly TransactionView[]) {
    this.#store = store;
    this.#traces = traces;
    this.#all = all;
  }

  /** Of all that the asker of `root` asked for the lookup, by start. */
  ofLookup(root: TransactionView): Span[] {
    const asked = askedBeside(root, this.#all).filter(({ path }) => path.attempts.length > 0);
    return byStart(asked.map((view) => this.#withoutAnswer(view, asked) ?? this.of(view)));
  }

  /** Of a transaction, with what its receiver asked. */
  of(view: TransactionView): Span {
    const { path } = view;
    const children = byStart([
      ...askedOn(view, this.#all).map((child) => this.of(child)),
      ...encryptedSpans(this.#time(path.rows[0]), view),
    ]);
    return {
      start: this.#time(path.rows[0]),
      arrival: this.#time(this.#firstAt(view, path.arrival) ?? path.arrival),
      response: path.firstResponse < 0 ? undefined : this.#time(path.firstResponse),
      end: path.answer < 0 ? this.#endOfWait(view, children) : this.#time(path.answer),
      received: (view.marks & MARK.received) !== 0,
      children,
    };
  }

  /** Until when a query without answer was waited for: its timeout, or now; longer where something came after that. */
  #endOfWait({ path }: TransactionView, children: readonly Span[]): number {
    const last = this.#time(path.rows[path.rows.length - 1]);
    return Math.max(last, this.#timeout(path), ...children.map(({ end }) => end));
  }

  /** When nobody waited for an answer any more; now where that is still to come. */
  #timeout({ attempts }: TransactionView['path']): number {
    if (attempts.length === 0) return Number.NEGATIVE_INFINITY;
    const { queryTimeoutNs, nowNs } = this.#traces;
    return Math.min(this.#time(attempts[attempts.length - 1]) + queryTimeoutNs, nowNs);
  }

  /** Whether each transaction was seen at one point only, so that the network around it is in no number of its own. */
  get areOfOnePoint(): boolean {
    return this.#all.every(({ path }) => new Set(path.rows.map((row) => this.#end(row))).size === 1);
  }

  /** Of a query without answer after which the asker went on: it waited until then, or its timeout. Undefined for others. */
  #withoutAnswer(view: TransactionView, asked: readonly TransactionView[]): Span | undefined {
    const next = asked.find(
      (other) => other.parent === view.transaction && other.relation !== 'asked-together',
    );
    if (next === undefined || view.path.firstResponse >= 0) return undefined;
    const end = Math.min(this.#time(next.path.rows[0]), this.#timeout(view.path));
    const span = this.of(view);
    // Where the next query came further, this one was lost on the way.
    const isLost = this.#firstAt(view, next.path.arrival) === undefined;
    return { ...span, arrival: isLost ? end : span.arrival, end };
  }

  /**
   * The first query row of `view` at the point of `row`: from then on a server was waited for, also where it was asked
   * again. An attempt that did not come as far was lost on the way, and its time is the network's.
   */
  #firstAt({ path }: TransactionView, row: number): number | undefined {
    if (row < 0) return path.rows[0];
    const point = this.#point(row);
    return path.queries.find((query) => this.#point(query) === point);
  }

  #point(row: number): string {
    const { columns: c, capacity } = this.#store;
    const place = row % capacity;
    return `${c.netns[place]} ${c.ifindex[place]} ${c.pkt_type[place]}`;
  }

  /** The point, and for rows that tell a direction whether client or server is there. */
  #end(row: number): string {
    const { columns: c, capacity } = this.#store;
    const place = row % capacity;
    const point = `${c.netns[place]} ${c.ifindex[place]}`;
    if (c.pkt_type[place] === PKT.unknown) return point;
    const isSent = c.pkt_type[place] === PKT.outgoing;
    return `${point} ${isSent === ((c.flags[place] & DNS_FLAG.response) === 0)}`;
  }

  #time(row: number): number {
    return this.#traces.timeOf(row);
  }
}

function byStart(spans: Span[]): Span[] {
  return spans.sort((a, b) => a.start - b.start);
}

/** Waiting for servers that were asked unreadably, where that is not a guess among several lookups. */
function encryptedSpans(start: number, { encrypted }: TransactionView): Span[] {
  return encrypted
    .filter(({ confidence }) => confidence === 'likely')
    .map(({ sentNs, receivedNs }) => ({
      start: start + sentNs,
      arrival: start + sentNs,
      response: receivedNs === undefined ? undefined : start + receivedNs,
      end: start + (receivedNs ?? sentNs),
      received: false,
      children: [],
    }));
}
