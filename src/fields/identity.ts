// In: addresses, container ids and inodes of namespaces. Out: the pods, services and containers they belong to.

export interface Endpoint {
  /** `pod`, `svc` or `raw` where it is neither. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface Container {
  readonly node: string;
  readonly namespace: string;
  readonly podName: string;
  readonly podLabels: string;
  readonly ownerKind: string;
  readonly ownerName: string;
  readonly containerName: string;
  readonly containerId: string;
  readonly containerImageName: string;
  readonly containerPid: number;
  readonly runtimeName: string;
}

/** What is known about containers and the cluster. Lookups are cheap: they are made while rows are drawn. */
export interface Identities {
  /** Grows when an answer that was already given may have changed. */
  readonly version: number;
  /** The same without delay, for those who ask rarely; left out where `version` has none. */
  readonly revision?: number;
  /** Name of this machine as a Kubernetes node; empty or left out where it is none, or not certain. */
  readonly node?: string;
  endpoint(address: string): Endpoint | undefined;
  container(containerId: string): Container | undefined;
  containerOfNetns(inode: number): Container | undefined;
}

/** Where neither a container runtime nor a cluster is asked. */
export const NO_IDENTITIES: Identities = {
  version: 0,
  endpoint: () => undefined,
  container: () => undefined,
  containerOfNetns: () => undefined,
};
