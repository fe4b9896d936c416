// In: rows of queries under a hash. Out: those still open, by hash and from the oldest, within a bound.

const NONE = -1;

/** Queries that wait for a response: hash chains for lookup, a list in order of arrival for eviction. No objects. */
export class OpenQueries {
  /** Entries in use. */
  size = 0;
  /** The entry that came first; -1 where there is none. */
  oldest = NONE;
  #newest = NONE;
  #free = NONE;
  readonly #mask: number;
  readonly #buckets: Int32Array;
  /** The next older entry of the bucket; for a free entry the next free one. */
  readonly #chain: Int32Array;
  /** The next newer entry of the bucket. */
  readonly #back: Int32Array;
  readonly #older: Int32Array;
  readonly #newer: Int32Array;
  readonly #hashes: Uint32Array;
  readonly #rows: Float64Array;
  readonly #places: Uint32Array;

  constructor(readonly limit: number) {
    const buckets = 2 ** Math.ceil(Math.log2(2 * limit));
    this.#mask = buckets - 1;
    this.#buckets = new Int32Array(buckets).fill(NONE);
    this.#chain = new Int32Array(limit);
    this.#back = new Int32Array(limit);
    this.#older = new Int32Array(limit);
    this.#newer = new Int32Array(limit);
    this.#hashes = new Uint32Array(limit);
    this.#rows = new Float64Array(limit);
    this.#places = new Uint32Array(limit);
    for (let entry = limit - 1; entry >= 0; entry--) this.#release(entry);
  }

  get full(): boolean {
    return this.#free === NONE;
  }

  row(entry: number): number {
    return this.#rows[entry];
  }

  /** The place of the row in the store's columns. */
  place(entry: number): number {
    return this.#places[entry];
  }

  /** The newest entry with that hash; -1 where there is none. */
  find(hash: number): number {
    return this.#sameHash(this.#buckets[hash & this.#mask], hash);
  }

  /** The next older entry with the hash of `entry`. */
  next(entry: number): number {
    return this.#sameHash(this.#chain[entry], this.#hashes[entry]);
  }

  /** The entry that came next after `entry`; -1 where it is the newest. */
  after(entry: number): number {
    return this.#newer[entry];
  }

  /** Adds a row as the newest and returns its entry; not when full. */
  add(hash: number, row: number, place: number): number {
    const entry = this.#free;
    this.#free = this.#chain[entry];
    this.#hashes[entry] = hash;
    this.#rows[entry] = row;
    this.#places[entry] = place;
    this.#chainFirst(hash & this.#mask, entry);
    this.#older[entry] = this.#newest;
    this.#newer[entry] = NONE;
    if (this.#newest === NONE) this.oldest = entry;
    else this.#newer[this.#newest] = entry;
    this.#newest = entry;
    this.size++;
    return entry;
  }

  remove(entry: number): void {
    this.#unchain(entry);
    const older = this.#older[entry];
    const newer = this.#newer[entry];
    if (older === NONE) this.oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NONE) this.#newest = older;
    else this.#older[newer] = older;
    this.#release(entry);
    this.size--;
  }

  #sameHash(entry: number, hash: number): number {
    let at = entry;
    while (at !== NONE && this.#hashes[at] !== hash) at = this.#chain[at];
    return at;
  }

  #chainFirst(bucket: number, entry: number): void {
    const first = this.#buckets[bucket];
    this.#chain[entry] = first;
    this.#back[entry] = NONE;
    if (first !== NONE) this.#back[first] = entry;
    this.#buckets[bucket] = entry;
  }

  #unchain(entry: number): void {
    const next = this.#chain[entry];
    const back = this.#back[entry];
    if (back === NONE) this.#buckets[this.#hashes[entry] & this.#mask] = next;
    else this.#chain[back] = next;
    if (next !== NONE) this.#back[next] = back;
  }

  /** Free entries are chained, too. */
  #release(entry: number): void {
    this.#chain[entry] = this.#free;
    this.#free = entry;
  }
}
