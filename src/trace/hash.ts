// In: the numbers that make up a key. Out: two independent 32-bit hashes of it, those of native/trace/hash.h.

// Names and addresses are chosen by strangers: with a seed of this run's own, collisions cannot be prepared.
export const SEEDS = Uint32Array.from([Math.random(), Math.random()], (part) => part * 0x1_0000_0000);
const SEED_A = SEEDS[0] | 0;
const SEED_B = SEEDS[1] | 0;

/** Hashes one key at a time, word by word: `start`, then `add` for each word, `end`, then read `a` and `b`. */
export class KeyHash {
  a = 0;
  b = 0;

  start(kind: number): void {
    this.a = SEED_A ^ kind;
    this.b = (SEED_B + kind) | 0;
  }

  add(word: number): void {
    this.a = mixA(this.a, word);
    this.b = mixB(this.b, word);
  }

  end(): void {
    this.a = finish(this.a);
    this.b = finish(this.b);
  }
}

/** The body of MurmurHash3_x86_32. */
function mixA(hash: number, word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function mixB(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x85ebca77);
  return h ^ (h >>> 15);
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
