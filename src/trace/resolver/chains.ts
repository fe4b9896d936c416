// In: numbers under pairs of hashes, one after another. Out: those under a pair, newest first; the oldest fall out.

const WORDS = 4; // of an entry: two hashes, value, and the entry before it whose first hash ends alike
// So many that must stay are carried on for one that comes; where more must, there is too little room.
const MAX_CARRIED = 8;
// Of the room, what was carried on in a turn where there is too little, or too much.
const CROWDED = 1 / 4;
const SPARSE = 1 / 32;

/**
 * A ring of entries, chained by hash. Entries have numbers that count up in 32 bits, 0 is none. What must stay when its
 * place is needed is carried on as if it were new; then the ring grows, and shrinks again.
 */
export class Chains {
  readonly #fewest: number;
  readonly #most: number;
  readonly #keep: (value: number) => boolean;
  #entries: Int32Array;
  #heads: Int32Array;
  #mask: number;
  #next = 1;
  #carried = 0;

  /** Room for `fewest` to `most` entries, powers of 2; `keep` says whether one with this value must stay. */
  constructor(fewest: number, most: number, keep: (value: number) => boolean) {
    this.#fewest = fewest;
    this.#most = most;
    this.#keep = keep;
    this.#mask = fewest - 1;
    this.#entries = new Int32Array(fewest * WORDS);
    this.#heads = new Int32Array(fewest);
  }

  /** How many entries there is room for. */
  get room(): number {
    return this.#mask + 1;
  }

  /** The entry that was added last. */
  get last(): number {
    return (this.#next - 1) | 0;
  }

  /** The newest entry with these hashes, 0 where there is none. */
  newest(a: number, b: number): number {
    return this.#seek(this.#heads[a & this.#mask], a, b, 0);
  }

  /** The next older entry with the hashes of this one, 0 where there is none. */
  older(entry: number): number {
    const at = this.#at(entry);
    return this.#seek(this.#entries[at + 3], this.#entries[at], this.#entries[at + 1], this.age(entry));
  }

  value(entry: number): number {
    return this.#entries[this.#at(entry) + 2] >>> 0;
  }

  /** Its first hash. */
  hash(entry: number): number {
    return this.#entries[this.#at(entry)];
  }

  /** How many were added since, itself included. */
  age(entry: number): number {
    return (this.#next - entry) >>> 0;
  }

  /** `value` must not be 0. */
  add(a: number, b: number, value: number): void {
    let [comingA, comingB, coming] = [a, b, value];
    for (let n = 0; ; n++) {
      const at = this.#at(this.#next);
      const goingA = this.#entries[at];
      const goingB = this.#entries[at + 1];
      const going = this.#entries[at + 2];
      this.#put(comingA, comingB, coming);
      if (going === 0 || !this.#keep(going >>> 0)) break;
      this.#carried++;
      if (n === MAX_CARRIED) {
        if (this.room === this.#most) break;
        this.#resize(2 * this.room);
      }
      comingA = goingA;
      comingB = goingB;
      coming = going;
    }
    if ((this.#next & this.#mask) === 0) this.#fit();
  }

  #at(entry: number): number {
    return (entry & this.#mask) * WORDS;
  }

  /** From `entry` on, which must be older than `age`, to the first with these hashes. */
  #seek(entry: number, a: number, b: number, age: number): number {
    let [n, last] = [entry, age];
    for (;;) {
      const older = this.age(n);
      if (n === 0 || older <= last || older > this.#mask + 1) return 0;
      const at = this.#at(n);
      if (this.#entries[at] === a && this.#entries[at + 1] === b) return n;
      n = this.#entries[at + 3];
      last = older;
    }
  }

  #put(a: number, b: number, value: number): void {
    const at = this.#at(this.#next);
    const head = a & this.#mask;
    this.#entries[at] = a;
    this.#entries[at + 1] = b;
    this.#entries[at + 2] = value;
    this.#entries[at + 3] = this.#heads[head];
    this.#heads[head] = this.#next;
    this.#next = (this.#next + 1) | 0 || 1;
  }

  /** At the end of a turn: gives the ring the room it needs. */
  #fit(): void {
    const carried = this.#carried / this.room;
    this.#carried = 0;
    if (carried > CROWDED && this.room < this.#most) this.#resize(2 * this.room);
    else if (carried < SPARSE && this.room > this.#fewest && this.#kept() < this.room / 4)
      this.#resize(this.room / 2);
  }

  #kept(): number {
    let kept = 0;
    for (let at = 2; at < this.#entries.length; at += WORDS) {
      const value = this.#entries[at];
      if (value !== 0 && this.#keep(value >>> 0)) kept++;
    }
    return kept;
  }

  /** Makes a ring of another size with what must stay. */
  #resize(room: number): void {
    const entries = this.#entries;
    const mask = this.#mask;
    const oldest = this.#next;
    this.#mask = room - 1;
    this.#entries = new Int32Array(room * WORDS);
    this.#heads = new Int32Array(room);
    this.#next = 1;
    this.#carried = 0;
    for (let n = 0; n <= mask; n++) {
      const at = ((oldest + n) & mask) * WORDS;
      const value = entries[at + 2];
      if (value !== 0 && this.#keep(value >>> 0)) this.#put(entries[at], entries[at + 1], value);
    }
  }
}
