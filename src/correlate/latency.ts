// In: rows of the store as they come. Out: on each response its latency, on each row how it fared (OUTCOME).
import { OUTCOME, type Store } from '../store/store.ts';
import { OpenQueries } from './open-queries.ts';

/** QR bit of the second 16 bits of the header (RFC 1035 4.1.1). */
const RESPONSE = 0x8000;
/** PACKET_OUTGOING of linux/if_packet.h. */
const OUTGOING = 4;
const MAX_OPEN = 100_000;
/** A response may come later than its query's timeout and still has a latency. */
const LATE_NS = 30e9;
/** Of queries with one flow and ID, this many of the newest are looked at: bounds the cost of a hostile capture. */
const MAX_LOOKS = 64;
const NONE = -1;

export interface LatencyOptions {
  /** A query is unanswered after this much event time. */
  readonly queryTimeoutNs: number;
  /** Most queries that wait at a time; the oldest is given up beyond. */
  readonly maxOpen?: number;
}

/**
 * Pairs query and response that passed one point: same namespace and mirrored flow, ID and question; the same interface
 * in the opposite direction, which on a loopback tells the client's side from the server's, else another interface of
 * the namespace in that direction (routes may differ). Of a query sent several times, the last one before the response.
 */
export class LatencyPairing {
  /**
   * Since the start: responses paired and unasked, queries not answered in time and sent again before an answer, and
   * queries whose row was evicted, or that gave way to others, before either was known.
   */
  readonly counts = { paired: 0, unasked: 0, unanswered: 0, retried: 0, forgotten: 0 };
  readonly #store: Store;
  readonly #open: OpenQueries;
  readonly #timeoutNs: number;
  readonly #keepNs: number;
  /** The oldest open query that has not timed out. */
  #inTime = NONE;

  constructor(store: Store, options: LatencyOptions) {
    this.#store = store;
    this.#timeoutNs = options.queryTimeoutNs;
    this.#keepNs = Math.max(LATE_NS, options.queryTimeoutNs);
    this.#open = new OpenQueries(options.maxOpen ?? MAX_OPEN);
  }

  /** Queries that wait for a response. */
  get open(): number {
    return this.#open.size;
  }

  /** Takes in rows from..to-1; after each append, in order. */
  append(from: number, to: number): void {
    const { columns, capacity } = this.#store;
    for (let row = from; row < to; row++) {
      this.#expire(row);
      if (columns.flags[row % capacity] & RESPONSE) this.#response(row);
      else this.#query(row);
    }
  }

  #query(row: number): void {
    const hash = this.#hash(row, false);
    const before = this.#attemptBefore(hash, row);
    if (before >= 0) {
      if (this.#outcome(before) === OUTCOME.open) this.counts.retried++;
      this.#close(before, OUTCOME.retried);
    }
    if (this.#open.full) this.#forget(this.#open.oldest);
    const entry = this.#open.add(hash, row);
    if (this.#inTime === NONE) this.#inTime = entry;
  }

  /** The open query that `row` sends again; -1 where there is none. */
  #attemptBefore(hash: number, row: number): number {
    let looks = MAX_LOOKS;
    for (let entry = this.#open.find(hash); entry >= 0 && looks-- > 0; entry = this.#open.next(entry)) {
      if (this.#isRetry(this.#open.row(entry), row)) return entry;
    }
    return NONE;
  }

  #response(row: number): void {
    const store = this.#store;
    const entry = this.#queryOf(row);
    if (entry < 0) {
      store.outcome[row % store.capacity] = OUTCOME.unasked;
      this.counts.unasked++;
      return;
    }
    store.latency[row % store.capacity] = store.elapsedNs(this.#open.row(entry), row);
    store.outcome[row % store.capacity] = OUTCOME.paired;
    this.#close(entry, OUTCOME.paired);
    this.counts.paired++;
  }

  /** The open query that a response belongs to; -1 where there is none. */
  #queryOf(response: number): number {
    let elsewhere = -1;
    for (
      let entry = this.#open.find(this.#hash(response, true));
      entry >= 0;
      entry = this.#open.next(entry)
    ) {
      const query = this.#open.row(entry);
      if (!this.#answers(response, query)) continue;
      if (this.#sameInterface(response, query)) return entry;
      if (elsewhere < 0) elsewhere = entry;
    }
    return elsewhere;
  }

  /** Mirrored flow, same question, opposite direction, and not before the query. */
  #answers(response: number, query: number): boolean {
    const store = this.#store;
    const { columns: c, capacity } = store;
    const r = response % capacity;
    const q = query % capacity;
    return (
      c.netns[r] === c.netns[q] &&
      c.src_addr[r] === c.dst_addr[q] &&
      c.dst_addr[r] === c.src_addr[q] &&
      c.src_port[r] === c.dst_port[q] &&
      c.dst_port[r] === c.src_port[q] &&
      c.transport[r] === c.transport[q] &&
      c.id[r] === c.id[q] &&
      oppositeDirections(c.pkt_type[r], c.pkt_type[q]) &&
      (this.#sameQuestion(r, q) || this.#withoutQuestion(r)) &&
      store.elapsedNs(query, response) >= 0
    );
  }

  /** The same message at the same point again. */
  #isRetry(before: number, query: number): boolean {
    const store = this.#store;
    const { columns: c, capacity } = store;
    const a = before % capacity;
    const b = query % capacity;
    return (
      c.netns[a] === c.netns[b] &&
      c.src_addr[a] === c.src_addr[b] &&
      c.dst_addr[a] === c.dst_addr[b] &&
      c.src_port[a] === c.src_port[b] &&
      c.dst_port[a] === c.dst_port[b] &&
      c.transport[a] === c.transport[b] &&
      c.id[a] === c.id[b] &&
      (c.pkt_type[a] === OUTGOING) === (c.pkt_type[b] === OUTGOING) &&
      this.#sameInterface(before, query) &&
      this.#sameQuestion(a, b)
    );
  }

  #sameInterface(rowA: number, rowB: number): boolean {
    const { columns: c, capacity } = this.#store;
    const a = rowA % capacity;
    const b = rowB % capacity;
    return c.ifindex[a] === c.ifindex[b] && c.iface[a] === c.iface[b];
  }

  /** Names compare without case (RFC 4343); some resolvers vary it, and some servers do not give it back. */
  #sameQuestion(a: number, b: number): boolean {
    const { columns: c, text } = this.#store;
    if (c.qtype[a] !== c.qtype[b]) return false;
    return c.name[a] === c.name[b] || text.at(c.name[a]).toLowerCase() === text.at(c.name[b]).toLowerCase();
  }

  /** A server that could not read the question may leave it out. */
  #withoutQuestion(place: number): boolean {
    const { columns: c } = this.#store;
    return c.qtype[place] === 0 && c.name[place] === 0;
  }

  /** Of namespace, flow as the query has it, and ID; the question is compared later, as a response may lack it. */
  #hash(row: number, response: boolean): number {
    const { columns: c, capacity } = this.#store;
    const i = row % capacity;
    const ports = response ? (c.dst_port[i] << 16) | c.src_port[i] : (c.src_port[i] << 16) | c.dst_port[i];
    const client = response ? c.dst_addr[i] : c.src_addr[i];
    const server = response ? c.src_addr[i] : c.dst_addr[i];
    let hash = mix(ports, (c.id[i] << 8) | c.transport[i]);
    hash = mix(hash, client);
    hash = mix(hash, server);
    return mix(hash, c.netns[i]) >>> 0;
  }

  #outcome(entry: number): number {
    return this.#store.outcome[this.#open.row(entry) % this.#store.capacity];
  }

  /** Ends the wait of a query; one that timed out stays unanswered unless it was answered after all. */
  #close(entry: number, outcome: number): void {
    const store = this.#store;
    const timedOut = this.#outcome(entry) === OUTCOME.unanswered;
    if (!timedOut || outcome === OUTCOME.paired)
      store.outcome[this.#open.row(entry) % store.capacity] = outcome;
    this.#remove(entry);
  }

  #remove(entry: number): void {
    if (entry === this.#inTime) this.#inTime = this.#open.after(entry);
    this.#open.remove(entry);
  }

  #forget(entry: number): void {
    if (this.#open.row(entry) < this.#store.first || this.#outcome(entry) === OUTCOME.open)
      this.counts.forgotten++;
    this.#remove(entry);
  }

  /** Gives up, at the time of `row`, on queries that are too old. Rows come nearly in order of time. */
  #expire(row: number): void {
    const store = this.#store;
    const open = this.#open;
    while (open.oldest >= 0 && open.row(open.oldest) < store.first) this.#forget(open.oldest);
    while (this.#inTime >= 0 && store.elapsedNs(open.row(this.#inTime), row) > this.#timeoutNs) {
      store.outcome[open.row(this.#inTime) % store.capacity] = OUTCOME.unanswered;
      this.counts.unanswered++;
      this.#inTime = open.after(this.#inTime);
    }
    while (open.oldest >= 0 && store.elapsedNs(open.row(open.oldest), row) > this.#keepNs)
      this.#remove(open.oldest);
  }
}

/** A query that went out comes back in, and the reverse; where directions are unknown they are alike. */
function oppositeDirections(response: number, query: number): boolean {
  const UNKNOWN = 255;
  if (response === UNKNOWN || query === UNKNOWN) return response === query;
  return (response === OUTGOING) !== (query === OUTGOING);
}

/** One round of MurmurHash3's block mix. */
function mix(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
}
