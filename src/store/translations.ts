// In: what connection tracking told of address translations. Out: what became of the ends of a packet in a namespace.

/** More than the lookups on their way through a busy node at one time. */
const MOST = 65_536;

/** Source and destination of a packet, addresses as the text dictionary has them. */
export interface Ends {
  readonly src: string;
  readonly srcPort: number;
  readonly dst: string;
  readonly dstPort: number;
}

/**
 * The newest translations told, oldest forgotten first. None may be known where there are some: not every namespace
 * tracks connections, and the kernel does not wait for who listens.
 */
export class Translations {
  readonly #known = new Map<string, string>();
  /** What was before, by what it became. */
  readonly #before = new Map<string, string>();

  get size(): number {
    return this.#known.size;
  }

  /** @param fields inode of the namespace, IP protocol, then address and port of source and destination, before and after. */
  take(fields: readonly (string | undefined)[]): void {
    if (fields.length !== 10) return;
    const key = fields.slice(0, 6).join(' ');
    this.#forget(key);
    this.#known.set(key, fields.slice(6).join(' '));
    this.#before.set([...fields.slice(0, 2), ...fields.slice(6)].join(' '), key);
    if (this.#known.size > MOST) this.#forget(this.#known.keys().next().value!);
  }

  /** Whether the namespace is known to turn the ends of a flow, `protocol` 6 or 17, from `before` into `after`. */
  confirm(inode: number, protocol: number, before: Ends, after: Ends): boolean {
    return this.of(inode, protocol, before)?.slice(6).join(' ') === endsText(after);
  }

  /** What was told of such a flow, as take() wants it. */
  of(inode: number, protocol: number, before: Ends): readonly string[] | undefined {
    if (this.#known.size === 0) return undefined;
    const key = `${inode} ${protocol} ${endsText(before)}`;
    const after = this.#known.get(key);
    return after === undefined ? undefined : `${key} ${after}`.split(' ');
  }

  /** The same of the flow that became `after`. */
  into(inode: number, protocol: number, after: Ends): readonly string[] | undefined {
    if (this.#known.size === 0) return undefined;
    const key = this.#before.get(`${inode} ${protocol} ${endsText(after)}`);
    return key === undefined ? undefined : `${key} ${this.#known.get(key)}`.split(' ');
  }

  #forget(key: string): void {
    const after = this.#known.get(key);
    if (after === undefined) return;
    this.#known.delete(key);
    const became = `${key.split(' ').slice(0, 2).join(' ')} ${after}`;
    if (this.#before.get(became) === key) this.#before.delete(became);
  }
}

const endsText = ({ src, srcPort, dst, dstPort }: Ends): string => `${src} ${srcPort} ${dst} ${dstPort}`;
