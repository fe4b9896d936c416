// In: keys as two hashes, and a number for each. Out: the number last set for a key, while it is young or kept.
import { alignedMemory, LINE_WORDS } from './lines.ts';

const BUCKET_WORDS = LINE_WORDS;
const SLOT_WORDS = 3; // hash a, hash b, value; 0 where there is none
const SLOTS = 5; // of a bucket; its last word says whether keys went on to the next
const PROBES = 8;
// The smallest stays in a second-level cache, next to the newest rows.
const MIN_BUCKETS = 1 << 12;
const MAX_BUCKETS = 1 << 20;
// A key that went on costs another line: so many of the buckets may have sent one on.
const SPILLED = 1 / 8;
const NO_ROOM = -1;
// Of the room, what must stay.
const CROWDED = 1 / 2;
// One of so many buckets tells of all.
const SAMPLE = 16;
const SPARSE = 1 / 16;

/**
 * A bounded map without deletion: a key is found within one line of memory, nearly always. A new key takes the place of
 * the oldest in its bucket that need not be kept, and the map grows when there is none. Numbers count up in 32 bits.
 */
export class Index {
  readonly #keep: (value: number) => boolean;
  #table = new Table(MIN_BUCKETS);
  #setSince = 0;

  /** `keep` says whether an entry with this value must stay. */
  constructor(keep: (value: number) => boolean) {
    this.#keep = keep;
  }

  /** The value set for the key, 0 where there is none. */
  get(a: number, b: number): number {
    return this.#table.get(a, b);
  }

  /** Whether it has no more room than it begins with. */
  get isSmallest(): boolean {
    return this.#table.buckets === MIN_BUCKETS;
  }

  /** All of it: a bucket is 16 words; which is that of a key follows from their number (native/core/prefetch.cc). */
  get words(): Int32Array {
    return this.#table.words;
  }

  /** Sets the value for the key; must not be 0. Gives the one before, 0 where there was none. */
  exchange(a: number, b: number, value: number): number {
    for (;;) {
      const before = this.#table.exchange(a, b, value, this.#keep);
      if (before === NO_ROOM && this.#table.buckets < MAX_BUCKETS) {
        this.#copy(2);
        continue;
      }
      if (before === NO_ROOM) this.#table.replace(a, b, value);
      if (++this.#setSince >= SLOTS * this.#table.buckets) this.#tidy();
      return before === NO_ROOM ? 0 : before;
    }
  }

  /** Now and then: makes the map larger where many must stay, and smaller where few do. */
  #tidy(): void {
    this.#setSince = 0;
    const { buckets, spilled } = this.#table;
    if (buckets === MIN_BUCKETS && spilled <= buckets * SPILLED) return;
    const kept = this.#table.keptPart(this.#keep);
    if (kept > CROWDED && buckets < MAX_BUCKETS) this.#copy(2);
    else if (kept < SPARSE && buckets > MIN_BUCKETS) this.#copy(1 / 2);
    else if (spilled > buckets * SPILLED) this.#copy(1);
  }

  #copy(factor: number): void {
    this.#table = this.#table.copied(this.#table.buckets * factor, this.#keep);
    this.#setSince = 0;
  }
}

class Table {
  readonly buckets: number;
  /** Buckets from which keys went on to the next. */
  spilled = 0;
  readonly words: Int32Array<ArrayBuffer>;
  readonly #mask: number;
  readonly #shift: number;

  /** `buckets`: a power of 2. */
  constructor(buckets: number) {
    this.buckets = buckets;
    const { memory, start } = alignedMemory(buckets * BUCKET_WORDS);
    this.words = new Int32Array(memory, start);
    this.#mask = buckets * BUCKET_WORDS - 1;
    this.#shift = 32 - Math.log2(buckets);
  }

  get(a: number, b: number): number {
    const words = this.words;
    for (let at = this.#home(a, b), n = 0; n < PROBES; n++, at = (at + BUCKET_WORDS) & this.#mask) {
      if (words[at] === a && words[at + 1] === b) return words[at + 2] >>> 0;
      if (words[at + 3] === a && words[at + 4] === b) return words[at + 5] >>> 0;
      if (words[at + 6] === a && words[at + 7] === b) return words[at + 8] >>> 0;
      if (words[at + 9] === a && words[at + 10] === b) return words[at + 11] >>> 0;
      if (words[at + 12] === a && words[at + 13] === b) return words[at + 14] >>> 0;
      if (words[at + 15] === 0) return 0;
    }
    return 0;
  }

  /** NO_ROOM where there is none near enough. */
  exchange(a: number, b: number, value: number, keep: (value: number) => boolean): number {
    const words = this.words;
    const home = this.#home(a, b);
    let free = -1;
    for (let bucket = home, n = 0; n < PROBES; n++, bucket = (bucket + BUCKET_WORDS) & this.#mask) {
      const end = bucket + SLOTS * SLOT_WORDS;
      for (let at = bucket; at < end; at += SLOT_WORDS) {
        if (words[at] !== a || words[at + 1] !== b) continue;
        const before = words[at + 2];
        words[at + 2] = value;
        return before >>> 0;
      }
      if (free < 0) free = this.#free(bucket, value, keep);
      if (words[end] === 0) {
        if (free >= 0) break;
        words[end] = 1;
        this.spilled++;
      }
    }
    if (free < 0) return NO_ROOM;
    words[free] = a;
    words[free + 1] = b;
    words[free + 2] = value;
    return 0;
  }

  /** Sets a key in place of the oldest in its bucket. */
  replace(a: number, b: number, value: number): void {
    const at = this.#free(this.#home(a, b), value, () => false);
    this.words[at] = a;
    this.words[at + 1] = b;
    this.words[at + 2] = value;
  }

  /** A free place in a bucket, or that of the oldest where it need not be kept, or of any other; -1 where all must. */
  #free(bucket: number, value: number, keep: (value: number) => boolean): number {
    const words = this.words;
    let oldest = bucket;
    let most = -1;
    for (let at = bucket; at < bucket + SLOTS * SLOT_WORDS; at += SLOT_WORDS) {
      if (words[at + 2] === 0) return at;
      const age = (value - words[at + 2]) | 0;
      if (age <= most) continue;
      oldest = at;
      most = age;
    }
    if (!keep(words[oldest + 2] >>> 0)) return oldest;
    for (let at = bucket; at < bucket + SLOTS * SLOT_WORDS; at += SLOT_WORDS)
      if (!keep(words[at + 2] >>> 0)) return at;
    return -1;
  }

  /** Which part of the room is taken by what must stay; estimated, as keys are spread evenly. */
  keptPart(keep: (value: number) => boolean): number {
    const end = this.words.length / SAMPLE;
    let kept = 0;
    this.#each(end, (at) => {
      if (keep(this.words[at + 2] >>> 0)) kept++;
    });
    return kept / ((end / BUCKET_WORDS) * SLOTS);
  }

  copied(buckets: number, keep: (value: number) => boolean): Table {
    const copy = new Table(buckets);
    const words = this.words;
    this.#each(words.length, (at) => {
      copy.exchange(words[at], words[at + 1], words[at + 2] >>> 0, keep);
    });
    return copy;
  }

  #each(end: number, visit: (at: number) => void): void {
    for (let bucket = 0; bucket < end; bucket += BUCKET_WORDS) {
      for (let at = bucket; at < bucket + SLOTS * SLOT_WORDS; at += SLOT_WORDS)
        if (this.words[at + 2] !== 0) visit(at);
    }
  }

  #home(a: number, b: number): number {
    return (Math.imul(a ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1) >>> this.#shift) * BUCKET_WORDS;
  }
}
