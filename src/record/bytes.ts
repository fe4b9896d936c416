// In: numbers and bytes, one after the other. Out: one piece of memory that holds them.

const FIRST_BYTES = 1 << 16;
/** Up to so many bytes a loop is faster than a call. */
const SHORT = 64;

/** A buffer that grows. `le` and `be` say the order of a number's bytes. */
export class Bytes {
  length = 0;
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);

  /** What was put since the last clear; valid until the next put. */
  get taken(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** All that was put, in memory of its own, and an empty buffer. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  u8(value: number): void {
    this.#grow(1);
    this.#bytes[this.length++] = value;
  }

  u16le(value: number): void {
    this.#grow(2);
    this.#view.setUint16(this.length, value, true);
    this.length += 2;
  }

  u32le(value: number): void {
    this.#grow(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  u16be(value: number): void {
    this.#grow(2);
    this.#view.setUint16(this.length, value);
    this.length += 2;
  }

  u32be(value: number): void {
    this.#grow(4);
    this.#view.setUint32(this.length, value);
    this.length += 4;
  }

  put(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#grow(length);
    if (length > SHORT) {
      this.#bytes.set(bytes, this.length);
      this.length += length;
    } else {
      for (let i = 0; i < length; i++) this.#bytes[this.length++] = bytes[i];
    }
  }

  /** `count` bytes of `value`. */
  fill(value: number, count: number): void {
    this.#grow(count);
    const end = this.length + count;
    while (this.length < end) this.#bytes[this.length++] = value;
  }

  /** Zeros up to a multiple of 4 from the start. */
  pad4(): void {
    this.fill(0, -this.length & 3);
  }

  setU16be(at: number, value: number): void {
    this.#view.setUint16(at, value);
  }

  setU32le(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** Sum of the 16-bit words from `start` on, most significant byte first; an odd last byte is the upper half of one. */
  sum16be(start: number): number {
    let sum = 0;
    const end = this.length - 1;
    let at = start;
    for (; at < end; at += 2) sum += (this.#bytes[at] << 8) | this.#bytes[at + 1];
    return at === end ? sum + (this.#bytes[at] << 8) : sum;
  }

  #grow(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.taken);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
