// In: rows as they arrive. Out: what they tell about containers: which namespace they are in, which address is theirs.
import type { Netns, Process } from '../store/entries.ts';
import type { Store } from '../store/store.ts';
import { isOfOne } from './address.ts';
import { cgroupFacts } from './cgroup.ts';
import type { Registry } from './registry.ts';

/** Of linux/if_packet.h. */
const PACKET = { host: 0, outgoing: 4 } as const;
/** The loopback device is the first of every namespace (net/core/dev.c). */
const LOOPBACK_IFINDEX = 1;
const ANOTHER_NETNS = -1;

/** What a process's last row told; most rows tell the same again. */
interface Told {
  readonly process: Process;
  readonly netns: Netns;
  readonly address: string;
}

export class Learner {
  readonly #store: Store;
  readonly #registry: Registry;
  /** By index of the process. */
  readonly #told: (Told | undefined)[] = [];
  #changes = 0;
  /** By index of the namespace: its inode, or ANOTHER_NETNS where the index is not known. */
  readonly #inodes: number[] = [];
  /** The index under which an inode came last. */
  readonly #indices = new Map<number, number>();

  constructor(store: Store, registry: Registry) {
    this.#store = store;
    this.#registry = registry;
  }

  /** Rows from..to-1 are new. */
  append(from: number, to: number): void {
    this.#catchUp();
    const { columns, capacity, processes, netns } = this.#store;
    for (let row = from; row < to; row++) {
      const place = row % capacity;
      const index = columns.netns[place];
      const where = netns.at(index);
      if (this.#inodes[index] !== where.inode) this.#appeared(index, where.inode);
      const process = processes.at(columns.process[place]);
      if (process.containerId !== '') this.#learn(columns.process[place], process, where, place);
    }
  }

  /** Entries of processes that changed: more became known, or the index is another's now. */
  #catchUp(): void {
    const { processes } = this.#store;
    processes.changedSince(this.#changes, (index) => this.#learnContainer(processes.at(index)));
    this.#changes = processes.changes;
  }

  /** An inode under a new index is a new namespace: inodes are given away again (fs/proc/generic.c). */
  #appeared(index: number, inode: number): void {
    this.#inodes[index] = inode;
    const before = this.#indices.get(inode);
    this.#indices.set(inode, index);
    if (before === undefined || before === index) return;
    this.#inodes[before] = ANOTHER_NETNS;
    this.#registry.netnsReplaced(inode);
    this.#told.length = 0;
  }

  #learn(index: number, process: Process, netns: Netns, place: number): void {
    const address = this.#localAddress(place);
    const told = this.#told[index];
    const same = told?.process === process;
    if (same && told.netns === netns && (address === '' || told.address === address)) return;
    this.#told[index] = { process, netns, address };
    if (!same) this.#learnContainer(process);
    if (netns.inode === 0 || netns.name === 'host' || this.#registry.isHostNetns(netns.inode)) return;
    this.#registry.tellNetns(netns.inode, process.containerId);
    if (isOfOne(address)) this.#registry.tellAddress(address, process.containerId);
  }

  #learnContainer({ containerId, cgroup }: Process): void {
    if (containerId !== '') this.#registry.tellContainer(containerId, cgroupFacts(cgroup, containerId));
  }

  /**
   * The address of this end. Not on the loopback device: what a DNS proxy in the pod answers there seems to come from the
   * address that the pod asked, which is another's.
   */
  #localAddress(place: number): string {
    const { columns, text } = this.#store;
    if (columns.ifindex[place] === LOOPBACK_IFINDEX) return '';
    if (columns.pkt_type[place] === PACKET.outgoing) return text.at(columns.src_addr[place]);
    return columns.pkt_type[place] === PACKET.host ? text.at(columns.dst_addr[place]) : '';
  }
}
