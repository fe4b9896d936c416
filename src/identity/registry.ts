// In: facts about containers, pods, namespaces and addresses, as sources learn them. Out: whose an id, inode or address is.
import type { Container, Endpoint, Identities } from '../fields/identity.ts';
import { BoundedMap } from './bounded-map.ts';
import { type ContainerFacts, commonOf, containerOf, type PodFacts } from './container.ts';
import { NetnsContainers } from './netns-containers.ts';
import { Version } from './version.ts';

interface Known {
  facts: ContainerFacts;
  container: Container;
  endpoint: Endpoint | undefined;
}

// A node runs some hundred pods; what has ended is kept for the rows that are kept.
const MOST_CONTAINERS = 8192;
const MOST_PODS = 8192;
const MOST_ADDRESSES = 32768;

/** All that is known, by what rows have. What is known longest gives way to what is new. */
export class Registry implements Identities {
  /** Name of this Kubernetes node, or empty. */
  #node = '';
  readonly #containers = new BoundedMap<string, Known>(MOST_CONTAINERS);
  readonly #pods = new BoundedMap<string, PodFacts>(MOST_PODS);
  readonly #addresses = new BoundedMap<string, string>(MOST_ADDRESSES);
  readonly #netns = new NetnsContainers((a, b) => this.#share(a, b));
  readonly #version: Version;

  /** `now`: milliseconds. */
  constructor(now: () => number = performance.now.bind(performance)) {
    this.#version = new Version(now);
  }

  get version(): number {
    return this.#version.current;
  }

  get revision(): number {
    return this.#version.changes;
  }

  get node(): string {
    return this.#node;
  }

  container(id: string): Container | undefined {
    return this.#containers.get(id)?.container;
  }

  /** The one container in a namespace, or what its containers have in common: those of a pod share it. */
  containerOfNetns(inode: number): Container | undefined {
    const ids = this.#netns.of(inode);
    if (ids.length < 2) return ids.length === 0 ? undefined : this.container(ids[0]);
    return commonOf(ids.flatMap((id) => this.container(id) ?? []));
  }

  endpoint(address: string): Endpoint | undefined {
    const id = this.#addresses.get(address);
    return id === undefined ? undefined : this.#containers.get(id)?.endpoint;
  }

  tellNode(name: string): void {
    if (name === this.#node) return;
    this.#node = name;
    for (const [id, { facts }] of this.#containers) this.tellContainer(id, facts);
    this.#version.changed();
  }

  tellContainer(id: string, facts: ContainerFacts): void {
    const known = this.#containers.get(id);
    const all = merged(known?.facts, facts);
    const container = containerOf(id, all, this.#pods.get(all.podUid ?? ''), this.#node);
    const same = known !== undefined && sameValues(known.container, container);
    // Set again, so that those which sources still speak of are not the ones to be forgotten.
    this.#containers.set(
      id,
      same ? { ...known, facts: all } : { facts: all, container, endpoint: endpointOf(container) },
    );
    if (!same) this.#version.changed();
  }

  tellPod(uid: string, pod: PodFacts): void {
    const known = this.#pods.get(uid);
    if (known && sameValues(known, pod)) return;
    this.#pods.set(uid, pod);
    for (const [id, { facts }] of this.#containers) if (facts.podUid === uid) this.tellContainer(id, facts);
  }

  /** The namespace is a host's: whoever is in it, it is not theirs alone. */
  tellHostNetns(inode: number): void {
    if (this.#netns.tellHost(inode)) this.#version.changed();
  }

  isHostNetns(inode: number): boolean {
    return this.#netns.isHost(inode);
  }

  /** The container `id` is in the namespace; `inspected` where its runtime says so, not a row. */
  tellNetns(inode: number, id: string, inspected = false): void {
    if (this.#netns.tell(inode, id, inspected)) this.#version.changed();
  }

  /** Another namespace has the inode now: what rows told about the old one does not hold for it. */
  netnsReplaced(inode: number): void {
    if (this.#netns.replaced(inode)) this.#version.changed();
  }

  /** The latest to use an address is whose it is. */
  tellAddress(address: string, id: string): void {
    if (this.#addresses.get(address) === id) return;
    this.#addresses.set(address, id);
    this.#version.changed();
  }

  /** The container has ended. Rows that it left still show it. */
  ended(id: string): void {
    this.#netns.ended(id);
  }

  /** Containers of one pod are in one namespace. */
  #share(a: string, b: string): boolean {
    const one = this.#containers.get(a);
    const other = this.#containers.get(b);
    if (!one || !other) return false;
    if (one.facts.podUid && one.facts.podUid === other.facts.podUid) return true;
    const { namespace, podName } = one.container;
    return podName !== '' && podName === other.container.podName && namespace === other.container.namespace;
  }
}

function merged(before: ContainerFacts | undefined, facts: ContainerFacts): ContainerFacts {
  const told = Object.entries(facts).filter(([, value]) => value !== undefined && value !== '');
  return { ...before, ...Object.fromEntries(told) };
}

function endpointOf({ namespace, podName }: Container): Endpoint | undefined {
  return podName ? { kind: 'pod', namespace, name: podName } : undefined;
}

function sameValues<Values extends object>(one: Values, other: Values): boolean {
  return (Object.keys(one) as (keyof Values)[]).every((key) => one[key] === other[key]);
}
