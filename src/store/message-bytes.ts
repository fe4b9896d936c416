// In: the stream of message bytes. Out: any part of it that is still needed, within a bound.

const CHUNK_BYTES = 1 << 20;
/** The native side lets a message share the bytes of an equal one up to 128 KiB earlier (native/core/batch.cc). */
const SHARED_WITHIN = 128 << 10;

/** Keeps the newest bytes of a stream, in chunks that are made when needed and used again when they are not. */
export class MessageBytes {
  /** Stream offset behind the last byte. */
  end = 0;
  readonly #maxChunks: number;
  /** Chunks of the stream in order; the first begins at stream offset #base. */
  readonly #chunks: Uint8Array[] = [];
  #base = 0;
  #spare: Uint8Array | undefined;

  /** Keeps at most `capacity` bytes, rounded up to whole chunks of 1 MiB. */
  constructor(capacity: number) {
    this.#maxChunks = Math.ceil(capacity / CHUNK_BYTES) + 1;
  }

  /** Stream offset of the oldest byte that is still kept. */
  get first(): number {
    return this.#base;
  }

  /** Bytes of memory in use. */
  get allocated(): number {
    return (this.#chunks.length + (this.#spare ? 1 : 0)) * CHUNK_BYTES;
  }

  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const within = (this.end - this.#base) % CHUNK_BYTES;
      if (this.end - this.#base === this.#chunks.length * CHUNK_BYTES) this.#grow();
      const part = Math.min(bytes.length - done, CHUNK_BYTES - within);
      this.#chunks[this.#chunks.length - 1].set(bytes.subarray(done, done + part), within);
      this.end += part;
      done += part;
    }
  }

  /** Bytes before the message at `offset`, and before those it may share with later ones, are not needed any more. */
  release(offset: number): void {
    while (this.#chunks.length > 1 && this.#base + CHUNK_BYTES <= offset - SHARED_WITHIN) this.#dropOldest();
  }

  /** `length` bytes from stream offset `offset`, in memory that is used again later; empty if they are gone. */
  read(offset: number, length: number): Uint8Array {
    if (offset < this.#base || offset + length > this.end || length === 0) return new Uint8Array(0);
    const chunk = Math.floor((offset - this.#base) / CHUNK_BYTES);
    const within = (offset - this.#base) % CHUNK_BYTES;
    const head = this.#chunks[chunk].subarray(within, within + length);
    if (head.length === length) return head;
    const whole = new Uint8Array(length);
    whole.set(head);
    whole.set(this.#chunks[chunk + 1].subarray(0, length - head.length), head.length);
    return whole;
  }

  #grow(): void {
    if (this.#chunks.length === this.#maxChunks) this.#dropOldest();
    this.#chunks.push(this.#spare ?? new Uint8Array(CHUNK_BYTES));
    this.#spare = undefined;
  }

  #dropOldest(): void {
    this.#spare = this.#chunks.shift();
    this.#base += CHUNK_BYTES;
  }
}
