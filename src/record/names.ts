// In: rows. Out: the names of their pods and services, for readers that show names in place of addresses.
import type { FieldContext } from '../fields/context.ts';
import type { Endpoint } from '../fields/identity.ts';
import { BoundedMap } from '../identity/bounded-map.ts';
import { addressBytes } from './addresses.ts';
import { putName } from './blocks.ts';
import type { Bytes } from './bytes.ts';

/** Addresses that may be told again when more are known. */
const MOST = 32_768;

/** Tells each name once in a section, before the first packet of its address, and again where it is another's. */
export class Names {
  readonly #context: FieldContext;
  #told = new BoundedMap<string, string>(MOST);
  /** By index of the address: what is known of it now was told. */
  #looked: boolean[] = [];
  #seen = '';
  #textChanges = 0;

  constructor(context: FieldContext) {
    this.#context = context;
  }

  /** A new section knows no name. */
  restart(): void {
    this.#told = new BoundedMap(MOST);
    this.#looked = [];
  }

  /** To be called before a run of rows. */
  refresh(): void {
    const { store, identities } = this.#context;
    const seen = String(identities.revision ?? identities.version);
    const told = store.text.changedSince(this.#textChanges, (index) => {
      if (index < this.#looked.length) this.#looked[index] = false;
    });
    if (!told || seen !== this.#seen) this.#looked = [];
    this.#seen = seen;
    this.#textChanges = store.text.changes;
  }

  /** Puts what is new about the ends of a row. */
  put(out: Bytes, place: number): void {
    const { src_addr, dst_addr } = this.#context.store.columns;
    if (!this.#looked[src_addr[place]]) this.#look(out, src_addr[place]);
    if (!this.#looked[dst_addr[place]]) this.#look(out, dst_addr[place]);
  }

  #look(out: Bytes, index: number): void {
    this.#looked[index] = true;
    const address = this.#context.store.text.at(index);
    const endpoint = this.#context.identities.endpoint(address);
    const name = endpoint ? nameOf(endpoint) : '';
    if (name === '' || this.#told.get(address) === name) return;
    this.#told.set(address, name);
    putName(out, addressBytes(address), name);
  }
}

/** `mypod.demo.pod`, after the names that clusters give to services and pods; '' where it has none. */
function nameOf({ kind, namespace, name }: Endpoint): string {
  return name && namespace ? `${name}.${namespace}.${kind}` : '';
}
