// In: how many words are needed. Out: memory for them that begins with a line of the processor's cache.

/** 32-bit words of a line. */
export const LINE_WORDS = 16;
// The C library puts a large block 16 bytes behind the start of a page.
const LEAD_BYTES = 48;

/** Zeroed memory, and where in it the first line begins, in bytes. */
export function alignedMemory(words: number): { memory: ArrayBuffer; start: number } {
  return { memory: new ArrayBuffer(LEAD_BYTES + 4 * words), start: LEAD_BYTES };
}
