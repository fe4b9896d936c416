// In: rows as they are written. Out: the part of their comments that tells of encrypted packets seen since the row before.
import { remarkItem } from '../identity/remark.ts';
import type { Store } from '../store/store.ts';

/** A comment has room for 65,535 bytes, and says other things, too. */
const MOST = 300;
const NOTHING = new Uint8Array(0);

/** Follows the rows in their order. */
export class EncryptedRemarks {
  readonly #store: Store;
  #seconds = 0;
  #nanoseconds = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Of the packets up to the time of the row at `place`, the newest; none before the first row. */
  item(place: number): Uint8Array {
    const { encrypted, columns } = this.#store;
    const [seconds, nanoseconds] = [this.#seconds, this.#nanoseconds];
    this.#seconds = columns.time_s[place];
    this.#nanoseconds = columns.time_ns[place];
    if (encrypted.told === 0 || seconds === 0) return NOTHING;
    const now = { seconds: this.#seconds, nanoseconds: this.#nanoseconds };
    const packets = encrypted.between({ seconds, nanoseconds }, now);
    if (packets.length === 0) return NOTHING;
    const texts = packets.slice(-MOST).map((packet) => encrypted.fields(packet).join(' '));
    return Buffer.from(remarkItem('encrypted', texts.join(',')));
  }
}
