// In: what the source told of packets that nobody can read. Out: those of one process, or address, within a span of time.

// At two packets for a lookup, this many lookups at most are known of; twice as many before the older half is forgotten.
const MOST = 131_072;
// Processors tell at the same time what they saw: an order by time holds but for this.
const DISORDER_NS = 1e6;

/** A moment of event time. */
export interface Moment {
  /** Since the epoch. */
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** A segment or datagram with payload, to or from a server's port 853 or 443. */
export interface EncryptedPacket extends Moment {
  /** 0 where it is not known. */
  readonly pid: number;
  /** IP protocol: 6 or 17. */
  readonly protocol: number;
  /** To the server. */
  readonly sent: boolean;
  readonly own: string;
  readonly server: string;
  readonly port: number;
  /** Of payload. */
  readonly bytes: number;
}

/** The newest packets told, in the order of time, oldest forgotten first. */
export class EncryptedPackets {
  /** How many were ever told. */
  told = 0;
  #packets: EncryptedPacket[] = [];
  #forgotten: Moment = { seconds: 0, nanoseconds: 0 };
  readonly #most: number;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** @param fields seconds, nanoseconds, pid, IP protocol, 1 if sent, own address, address and port of the server, bytes. */
  take(fields: readonly (string | undefined)[]): void {
    if (fields.length !== 9) return;
    const [seconds, nanoseconds, pid, protocol, sent, , , port, bytes] = fields.map(Number);
    const [own = '', server = ''] = fields.slice(5, 7);
    const packet = { seconds, nanoseconds, pid, protocol, sent: sent === 1, own, server, port, bytes };
    this.#packets.splice(this.#placeOf(packet), 0, packet);
    this.told++;
    if (this.#packets.length < 2 * this.#most) return;
    this.#forgotten = this.#packets[this.#packets.length - this.#most - 1];
    this.#packets = this.#packets.slice(-this.#most);
  }

  /** Whether everything that was told since `moment` is still kept. */
  covers(moment: Moment): boolean {
    return elapsed(this.#forgotten, moment) > DISORDER_NS;
  }

  /** The packets of a process from `from` on for `spanNs`; where its process is 0, of an address ('': of any). */
  of(pid: number, address: string, from: Moment, spanNs: number): EncryptedPacket[] {
    const found: EncryptedPacket[] = [];
    for (let i = this.#indexOf(from); i < this.#packets.length; i++) {
      const packet = this.#packets[i];
      const since = elapsed(from, packet);
      if (since > spanNs + DISORDER_NS) break;
      if (since < 0 || since > spanNs || packet.pid !== pid) continue;
      if (pid !== 0 || address === '' || packet.own === address) found.push(packet);
    }
    return found.sort((a, b) => elapsed(b, a));
  }

  /** As take() wants it. */
  fields(packet: EncryptedPacket): readonly string[] {
    const { seconds, nanoseconds, pid, protocol, sent, own, server, port, bytes } = packet;
    return [seconds, nanoseconds, pid, protocol, sent ? 1 : 0, own, server, port, bytes].map(String);
  }

  /** Those later than one moment and not later than another. */
  between(after: Moment, until: Moment): EncryptedPacket[] {
    const found: EncryptedPacket[] = [];
    for (let i = this.#indexOf(after); i < this.#packets.length; i++) {
      const left = elapsed(this.#packets[i], until);
      if (left < -DISORDER_NS) break;
      if (left >= 0 && elapsed(after, this.#packets[i]) > 0) found.push(this.#packets[i]);
    }
    return found;
  }

  /** Behind all that are not much later: files may tell in another order. */
  #placeOf(packet: EncryptedPacket): number {
    let at = this.#packets.length;
    while (at > 0 && elapsed(packet, this.#packets[at - 1]) > DISORDER_NS) at--;
    return at;
  }

  /** Of the first packet that may be as late as `moment`. */
  #indexOf(moment: Moment): number {
    let [low, high] = [0, this.#packets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (elapsed(this.#packets[middle], moment) > DISORDER_NS) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Nanoseconds from one moment to another. */
export function elapsed(from: Moment, to: Moment): number {
  return (to.seconds - from.seconds) * 1e9 + (to.nanoseconds - from.nanoseconds);
}
