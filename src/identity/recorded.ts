// In: the remarks of a capture file that dnstop wrote. Out: whose its namespaces, containers and addresses were; the store
// is told of translations and encrypted packets.
import type { Capture } from '../capture/source.ts';
import type { Surroundings } from '../fields/defaults.ts';
import type { Container, Endpoint, Identities } from '../fields/identity.ts';
import { Dictionaries } from '../store/entries.ts';
import type { Store } from '../store/store.ts';
import { BoundedMap } from './bounded-map.ts';
import { containerOfRemark, parseRemark, type Remark } from './remark.ts';

const MOST = 32768;

/** Knows what was known when the file was written; what was told last counts. */
export class RecordedIdentities implements Identities {
  /** As machine.ts has them, whose place this takes for a file. */
  readonly identities: Identities = this;
  surroundings: Surroundings = 'none';
  version = 0;
  node = '';
  readonly #store: Store;
  readonly #endpoints = new BoundedMap<string, Endpoint>(MOST);
  readonly #containers = new BoundedMap<string, Container>(MOST);
  readonly #byNetns = new BoundedMap<number, Container | undefined>(MOST);
  #seen = 0;
  #changes = 0;

  /** `store` is where the rows of the file will be. */
  constructor(store: Store) {
    this.#store = store;
  }

  /** Looks what the first events of the file are about. */
  async looked(withinMs: number, file: Pick<Capture, 'begun'>): Promise<void> {
    const batch = await file.begun(withinMs);
    if (!batch) return;
    const dictionaries = new Dictionaries();
    dictionaries.take(batch.entries);
    const { remarks } = dictionaries;
    const all = Array.from({ length: remarks.size }, (_, index) => parseRemark(remarks.at(index)));
    if (all.some((remark) => remark.get('k8s.podName'))) this.surroundings = 'kubernetes';
    else if (all.some((remark) => remark.get('runtime.containerName'))) this.surroundings = 'containers';
  }

  stop(): void {}

  endpoint(address: string): Endpoint | undefined {
    return this.#endpoints.get(address);
  }

  container(id: string): Container | undefined {
    return this.#containers.get(id);
  }

  containerOfNetns(inode: number): Container | undefined {
    return this.#byNetns.get(inode);
  }

  /** Rows were appended: takes in the remarks that came before them. */
  append(): void {
    const { remarks } = this.#store;
    const before = this.version;
    remarks.changedSince(this.#changes, (index) => this.#take(parseRemark(remarks.at(index))));
    this.#changes = remarks.changes;
    for (; this.#seen < remarks.size; this.#seen++) this.#take(parseRemark(remarks.at(this.#seen)));
    if (this.version !== before) this.version = before + 1;
  }

  #take(remark: Remark): void {
    const translation = remark.get('translation');
    if (translation) this.#store.translations.take(translation.split(' '));
    for (const packet of remark.get('encrypted')?.split(',') ?? [])
      this.#store.encrypted.take(packet.split(' '));
    for (const side of ['src', 'dst']) {
      const [kind = '', namespace = '', name = ''] = ['kind', 'namespace', 'name'].map((part) =>
        remark.get(`${side}.k8s.${part}`),
      );
      const address = remark.get(`${side}.addr`);
      if (address && kind) this.#set(this.#endpoints, address, { kind, namespace, name });
    }
    const container = containerOfRemark(remark);
    const inode = Number(remark.get('netns_id') ?? 0);
    if (inode) this.#set(this.#byNetns, inode, container);
    else if (container?.containerId) this.#set(this.#containers, container.containerId, container);
    const node = remark.get('node') ?? '';
    if (!node || node === this.node) return;
    this.node = node;
    this.version++;
  }

  #set<Key, Value>(map: BoundedMap<Key, Value>, key: Key, value: Value): void {
    if (JSON.stringify(map.get(key)) === JSON.stringify(value)) return;
    map.set(key, value);
    this.version++;
  }
}
