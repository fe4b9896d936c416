// In: the numbers that make up a key. Out: two independent 32-bit hashes of it.

// Names and addresses are chosen by strangers: with a seed of this run's own, collisions cannot be prepared.
const SEED_A = (Math.random() * 0x1_0000_0000) | 0;
const SEED_B = (Math.random() * 0x1_0000_0000) | 0;

/** Hashes one key at a time, word by word: `start`, then `add` for each word, then read `a` and `b`. */
export class KeyHash {
  a = 0;
  b = 0;

  start(kind: number): void {
    this.a = SEED_A ^ kind;
    this.b = SEED_B + kind;
  }

  /** The body of MurmurHash3_x86_32 for `a`, with other constants for `b`. */
  add(word: number): void {
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    const a = this.a ^ k;
    this.a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
    const b = Math.imul(this.b ^ word, 0x85ebca77);
    this.b = (b ^ (b >>> 15)) | 0;
  }

  end(): void {
    this.a = finish(this.a);
    this.b = finish(this.b);
  }
}

/** The finalizer of MurmurHash3: every bit of the word changes half of the result. */
export function finish(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A hash of a name in which letter case does not matter (RFC 4343), never 0. */
export function nameHash(name: string): number {
  let h = SEED_A;
  for (let i = 0; i < name.length; i++) {
    let code = name.charCodeAt(i);
    if (code >= 65 && code <= 90) code += 32;
    h = Math.imul(h ^ code, 0x01000193);
    h ^= h >>> 15;
  }
  return finish(h) || 1;
}
