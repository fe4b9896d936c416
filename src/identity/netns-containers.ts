// In: who was seen in which network namespace. Out: the containers that are in a namespace.
import { BoundedMap } from './bounded-map.ts';

const MOST_NAMESPACES = 8192;
const NONE: readonly string[] = [];

interface Evidence {
  ids: string[];
  /** Those of them of which their runtime says that they run in it. */
  inspected: Set<string>;
}

/** Container ids by inode. Inodes are used again at once after a namespace has gone, so the latest evidence wins. */
export class NetnsContainers {
  /** Namespaces of hosts: containers may run in them, and they belong to none. */
  readonly #hosts = new BoundedMap<number, true>(MOST_NAMESPACES);
  readonly #share: (a: string, b: string) => boolean;
  readonly #evidence = new BoundedMap<number, Evidence>(MOST_NAMESPACES);

  /** `share`: whether two containers are known to be in one namespace, whichever it is. */
  constructor(share: (a: string, b: string) => boolean) {
    this.#share = share;
  }

  isHost(inode: number): boolean {
    return this.#hosts.get(inode) === true;
  }

  /** True where something was told of it that does not hold now. */
  tellHost(inode: number): boolean {
    this.#hosts.set(inode, true);
    return this.#evidence.delete(inode);
  }

  of(inode: number): readonly string[] {
    return this.#evidence.get(inode)?.ids ?? NONE;
  }

  /** True where that is new. */
  tell(inode: number, id: string, inspected: boolean): boolean {
    if (inode === 0 || this.isHost(inode)) return false;
    const before = this.#evidence.get(inode);
    if (before?.ids.includes(id)) {
      if (inspected) before.inspected.add(id);
      return false;
    }
    const ids = (before?.ids ?? []).filter((other) => before?.inspected.has(other) || this.#share(other, id));
    const stay = ids.filter((other) => before?.inspected.has(other));
    this.#evidence.set(inode, {
      ids: [...ids, id],
      inspected: new Set(inspected ? [...stay, id] : stay),
    });
    return true;
  }

  /** Forgets what rows told about the inode. True where that was something. */
  replaced(inode: number): boolean {
    const before = this.#evidence.get(inode);
    if (!before || before.ids.every((id) => before.inspected.has(id))) return false;
    before.ids = before.ids.filter((id) => before.inspected.has(id));
    return true;
  }

  /** The container is in no namespace any more; who comes next to its inode takes its place. */
  ended(id: string): void {
    for (const [, evidence] of this.#evidence) evidence.inspected.delete(id);
  }
}
