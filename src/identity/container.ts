// In: facts about containers. Out: what fields show of them.
import type { Container } from '../fields/identity.ts';

/** What a source knows about a container; what it leaves out or empty, it does not know. */
export interface ContainerFacts {
  readonly runtimeName?: string;
  readonly containerName?: string;
  readonly containerImageName?: string;
  readonly containerPid?: number;
  readonly podUid?: string;
  readonly namespace?: string;
  readonly podName?: string;
  /** Its name within the pod; other than its runtime's. */
  readonly podContainerName?: string;
}

export interface PodFacts {
  readonly namespace: string;
  readonly podName: string;
}

/** A container about which nothing is known. */
export const NO_CONTAINER: Container = {
  node: '',
  namespace: '',
  podName: '',
  podLabels: '',
  ownerKind: '',
  ownerName: '',
  containerName: '',
  containerId: '',
  containerImageName: '',
  containerPid: 0,
  runtimeName: '',
};

/** A container as fields show it. What it says of its pod itself goes before what `pod` says. */
export function containerOf(
  containerId: string,
  facts: ContainerFacts,
  pod: PodFacts | undefined,
  node: string,
): Container {
  return {
    ...NO_CONTAINER,
    containerId,
    node,
    namespace: facts.namespace ?? pod?.namespace ?? '',
    podName: facts.podName ?? pod?.podName ?? '',
    containerName: facts.podContainerName ?? facts.containerName ?? '',
    containerImageName: facts.containerImageName ?? '',
    containerPid: facts.containerPid ?? 0,
    runtimeName: facts.runtimeName ?? '',
  };
}

/** What all of the containers have in common; undefined where there are none. */
export function commonOf(containers: readonly Container[]): Container | undefined {
  if (containers.length === 0) return undefined;
  const [first, ...others] = containers;
  const shared = Object.entries(first).filter(([key, value]) =>
    others.every((other) => other[key as keyof Container] === value),
  );
  return { ...NO_CONTAINER, ...Object.fromEntries(shared) };
}
