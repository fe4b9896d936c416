// In: nothing. Out: the columns shown where the user chose none, behind the time.

/** What is known about where events were seen: pods of a cluster, containers of a runtime, or namespaces alone. */
export type Surroundings = 'kubernetes' | 'containers' | 'none';

const WHERE: Readonly<Record<Surroundings, readonly string[]>> = {
  kubernetes: ['k8s.node', 'k8s.namespace', 'k8s.podName', 'k8s.containerName'],
  containers: ['runtime.containerName'],
  none: ['netns'],
};

const WHAT: readonly string[] = [
  'src',
  'dst',
  'proc.comm',
  'proc.pid',
  'qr',
  'qtype',
  'name',
  'rcode',
  'latency_ns',
  'addresses',
];

export function defaultColumns(surroundings: Surroundings): readonly string[] {
  return [...WHERE[surroundings], ...WHAT];
}
