// In: a run of rows. Out: the hashes by which each is looked up.
import type { Store } from '../store/store.ts';
import { finish, mixA, mixB, startA, startB } from './hash.ts';
import type { Names } from './names.ts';
import { KEY } from './party.ts';
import type { Rows } from './rows.ts';
import { DNS_FLAG } from './sighting.ts';

/** The most rows of a run: what looking at them reads stays in a second-level cache until then. */
export const RUN_ROWS = 1024;

/** All is overwritten by the next run. Hashing many in one loop takes a third of the time of a call for each. */
export class Run {
  /** The rows are first..end-1. */
  first = 0;
  end = 0;
  /** How many messages they show; rows that follow each other may show one at several points. */
  messages = 0;
  /** By place in the run: which of the messages the row shows. */
  readonly messageOf = new Uint16Array(RUN_ROWS);
  /** By place in the run: a hash of the row's leg in 16 bits, never 0: one message on one flow in one network namespace. */
  readonly leg = new Uint16Array(RUN_ROWS);
  /** By message: the place in the run of the first row that shows it. */
  readonly shownBy = new Uint16Array(RUN_ROWS);
  /** By message: a hash of the name, letter case aside. */
  readonly name = new Int32Array(RUN_ROWS);
  /** By message: a hash of name, type and class. */
  readonly question = new Int32Array(RUN_ROWS);
  /** By message: the two hashes of its key, which is ID, transport and question. */
  readonly keyA = new Int32Array(RUN_ROWS);
  readonly keyB = new Int32Array(RUN_ROWS);
  readonly #store: Store;
  readonly #rows: Rows;
  readonly #names: Names;

  constructor(store: Store, rows: Rows, names: Names) {
    this.#store = store;
    this.#rows = rows;
    this.#names = names;
  }

  /** Hashes the rows first..end-1, at most RUN_ROWS, which the store keeps. */
  take(first: number, end: number): void {
    this.first = first;
    this.end = end;
    this.#findMessages();
    this.#hashMessages();
    this.#hashLegs();
  }

  /** The place in the store's columns of the first row that shows a message. */
  placeOf(message: number): number {
    return this.#rows.place(this.first + this.shownBy[message]);
  }

  #findMessages(): void {
    const { message, captured_length, transport } = this.#store.columns;
    let [bytes, length, over] = [-1, 0, 0];
    this.messages = 0;
    for (let n = 0; n < this.end - this.first; n++) {
      const place = this.#rows.place(this.first + n);
      const same = message[place] === bytes && captured_length[place] === length && transport[place] === over;
      if (!same || length === 0) {
        bytes = message[place];
        length = captured_length[place];
        over = transport[place];
        this.shownBy[this.messages++] = n;
      }
      this.messageOf[n] = this.messages - 1;
    }
  }

  #hashMessages(): void {
    const { name, qtype, qclass, id, transport } = this.#store.columns;
    for (let m = 0; m < this.messages; m++) {
      const place = this.placeOf(m);
      const nameHash = this.#names.hash(name[place]);
      const question = (Math.imul(nameHash, 0x9e3779b1) + qtype[place] * 65537 + qclass[place] * 8191) | 0;
      const word = (id[place] << 8) | transport[place];
      this.name[m] = nameHash;
      this.question[m] = question;
      this.keyA[m] = finish(mixA(mixA(startA(KEY.message), word), question));
      this.keyB[m] = finish(mixB(mixB(startB(KEY.message), word), question));
    }
  }

  #hashLegs(): void {
    const { flags, netns, src_addr, src_port, dst_addr, dst_port } = this.#store.columns;
    for (let n = 0; n < this.end - this.first; n++) {
      const place = this.#rows.place(this.first + n);
      const response = (flags[place] & DNS_FLAG.response) !== 0;
      const client = response ? dst_addr[place] : src_addr[place];
      const server = response ? src_addr[place] : dst_addr[place];
      const ports = response
        ? (dst_port[place] << 16) | src_port[place]
        : (src_port[place] << 16) | dst_port[place];
      const inNetns = mixA(startA(KEY.leg), netns[place]);
      this.leg[n] = finish(mixA(mixA(mixA(inNetns, client), server), ports)) >>> 16 || 1;
    }
  }
}
