// In: a response and its transaction. Out: answered, late, second, or from an address that was not asked.
import type { Store } from '../store/store.ts';
import type { Ends } from './ends.ts';
import type { Rows } from './rows.ts';
import { DNS_FLAG, PKT, type Sighting } from './sighting.ts';
import { MARK, STATE, type Transactions } from './transactions.ts';

const MAX_ROWS_BACK = 64;

export class Arrivals {
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #transactions: Transactions;
  readonly #ends: Ends;

  constructor(store: Store, rows: Rows, transactions: Transactions, ends: Ends) {
    this.#store = store;
    this.#rows = rows;
    this.#transactions = transactions;
    this.#ends = ends;
  }

  /** Judges a response that is back where its query began. */
  judge(transaction: number, s: Sighting): void {
    const t = this.#transactions;
    const at = t.at(transaction);
    if (t.askerNetns[at] !== s.netns || t.askerAddress[at] !== s.client || t.attempts[at] === 0) return;
    if (t.ports[at] >>> 16 !== s.clientPort) return;
    const leaving = t.askerPacket[at] === PKT.outgoing;
    if (s.pktType !== PKT.unknown && leaving === (s.pktType === PKT.outgoing)) return;
    const rightSource = t.serverAddress[at] === s.server && (t.ports[at] & 0xffff) === s.serverPort;
    if (!rightSource && !this.#wasAsked(transaction, s)) t.flags[at] |= MARK.wrongSource;
    else if (t.state[at] === STATE.pending) this.#answered(transaction, s);
    else if (t.state[at] === STATE.timeout) t.flags[at] |= MARK.late;
    else if (this.#arrivedBefore(transaction, s)) t.flags[at] |= MARK.second;
  }

  #answered(transaction: number, s: Sighting): void {
    this.#transactions.answerRow[this.#transactions.at(transaction)] = s.row;
    this.#ends.answered(transaction, s.timeNs);
  }

  /** Whether an earlier attempt went to the server that this response comes from. */
  #wasAsked(transaction: number, s: Sighting): boolean {
    const c = this.#store.columns;
    const outgoing = this.#transactions.askerPacket[this.#transactions.at(transaction)];
    return this.#hasRow(transaction, (place) => {
      const query = (c.flags[place] & DNS_FLAG.response) === 0;
      const point = query && c.netns[place] === s.netns && c.pkt_type[place] === outgoing;
      return point && c.dst_addr[place] === s.server && c.dst_port[place] === s.serverPort;
    });
  }

  /** Whether a response was at this very point before. */
  #arrivedBefore(transaction: number, s: Sighting): boolean {
    const c = this.#store.columns;
    return this.#hasRow(transaction, (place) => {
      const response = place !== s.place && (c.flags[place] & DNS_FLAG.response) !== 0;
      const point = response && c.netns[place] === s.netns && c.ifindex[place] === c.ifindex[s.place];
      return point && c.pkt_type[place] === s.pktType;
    });
  }

  #hasRow(transaction: number, test: (place: number) => boolean): boolean {
    let row = this.#transactions.newestRow(transaction);
    for (let n = 0; n < MAX_ROWS_BACK && row >= 0; n++) {
      if (test(this.#rows.place(row))) return true;
      row = this.#transactions.rowBefore(row);
    }
    return false;
  }
}
