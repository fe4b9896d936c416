// In: rows. Out: the numbers of their interfaces in a section, each described before its first packet.
import type { FieldContext } from '../fields/context.ts';
import { netnsName } from '../fields/point-fields.ts';
import { putInterface, putStatistics, type Time, timeOf } from './blocks.ts';
import type { Bytes } from './bytes.ts';
import type { Remarks } from './remarks.ts';

interface Described {
  readonly number: number;
  packets: number;
  readonly start: Time;
}

const NO_NETNS = 'network namespace not known';

/** An interface is one name in one network namespace; it is described anew once more is known about it. */
export class Interfaces {
  readonly #context: FieldContext;
  readonly #remarks: Remarks;
  /** By what is said of it. */
  readonly #described = new Map<string, Described>();
  /** By index of the name and the namespace; forgotten when either may mean something else. */
  readonly #quick = new Map<number, Described>();
  #seen = '';
  #textChanges = 0;
  readonly #names = new Set<number>();

  constructor(context: FieldContext, remarks: Remarks) {
    this.#context = context;
    this.#remarks = remarks;
  }

  get size(): number {
    return this.#described.size;
  }

  /** A new section knows no interface. */
  restart(): void {
    this.#described.clear();
    this.#quick.clear();
  }

  /** To be called before a run of rows. */
  refresh(): void {
    const { store, identities } = this.#context;
    const seen = `${identities.revision ?? identities.version} ${store.netns.changes}`;
    let changed = seen !== this.#seen;
    const told = store.text.changedSince(this.#textChanges, (index) => {
      changed ||= this.#names.has(index);
    });
    if (changed || !told) this.#quick.clear();
    this.#seen = seen;
    this.#textChanges = store.text.changes;
  }

  /** The number of a row's interface, one packet of which follows. */
  count(out: Bytes, place: number): number {
    const { netns, iface } = this.#context.store.columns;
    const key = netns[place] * 2 ** 32 + iface[place];
    let described = this.#quick.get(key);
    if (described === undefined) {
      described = this.#describe(out, place);
      this.#quick.set(key, described);
      this.#names.add(iface[place]);
    }
    described.packets++;
    return described.number;
  }

  /** Statistics of every interface. `lost` and `comment` are about all of them and stand with the first. */
  putStatistics(out: Bytes, end: Time, lost: number, comment: string): void {
    for (const { number, packets, start } of this.#described.values())
      putStatistics(out, { number, packets, start, end, ...(number === 0 && { lost, comment }) });
  }

  #describe(out: Bytes, place: number): Described {
    const { store } = this.#context;
    const { netns, iface, time_s, time_ns } = store.columns;
    const name = store.text.at(iface[place]);
    const comment = this.#remarks.interface(netns[place]);
    const known = this.#described.get(`${name}\0${comment}`);
    if (known) return known;
    const described = {
      number: this.#described.size,
      packets: 0,
      start: timeOf(time_s[place], time_ns[place]),
    };
    this.#described.set(`${name}\0${comment}`, described);
    // The dictionary holds the bytes of names as they are.
    putInterface(out, {
      name: Buffer.from(name, 'latin1'),
      description: this.#description(netns[place]),
      comment,
    });
    return described;
  }

  #description(index: number): string {
    const netns = this.#context.store.netns.at(index);
    if (netns.inode === 0) return NO_NETNS;
    return `${netnsName(netns, this.#context)} (network namespace ${netns.inode})`;
  }
}
