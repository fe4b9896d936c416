// In: keys as two hashes. Out: the newest transaction that the native side set for them (native/trace/index.h).
import { alignedMemory, LINE_WORDS } from './lines.ts';

const BUCKET_WORDS = LINE_WORDS;
const SLOT_WORDS = 3; // hash a, hash b, value; 0 where there is none
const SPILLED_WORD = 15; // whether keys went on to the next bucket
const PROBES = 8;

/** The native index as this side reads it: one line of memory for a key, nearly always. */
export class Index {
  #words = new Int32Array(0);
  #mask = 0;
  #shift = 0;

  /** Gives the native side zeroed memory for `words` words, from which keys are read when it has filled it. */
  readonly allocate = (words: number): Uint32Array => {
    const { memory, start } = alignedMemory(words);
    this.#words = new Int32Array(memory, start, words);
    this.#mask = words - 1;
    this.#shift = 32 - Math.log2(words / BUCKET_WORDS);
    return new Uint32Array(memory, start, words);
  };

  /** The value set for the key, 0 where there is none. */
  get(a: number, b: number): number {
    const words = this.#words;
    for (
      let bucket = this.#home(a, b), n = 0;
      n < PROBES;
      n++, bucket = (bucket + BUCKET_WORDS) & this.#mask
    ) {
      const end = bucket + SPILLED_WORD;
      for (let at = bucket; at < end; at += SLOT_WORDS)
        if (words[at] === a && words[at + 1] === b) return words[at + 2] >>> 0;
      if (words[end] === 0) return 0;
    }
    return 0;
  }

  #home(a: number, b: number): number {
    return (Math.imul(a ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1) >>> this.#shift) * BUCKET_WORDS;
  }
}
