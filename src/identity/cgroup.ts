// In: the path of a cgroup and the id of a container in it. Out: what the path says about that container.

export interface CgroupFacts {
  /** Empty where the path does not say. */
  readonly runtimeName: string;
  /** The uid of the Kubernetes pod, as kubelet writes it in folder names; empty where it is none's. */
  readonly podUid: string;
}

/**
 * What runtimes call a container's cgroup: `docker-ID.scope`, `/docker/ID`, `cri-containerd-ID.scope`, and, where only
 * one side was told to use systemd, `…slice:cri-containerd:ID`. `crio-conmon-ID.scope` is the monitor's, not the container's.
 */
const RUNTIME = /(?:^|[/:])(docker|cri-containerd|nerdctl|crio|libpod)[-:/]$/;
const RUNTIMES: Readonly<Record<string, string>> = {
  docker: 'docker',
  'cri-containerd': 'containerd',
  nerdctl: 'containerd',
  crio: 'cri-o',
  libpod: 'podman',
};

/**
 * `…/kubepods-burstable-podUID.slice/…` (systemd, with `_` in the uid), `/kubepods/burstable/podUID/…` (cgroupfs). Pods
 * from files on the node have a hash in place of the uid.
 */
const POD = /[/-]pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?=[./])/g;

/** What the path of its cgroup says about the container `id`. */
export function cgroupFacts(path: string, id: string): CgroupFacts {
  const before = path.slice(0, Math.max(0, path.indexOf(id)));
  const runtime = RUNTIME.exec(before)?.[1];
  const pods = before.includes('kubepods') ? [...before.matchAll(POD)] : [];
  return {
    runtimeName: runtime ? RUNTIMES[runtime] : '',
    podUid: pods.at(-1)?.[1].replaceAll('_', '-') ?? '',
  };
}
