// In: a row whose leg is new. Out: the transaction it continues: crossing a namespace, translated, or asked again.
import type { Store } from '../store/store.ts';
import { KeyHash } from './hash.ts';
import type { Index } from './index.ts';
import type { Names } from './names.ts';
import type { Parties } from './party.ts';
import type { Rows } from './rows.ts';
import { PKT, type Sighting, UDP } from './sighting.ts';
import { MARK, type Transactions } from './transactions.ts';

// A message takes microseconds from point to point; a queue on the way may hold it back.
const CROSSING_NS = 1e9;
const SKEW_NS = 2e6;
const OVER_NS = 50e6;
// No resolver gives a server less time before it asks the same one again from another socket.
const NEW_SOCKET_NS = 200e6;
const RETRY_NS = 30e9;
const ID_BITS = 13;
const MAX_ROUTERS = 8;
const MAX_CANDIDATES = 32;
const MAX_ROWS_BACK = 12;

/** Finds transactions by what survives translation: ID and transport, question, bytes, IP identification, hop limit. */
export class Rejoin {
  /** The newest by the low bits of its ID alone; TCP behind UDP. */
  readonly #newestOfId = new Uint32Array(2 << ID_BITS);
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #names: Names;
  readonly #index: Index;
  readonly #parties: Parties;
  readonly #key = new KeyHash();
  /** The newest transaction with the message that was met; older ones by `sameMessage`. */
  #newest = 0;
  /** Whether another transaction fitted the last row found as well. */
  doubtful = false;

  constructor(
    store: Store,
    rows: Rows,
    transactions: Transactions,
    names: Names,
    parties: Parties,
    index: Index,
  ) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#names = names;
    this.#parties = parties;
    this.#index = index;
  }

  /** Makes the new transaction that was met findable. */
  remember(transaction: number, s: Sighting): void {
    const at = this.#transactions.at(transaction);
    let older = this.#newest;
    while (this.#isOver(older, s.timeNs))
      older = this.#transactions.sameMessage[this.#transactions.at(older)];
    this.#transactions.sameMessage[at] = older;
    this.#newest = transaction;
    this.#index.exchange(this.#key.a, this.#key.b, transaction);
    const idSlot = idSlotOf(s);
    this.#transactions.sameId[at] = this.#newestOfId[idSlot];
    this.#newestOfId[idSlot] = transaction;
  }

  /** The transaction of which `s` is the same message at another point, or 0. */
  crossing(s: Sighting): number {
    return this.#best(s, s.isQuery ? this.#scoreQuery : this.#scoreResponse);
  }

  /** The transaction whose asker sends its query again, to another server or from another socket, or 0. */
  attempt(s: Sighting): number {
    if (s.pktType !== PKT.outgoing && s.pktType !== PKT.unknown) return 0;
    return this.#best(s, this.#scoreAttempt);
  }

  /** The transaction that a response without question belongs to (servers may leave it out of an error), or 0. */
  withoutQuestion(s: Sighting): number {
    let t = this.#newestOfId[idSlotOf(s)];
    for (let n = 0; n < MAX_CANDIDATES && this.#transactions.alive(t); n++) {
      if (this.#sameId(s, t) && this.#hasLeg(s, t)) return t;
      t = this.#transactions.sameId[this.#transactions.at(t)];
    }
    return 0;
  }

  /** Whether one of the newest queries of a transaction was seen here between the ends of `s`. */
  #hasLeg(s: Sighting, t: number): boolean {
    let row = this.#transactions.newestRow(t);
    for (let n = 0; n < MAX_ROWS_BACK && row >= 0; n++) {
      if (this.#isQuery(row) && this.#sameNetns(s, row) && this.#sharedEnds(s, row) === 3) return true;
      row = this.#transactions.rowBefore(row);
    }
    return false;
  }

  /**
   * Looks up the transactions with the ID, transport and question of `s`; the searches below are about `s` then. The one
   * among them that was seen on the leg of `s` with this hash, or 0.
   */
  meet(s: Sighting, leg: number): number {
    if (!s.again) this.#findNewest(s);
    let t = this.#newest;
    for (let n = 0; n < MAX_CANDIDATES && this.#transactions.alive(t); n++) {
      if (this.#transactions.hasLeg(t, leg)) return t;
      t = this.#transactions.sameMessage[this.#transactions.at(t)];
    }
    return 0;
  }

  #findNewest(s: Sighting): void {
    this.#parties.message(this.#key, s);
    this.#newest = this.#index.get(this.#key.a, this.#key.b);
  }

  /** Whether a transaction was answered so long ago that nothing more of it is on its way. */
  #isOver(t: number, nowNs: number): boolean {
    if (!this.#transactions.alive(t)) return false;
    if ((this.#transactions.flags[this.#transactions.at(t)] & MARK.responded) === 0) return false;
    return nowNs - this.#rows.timeOf(this.#transactions.newestRow(t)) > OVER_NS;
  }

  #best(s: Sighting, score: (s: Sighting, transaction: number) => number): number {
    let best = 0;
    let bestScore = 0;
    this.doubtful = false;
    let t = this.#newest;
    for (let n = 0; n < MAX_CANDIDATES && this.#transactions.alive(t); n++) {
      const points = score.call(this, s, t);
      if (points > bestScore) {
        best = t;
        bestScore = points;
        this.doubtful = false;
      } else if (points > 0 && points === bestScore) {
        const been = this.#visited(s, best);
        this.doubtful = been === this.#visited(s, t);
        if (been && !this.doubtful) best = t;
      }
      t = this.#transactions.sameMessage[this.#transactions.at(t)];
    }
    return best;
  }

  #sameId(s: Sighting, t: number): boolean {
    return this.#store.columns.id[this.#rows.place(this.#transactions.newestRow(t))] === s.id;
  }

  #scoreQuery(s: Sighting, t: number): number {
    const at = this.#transactions.at(t);
    if (this.#transactions.question[this.#transactions.place(t)] !== s.question) return 0;
    if ((this.#transactions.flags[at] & (MARK.responded | MARK.unasked)) !== 0) return 0;
    const last = this.#transactions.newestRow(t);
    if (!this.#samePacket(s, last)) return 0;
    if (s.pktType === PKT.outgoing && s.process !== 0 && !this.#maySend(s, t, last)) return 0;
    const ends = this.#endsInCommon(s, last);
    if (ends === 0 && !this.#bothTranslated(s, last)) return 0;
    if (
      !this.#sameBytes(s.row, last) ||
      !this.#names.same(s.name, this.#store.columns.name[this.#rows.place(last)])
    )
      return 0;
    return ends === 3 ? 3 : ends > 0 ? 2 : 1;
  }

  /** A packet with a sender in this namespace begins here: it continues nothing but copies of itself. */
  #maySend(s: Sighting, t: number, last: number): boolean {
    const { process, ip_id } = this.#store.columns;
    const sender = process[this.#rows.place(this.#transactions.attempt(t))];
    if (sender === 0) return s.timeNs <= this.#rows.timeOf(last) && this.#sharedEnds(s, last) === 3;
    return sender === s.process && ip_id[s.place] !== 0 && this.#sameNetns(s, last);
  }

  #scoreResponse(s: Sighting, t: number): number {
    if (this.#transactions.question[this.#transactions.place(t)] !== s.question) return 0;
    const last = this.#transactions.newestRow(t);
    if (!this.#isQuery(last) && this.#samePacket(s, last) && this.#sameBytes(s.row, last)) {
      const ends = this.#endsInCommon(s, last);
      if (ends > 0) return ends === 3 ? 6 : 5;
    }
    for (let row = last, n = 0; row >= 0 && n < MAX_ROWS_BACK; n++) {
      if (this.#isQuery(row) && (this.#sharedEnds(s, row) & 1) !== 0) return this.#sameNetns(s, row) ? 4 : 3;
      row = this.#transactions.rowBefore(row);
    }
    return 0;
  }

  #scoreAttempt(s: Sighting, t: number): number {
    const at = this.#transactions.at(t);
    const before = this.#transactions.attempt(t);
    if (this.#transactions.question[this.#transactions.place(t)] !== s.question || before < this.#store.first)
      return 0;
    const age = s.timeNs - this.#transactions.attemptNs(t);
    if (age < 0 || age > RETRY_NS || (this.#transactions.flags[at] & MARK.ended) !== 0) return 0;
    if ((this.#transactions.flags[at] & MARK.responded) !== 0 && !this.#failed(t)) return 0;
    const c = this.#store.columns;
    const place = this.#rows.place(before);
    if (!this.#sameNetns(s, before) || !this.#sameSender(s, place)) return 0;
    if (c.pkt_type[place] !== s.pktType) return 0;
    const otherServer = c.dst_addr[place] !== s.server;
    return otherServer || age >= NEW_SOCKET_NS ? 1 : 0;
  }

  #failed(t: number): boolean {
    const rcode = this.#store.columns.rcode[this.#rows.place(this.#transactions.newestRow(t))];
    return rcode !== 0 && rcode !== 3;
  }

  #sameSender(s: Sighting, place: number): boolean {
    const c = this.#store.columns;
    if (s.process === 0 || c.process[place] === 0) return c.src_addr[place] === s.client;
    const { processes } = this.#store;
    return (
      s.process === c.process[place] || processes.at(s.process).pid === processes.at(c.process[place]).pid
    );
  }

  /** Whether the network layer allows `s` to be the packet of `last` further on: time, identification, hop limit. */
  #samePacket(s: Sighting, last: number): boolean {
    const c = this.#store.columns;
    const place = this.#rows.place(last);
    const elapsed = s.timeNs - this.#rows.timeOf(last);
    if (elapsed < -SKEW_NS || elapsed > CROSSING_NS) return false;
    if (c.ip_version[place] !== c.ip_version[s.place]) return false;
    if (s.transport === UDP && c.ip_id[place] !== c.ip_id[s.place]) return false;
    const routers = c.hop_limit[place] - c.hop_limit[s.place];
    return (routers >= 0 || elapsed <= 0) && Math.abs(routers) <= MAX_ROUTERS;
  }

  /** Client and server both replaced (service and masquerade) leaves only the packet itself to go by. */
  #bothTranslated(s: Sighting, last: number): boolean {
    const c = this.#store.columns;
    const marked = s.transport === UDP && c.ip_id[s.place] !== 0;
    return this.#sameNetns(s, last) && (marked || s.timeNs - this.#rows.timeOf(last) < SKEW_NS);
  }

  /** Ends that `s` shares with the newest rows of the same direction: 1 client, 2 server, 3 both. */
  #endsInCommon(s: Sighting, last: number): number {
    let most = 0;
    for (let row = last, n = 0; row >= 0 && n < MAX_ROWS_BACK && most < 3; n++) {
      if (this.#isQuery(row) !== s.isQuery) break;
      most = Math.max(most, this.#sharedEnds(s, row));
      row = this.#transactions.rowBefore(row);
    }
    return most;
  }

  #sharedEnds(s: Sighting, row: number): number {
    const c = this.#store.columns;
    const place = this.#rows.place(row);
    const query = this.#isQuery(row);
    const client = query ? c.src_addr[place] : c.dst_addr[place];
    const clientPort = query ? c.src_port[place] : c.dst_port[place];
    const server = query ? c.dst_addr[place] : c.src_addr[place];
    const serverPort = query ? c.dst_port[place] : c.src_port[place];
    return (
      (client === s.client && clientPort === s.clientPort ? 1 : 0) |
      (server === s.server && serverPort === s.serverPort ? 2 : 0)
    );
  }

  /** Whether the newest rows of a transaction have been at this very point already. */
  #visited(s: Sighting, t: number): boolean {
    const c = this.#store.columns;
    for (let row = this.#transactions.newestRow(t), n = 0; row >= 0 && n < MAX_ROWS_BACK; n++) {
      const place = this.#rows.place(row);
      const here = c.netns[place] === s.netns && c.ifindex[place] === c.ifindex[s.place];
      if (here && c.pkt_type[place] === s.pktType && s.timeNs - this.#rows.timeOf(row) < CROSSING_NS)
        return true;
      row = this.#transactions.rowBefore(row);
    }
    return false;
  }

  #sameBytes(a: number, b: number): boolean {
    const { message, captured_length } = this.#store.columns;
    const x = this.#rows.place(a);
    const y = this.#rows.place(b);
    if (captured_length[x] !== captured_length[y]) return false;
    return message[x] === message[y] || Buffer.compare(this.#store.message(a), this.#store.message(b)) === 0;
  }

  #sameNetns(s: Sighting, row: number): boolean {
    return this.#store.columns.netns[this.#rows.place(row)] === s.netns;
  }

  #isQuery(row: number): boolean {
    return (this.#store.columns.flags[this.#rows.place(row)] & 0x8000) === 0;
  }
}

function idSlotOf(s: Sighting): number {
  const low = s.id & ((1 << ID_BITS) - 1);
  return s.transport === UDP ? low : low | (1 << ID_BITS);
}
