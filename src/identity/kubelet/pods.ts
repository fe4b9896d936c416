// In: kubelet's log folders. Out: the pods and containers of this node. Works with every runtime, without credentials.
import type { Registry } from '../registry.ts';
import type { IdentitySource } from '../source.ts';
import { FolderNames } from './folder-names.ts';
import { loggedContainer, loggedPod } from './log-names.ts';
import { nodeName } from './node-name.ts';

export interface KubeletOptions {
  readonly registry: Registry;
  readonly containersFolder?: string;
  readonly podsFolder?: string;
  readonly node?: () => Promise<string>;
}

/** The pods that kubelet runs on this node. */
export class KubeletPods implements IdentitySource {
  found = false;
  readonly #options: KubeletOptions;
  readonly #containers: FolderNames;
  readonly #pods: FolderNames;

  constructor(options: KubeletOptions) {
    this.#options = options;
    const { registry, containersFolder = '/var/log/containers', podsFolder = '/var/log/pods' } = options;
    this.#containers = new FolderNames(containersFolder, (name) => {
      const { id, ...facts } = loggedContainer(name) ?? {};
      if (id) this.#tell(() => registry.tellContainer(id, facts));
    });
    this.#pods = new FolderNames(podsFolder, (name) => {
      const pod = loggedPod(name);
      if (pod) this.#tell(() => registry.tellPod(pod.uid, pod));
    });
  }

  async start(): Promise<void> {
    await Promise.all([this.#pods.start(), this.#containers.start()]);
  }

  stop(): void {
    this.#pods.stop();
    this.#containers.stop();
  }

  #tell(tell: () => void): void {
    tell();
    if (this.found) return;
    this.found = true;
    const { registry, node = nodeName } = this.#options;
    node().then(
      (name) => registry.tellNode(name),
      () => {}, // not known, then
    );
  }
}
