// In: the stream of message bytes. Out: any part of its last bytes, within a bound.

const CHUNK_BYTES = 1 << 20;

/** Keeps the newest bytes of a stream, in chunks that are made when first needed. */
export class MessageBytes {
  /** Stream offset behind the last byte. */
  end = 0;
  readonly #chunks: Uint8Array[] = [];
  readonly #capacity: number;

  /** `capacity` in bytes; rounded up to whole chunks of 1 MiB. */
  constructor(capacity: number) {
    this.#capacity = Math.ceil(capacity / CHUNK_BYTES) * CHUNK_BYTES;
  }

  /** Stream offset of the oldest byte that is still kept. */
  get first(): number {
    return Math.max(0, this.end - this.#capacity);
  }

  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const place = this.end % this.#capacity;
      const within = place % CHUNK_BYTES;
      const part = Math.min(bytes.length - done, CHUNK_BYTES - within);
      this.#chunk(place).set(bytes.subarray(done, done + part), within);
      this.end += part;
      done += part;
    }
  }

  /** `length` bytes from stream offset `offset`, in memory that is reused once they are too old; empty if they are. */
  read(offset: number, length: number): Uint8Array {
    if (offset < this.first || offset + length > this.end) return new Uint8Array(0);
    const within = (offset % this.#capacity) % CHUNK_BYTES;
    const head = this.#chunk(offset % this.#capacity).subarray(within, within + length);
    if (head.length === length) return head;
    const whole = new Uint8Array(length);
    whole.set(head);
    const rest = this.#chunk((offset + head.length) % this.#capacity);
    whole.set(rest.subarray(0, length - head.length), head.length);
    return whole;
  }

  #chunk(place: number): Uint8Array {
    const index = Math.floor(place / CHUNK_BYTES);
    this.#chunks[index] ??= new Uint8Array(CHUNK_BYTES);
    return this.#chunks[index];
  }
}
