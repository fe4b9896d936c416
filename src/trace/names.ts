// In: indices of names in the text dictionary. Out: which of them are the same name but for letter case.
import type { TextDictionary } from '../store/entries.ts';
import { nameHash } from './hash.ts';

/** Case-insensitive hashes of names, each computed once for as long as its index means that name. */
export class Names {
  readonly #text: TextDictionary;
  /** By index; 0 where not computed yet. */
  hashes = new Uint32Array(1024);
  #changes = 0;

  constructor(text: TextDictionary) {
    this.#text = text;
    this.#changes = text.changes;
  }

  /** To be called before a run of rows: forgets indices that mean another name now. */
  refresh(): void {
    if (this.hashes.length < this.#text.size) {
      const grown = new Uint32Array(Math.max(this.#text.size, this.hashes.length * 2));
      grown.set(this.hashes);
      this.hashes = grown;
    }
    const told = this.#text.changedSince(this.#changes, (index) => {
      this.hashes[index] = 0;
    });
    if (!told) this.hashes.fill(0);
    this.#changes = this.#text.changes;
  }

  hash(index: number): number {
    const known = this.hashes[index];
    if (known !== 0) return known | 0;
    this.hashes[index] = nameHash(this.#text.at(index));
    return this.hashes[index] | 0;
  }
}
