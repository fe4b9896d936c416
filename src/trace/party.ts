// In: rows and keys. Out: who sent or received a message, as a key: a process in its namespace, else an address there.
import type { Store } from '../store/store.ts';
import type { KeyHash } from './hash.ts';
import { PKT, type Sighting } from './sighting.ts';
import type { Transactions } from './transactions.ts';

/** What a key is about; keeps equal numbers of different meaning apart. Those of KeyKind in native/trace/hash.h. */
export const KEY = { askedName: 3, asked: 4, received: 5, heard: 6 } as const;

/** How the receiver of a query is known to be the one that asks on, weakest first. */
export const TIE = { none: 0, netns: 1, address: 2, program: 3, process: 4 } as const;

/** Who is who, read from the columns. */
export class Parties {
  readonly #store: Store;
  /** Process IDs by index of the dictionary, 0 where not known. */
  pids = new Uint32Array(256);
  /** Indices below this were looked up. */
  #size = 0;
  #changes = 0;

  constructor(store: Store) {
    this.#store = store;
    this.#changes = store.processes.changes;
  }

  /** To be called before a run of rows: looks up indices that are new or mean another process now. */
  refresh(): void {
    const { processes } = this.#store;
    if (this.pids.length < processes.size) {
      const grown = new Uint32Array(Math.max(processes.size, 2 * this.pids.length));
      grown.set(this.pids);
      this.pids = grown;
    }
    const look = (index: number) => {
      this.pids[index] = processes.at(index).pid;
    };
    if (!processes.changedSince(this.#changes, look)) this.#size = 0;
    for (; this.#size < processes.size; this.#size++) look(this.#size);
    this.#changes = processes.changes;
  }

  /** 0 where the process is not known. */
  pid(process: number): number {
    return this.pids[process];
  }

  /** The key of a party in `netns`: its process, or `address` where that is not known. */
  key(key: KeyHash, kind: number, netns: number, process: number, address: number, more: number): void {
    const pid = this.pid(process);
    key.start(kind);
    key.add(netns);
    key.add(pid);
    key.add(pid === 0 ? address : 0);
    key.add(more);
    key.end();
  }

  /** How far the sender of the query `s` is known to be where the open query of transaction `received` is. */
  tie(t: Transactions, received: number, s: Sighting): number {
    const at = t.at(received);
    if (t.atNetns[t.place(received)] !== s.netns) return TIE.none;
    const arrived = t.atPacket[at] !== PKT.outgoing;
    const address = t.atAddress[at] === s.client;
    const receiver = arrived ? t.atProcess[at] : 0;
    if (receiver !== 0 && s.sender !== 0) return this.#processTie(receiver, s.sender);
    if (address) return TIE.address;
    if (t.atPacket[at] !== PKT.host) return TIE.none;
    const oneKnown = receiver + s.sender !== 0;
    // Of a file that tells both of the host that captured it: what ended there, and what began there from another address.
    const ofOneHost = !oneKnown && s.pktType === PKT.outgoing;
    return (s.netns !== 0 && oneKnown) || (s.netns === 0 && ofOneHost) ? TIE.netns : TIE.none;
  }

  /** dnsmasq answers each TCP connection from a child of its own; BIND and knot may run several workers. */
  #processTie(receiver: number, asker: number): number {
    if (receiver === asker) return TIE.process;
    const one = this.#store.processes.at(receiver);
    const other = this.#store.processes.at(asker);
    if (one.pid === other.pid) return TIE.process;
    const related = one.pid === other.ppid || one.ppid === other.pid || one.ppid === other.ppid;
    return related && one.comm === other.comm ? TIE.program : TIE.none;
  }
}
