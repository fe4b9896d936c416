// In: a daemon with Docker's API (Docker, Podman). Out: names, images and namespaces of its containers, as they come and go.
import { readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isOfOne } from '../address.ts';
import type { ContainerFacts } from '../container.ts';
import type { Registry } from '../registry.ts';
import type { IdentitySource } from '../source.ts';
import { type Answer, ask, follow } from './api.ts';
import { happening, inspected, listed } from './shapes.ts';

const RETRY_MS = 5000;
const INSPECTED_AT_ONCE = 4;
const EVENTS = ['create', 'start', 'restart', 'rename', 'die', 'died'];

export interface DockerOptions {
  readonly socketPath: string;
  readonly registry: Registry;
  /** Where to read namespaces of processes. */
  readonly proc?: string;
  readonly retryMs?: number;
}

/** The containers of one daemon. */
export class DockerContainers implements IdentitySource {
  found = false;
  readonly #options: DockerOptions;
  readonly #end = new AbortController();
  #runtimeName = '';

  constructor(options: DockerOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    return new Promise((looked) => {
      this.#run(looked).catch(() => {}); // ended by stop()
    });
  }

  stop(): void {
    this.#end.abort();
  }

  /** Looks again and again: a daemon may be restarted, or be installed only now. */
  async #run(looked: () => void): Promise<void> {
    const { retryMs = RETRY_MS } = this.#options;
    for (;;) {
      const lists = this.#list().catch(() => {});
      lists.then(looked);
      await this.#follow().catch(() => {});
      await lists;
      await pause(retryMs, undefined, { signal: this.#end.signal, ref: false });
    }
  }

  #ask(path: string): Promise<Answer> {
    return ask(this.#options.socketPath, path, this.#end.signal);
  }

  /** Names are known at once for all, then the namespaces of those that run. */
  async #list(): Promise<void> {
    const { body, server } = await this.#ask('/containers/json?all=1');
    this.found = true;
    this.#runtimeName = runtimeOf(server);
    const containers = listed(body);
    for (const { id, facts } of containers) this.#tell(id, facts);
    const waiting = containers.filter(({ running }) => running).map(({ id }) => id);
    const inspectRest = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await this.#inspect(id);
    };
    await Promise.all(Array.from({ length: INSPECTED_AT_ONCE }, inspectRest));
  }

  #follow(): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: EVENTS }));
    return follow(this.#options.socketPath, `/events?filters=${filters}`, this.#end.signal, {
      // What happened between the first list and now.
      opened: () => void this.#list().catch(() => {}),
      line: (line) => this.#take(line),
    });
  }

  #take(line: unknown): void {
    const event = happening(line);
    if (!event) return;
    if (event.action.startsWith('die')) this.#options.registry.ended(event.id);
    else this.#tell(event.id, event.facts);
    if (event.running) void this.#inspect(event.id);
  }

  #tell(id: string, facts: ContainerFacts): void {
    this.#options.registry.tellContainer(id, { ...facts, runtimeName: this.#runtimeName });
  }

  /** A container that has ended since tells nothing. */
  async #inspect(id: string): Promise<void> {
    const { registry } = this.#options;
    try {
      const { pid, onHost, addresses, facts } = inspected((await this.#ask(`/containers/${id}/json`)).body);
      const inode = pid === 0 ? 0 : await this.#netnsOf(pid, id);
      this.#tell(id, facts);
      if (inode === 0) return;
      if (onHost) return registry.tellHostNetns(inode);
      registry.tellNetns(inode, id, true);
      for (const address of addresses.filter(isOfOne)) registry.tellAddress(address, id);
    } catch {
      // Gone, or the daemon is: the next list tells.
    }
  }

  /** Inode of the network namespace of a process in that container; 0 where the process id is another's by now. */
  async #netnsOf(pid: number, id: string): Promise<number> {
    const folder = `${this.#options.proc ?? '/proc'}/${pid}`;
    const link = await readlink(`${folder}/ns/net`);
    const cgroup = await readFile(`${folder}/cgroup`, 'utf8');
    return cgroup.includes(id) ? Number(/^net:\[(\d+)\]$/.exec(link)?.[1] ?? 0) : 0;
  }
}

function runtimeOf(server: string): string {
  if (server.startsWith('Docker/')) return 'docker';
  return server.startsWith('Libpod/') ? 'podman' : '';
}
