// In: several that know identities. Out: one that asks them in turn.
import type { Container, Endpoint, Identities } from '../fields/identity.ts';

/** The first that knows an answer gives it. */
export class CombinedIdentities implements Identities {
  readonly #parts: readonly Identities[];

  constructor(...parts: readonly Identities[]) {
    this.#parts = parts;
  }

  get version(): number {
    return this.#parts.reduce((sum, part) => sum + part.version, 0);
  }

  get revision(): number {
    return this.#parts.reduce((sum, part) => sum + (part.revision ?? part.version), 0);
  }

  get node(): string {
    return this.#first((part) => part.node || undefined) ?? '';
  }

  endpoint(address: string): Endpoint | undefined {
    return this.#first((part) => part.endpoint(address));
  }

  container(id: string): Container | undefined {
    return this.#first((part) => part.container(id));
  }

  containerOfNetns(inode: number): Container | undefined {
    return this.#first((part) => part.containerOfNetns(inode));
  }

  #first<Answer>(ask: (part: Identities) => Answer | undefined): Answer | undefined {
    for (const part of this.#parts) {
      const answer = ask(part);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}
