// In: this machine and the rows captured on it. Out: whose its namespaces, processes and addresses are.
import { readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Surroundings } from '../fields/defaults.ts';
import type { Identities } from '../fields/identity.ts';
import type { Store } from '../store/store.ts';
import { DockerContainers } from './docker/containers.ts';
import { KubeletPods } from './kubelet/pods.ts';
import { Learner } from './learner.ts';
import { Registry } from './registry.ts';
import type { IdentitySource } from './source.ts';

/** Those that only root can make. A user's own daemon could say anything about the containers of others. */
const DOCKER_SOCKETS = ['/run/docker.sock', '/run/podman/podman.sock'];

/** The sources that this machine may have, and what rows tell beyond them. */
export class Machine {
  readonly identities: Identities;
  readonly #learner: Learner;
  readonly #kubelet: IdentitySource;
  readonly #daemons: readonly IdentitySource[];
  readonly #looked: Promise<unknown>;

  /** Begins to look around; `store` is where the rows of this machine will be. */
  constructor(store: Store, environment: NodeJS.ProcessEnv = process.env) {
    const registry = new Registry();
    registry.tellHostNetns(hostNetns());
    this.identities = registry;
    this.#learner = new Learner(store, registry);
    this.#kubelet = new KubeletPods({ registry });
    this.#daemons = socketPaths(environment).map(
      (socketPath) => new DockerContainers({ socketPath, registry }),
    );
    this.#looked = Promise.all([this.#kubelet, ...this.#daemons].map((source) => source.start()));
  }

  /** As far as it is known. */
  get surroundings(): Surroundings {
    if (this.#kubelet.found) return 'kubernetes';
    return this.#daemons.some((daemon) => daemon.found) ? 'containers' : 'none';
  }

  /** Resolves when all sources were looked at once, after `withinMs` at the latest. */
  async looked(withinMs: number): Promise<void> {
    await Promise.race([this.#looked, pause(withinMs)]);
  }

  /** Rows from..to-1 are new. */
  append(from: number, to: number): void {
    this.#learner.append(from, to);
  }

  stop(): void {
    for (const source of [this.#kubelet, ...this.#daemons]) source.stop();
  }
}

/** The sockets that daemons with Docker's API listen on, among them the one that Docker's own tools would use. */
export function socketPaths({ DOCKER_HOST }: NodeJS.ProcessEnv): string[] {
  const own = DOCKER_HOST?.startsWith('unix://') ? [DOCKER_HOST.slice('unix://'.length)] : [];
  return [...new Set([...own, ...DOCKER_SOCKETS])];
}

/** Inode of the host's network namespace, 0 where it cannot be told. */
function hostNetns(): number {
  try {
    return Number(/\d+/.exec(readlinkSync('/proc/1/ns/net'))?.[0] ?? 0);
  } catch {
    return 0;
  }
}
