// In: indices of addresses in the text dictionary. Out: their bytes.
import type { TextDictionary } from '../store/entries.ts';

/** Bytes of addresses, each parsed once for as long as its index means that address. */
export class Addresses {
  readonly #text: TextDictionary;
  #bytes: (Uint8Array | undefined)[] = [];
  #changes = 0;

  constructor(text: TextDictionary) {
    this.#text = text;
  }

  /** To be called before a run of rows: forgets indices that mean something else now. */
  refresh(): void {
    const told = this.#text.changedSince(this.#changes, (index) => {
      if (index < this.#bytes.length) this.#bytes[index] = undefined;
    });
    if (!told) this.#bytes = [];
    this.#changes = this.#text.changes;
  }

  /** 4 or 16 bytes. */
  bytes(index: number): Uint8Array {
    const known = this.#bytes[index];
    if (known !== undefined) return known;
    const bytes = addressBytes(this.#text.at(index));
    this.#bytes[index] = bytes;
    return bytes;
  }
}

/** The bytes of an address in text form (RFC 4291 2.2), without a zone. */
export function addressBytes(text: string): Uint8Array {
  if (!text.includes(':')) return Uint8Array.from(text.split('.'), Number);
  const [before, after] = text.replace(/[^:]+\.[^:]+$/, groupsOfV4).split('::');
  const head = groups(before);
  const tail = groups(after ?? '');
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  head.forEach((group, i) => {
    view.setUint16(2 * i, group);
  });
  tail.forEach((group, i) => {
    view.setUint16(16 - 2 * (tail.length - i), group);
  });
  return bytes;
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** `10.0.0.1` as `a00:1`. */
function groupsOfV4(text: string): string {
  const [a, b, c, d] = text.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
