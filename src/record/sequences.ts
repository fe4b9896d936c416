// In: TCP messages with their ends, in order. Out: sequence numbers under which each is the next in its stream.
import type { Columns } from '../capture/columns.ts';

/** More connections than a capture has open at once; one that is forgotten goes on with other numbers. */
const MOST_STREAMS = 16384;
/** A first number grows by one each 4 µs of event time (RFC 9293 3.4.1), so that numbers do not come again soon. */
const NS_PER_STEP = 4000;

/**
 * One stream for each direction of a connection. A message that was seen at several points comes as often in it: under
 * the same number, a reader would take all but the first for retransmissions and not look into them.
 */
export class Sequences {
  /** The number of the last message, and of what its receiver has sent before. */
  sequence = 0;
  acknowledged = 0;
  readonly #next = new Map<string, number>();

  /** Sets `sequence` and `acknowledged` for `length` bytes in the row at `place`. */
  advance(columns: Columns, place: number, length: number): void {
    const source = `${columns.src_addr[place]} ${columns.src_port[place]}`;
    const destination = `${columns.dst_addr[place]} ${columns.dst_port[place]}`;
    const clock = Math.floor((columns.time_s[place] * 1e9 + columns.time_ns[place]) / NS_PER_STEP) % 2 ** 32;
    const stream = `${source} ${destination}`;
    this.sequence = this.#next.get(stream) ?? clock;
    this.acknowledged = this.#next.get(`${destination} ${source}`) ?? clock;
    this.#next.delete(stream);
    if (this.#next.size >= MOST_STREAMS) this.#next.delete(this.#next.keys().next().value as string);
    this.#next.set(stream, (this.sequence + length) % 2 ** 32);
    if (!this.#next.has(`${destination} ${source}`))
      this.#next.set(`${destination} ${source}`, this.acknowledged);
  }
}
