// In: the plan, and the inode of each part's namespace. Out: whose an address or namespace is.
import type { Container, Endpoint, Identities } from '../fields/identity.ts';
import { containerOf, PODS, type Role, SERVICE } from './plan.ts';

/** Addresses are known from the start, namespaces once they were made. */
export class DemoIdentities implements Identities {
  version = 0;
  readonly #endpoints = new Map<string, Endpoint>([
    [SERVICE.address, { kind: 'svc', namespace: SERVICE.namespace, name: SERVICE.name }],
    ...PODS.map(({ address, namespace, name }): [string, Endpoint] => [
      address,
      { kind: 'pod', namespace, name },
    ]),
  ]);
  readonly #namespaces = new Map<number, Container>();

  /** The namespace with that inode belongs to the role. */
  tellNamespace(inode: number, role: Role): void {
    this.#namespaces.set(inode, containerOf(role));
    this.version++;
  }

  endpoint(address: string): Endpoint | undefined {
    return this.#endpoints.get(address);
  }

  /** The parts are processes of this machine, not containers: what identifies them is their namespace. */
  container(): undefined {
    return undefined;
  }

  containerOfNetns(inode: number): Container | undefined {
    return this.#namespaces.get(inode);
  }
}
