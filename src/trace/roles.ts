// In: queries as they are seen. Out: who has asked anything, and who was asked anything: most asked nobody, or were never.
import type { Store } from '../store/store.ts';
import { PKT, type Sighting } from './sighting.ts';
import type { Transactions } from './transactions.ts';

const ASKED = 1;
const WAS_ASKED = 2;

/**
 * A quick no before a search for links; a yes may be wrong. By index of the dictionaries, so what another name or
 * namespace did under the same index before counts as well.
 */
export class Roles {
  readonly #store: Store;
  addresses = new Uint8Array(1024);
  netns = new Uint8Array(64);

  constructor(store: Store) {
    this.#store = store;
  }

  /** To be called before a run of rows. */
  refresh(): void {
    this.addresses = grown(this.addresses, this.#store.text.size);
    this.netns = grown(this.netns, this.#store.netns.size);
  }

  /** Whether the sender of the query `s` may have been asked something before. */
  wasAsked(s: Sighting): boolean {
    return ((this.addresses[s.client] | this.netns[s.netns]) & WAS_ASKED) !== 0;
  }

  /** Whether a transaction's query got to where it may have been received, by one who asks others. */
  mayAskOn(t: Transactions, transaction: number): boolean {
    const { atPacket, atAddress, atNetns } = t;
    const at = t.at(transaction);
    if (atPacket[at] !== PKT.host && atPacket[at] !== PKT.unknown) return false;
    return ((this.addresses[atAddress[at]] | this.netns[atNetns[t.place(transaction)]]) & ASKED) !== 0;
  }
}

function grown(bits: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  if (bits.length >= size) return bits;
  const larger = new Uint8Array(Math.max(size, 2 * bits.length));
  larger.set(bits);
  return larger;
}
