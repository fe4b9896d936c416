// In: a table of pods and services. Out: whose an inode or address is, without asking anybody.
import type { Container, Endpoint, Identities } from '../fields/identity.ts';
import { NO_CONTAINER } from './container.ts';

export interface StaticPod {
  readonly namespace: string;
  readonly podName: string;
  readonly containerName?: string;
  readonly podLabels?: string;
  readonly ownerKind?: string;
  readonly ownerName?: string;
  /** Inode of its network namespace; left out where it is the host's. */
  readonly netns?: number;
  /** In canonical form (RFC 5952). */
  readonly addresses: readonly string[];
}

export interface StaticService {
  readonly namespace: string;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** What is said once, for pods that are nothing but namespaces. May be told more at any time. */
export class StaticIdentities implements Identities {
  version = 0;
  readonly node: string;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #byNetns = new Map<number, Container>();

  constructor(node = '') {
    this.node = node;
  }

  addPod({ netns, addresses, ...pod }: StaticPod): this {
    if (netns !== undefined) this.#byNetns.set(netns, { ...NO_CONTAINER, node: this.node, ...pod });
    return this.#add(addresses, { kind: 'pod', namespace: pod.namespace, name: pod.podName });
  }

  addService({ addresses, namespace, name }: StaticService): this {
    return this.#add(addresses, { kind: 'svc', namespace, name });
  }

  endpoint(address: string): Endpoint | undefined {
    return this.#endpoints.get(address);
  }

  container(): undefined {}

  containerOfNetns(inode: number): Container | undefined {
    return this.#byNetns.get(inode);
  }

  #add(addresses: readonly string[], endpoint: Endpoint): this {
    for (const address of addresses) this.#endpoints.set(address, endpoint);
    this.version++;
    return this;
  }
}
