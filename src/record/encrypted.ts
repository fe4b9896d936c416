// In: rows as they are written. Out: the part of their comments that tells of encrypted packets seen since the row before.
import { remarkItem } from '../identity/remark.ts';
import type { Moment } from '../store/encrypted.ts';
import type { Store } from '../store/store.ts';

/** A comment has room for 65,535 bytes, and says other things, too. */
const MOST = 300;
const NOTHING = new Uint8Array(0);

/** Follows the rows in their order. */
export class EncryptedRemarks {
  readonly #store: Store;
  #told: Moment | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Of the packets up to the time of the row at `place`, the newest; none before the first row. */
  item(place: number): Uint8Array {
    const { encrypted, columns } = this.#store;
    if (encrypted.told === 0) return NOTHING;
    const now = { seconds: columns.time_s[place], nanoseconds: columns.time_ns[place] };
    const packets = this.#told === undefined ? [] : encrypted.between(this.#told, now);
    this.#told = now;
    if (packets.length === 0) return NOTHING;
    const texts = packets.slice(-MOST).map((packet) => encrypted.fields(packet).join(' '));
    return Buffer.from(remarkItem('encrypted', texts.join(',')));
  }
}
