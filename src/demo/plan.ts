// In: nothing. Out: the demo's cluster on paper: its parts, their addresses and names.
import type { Container } from '../fields/identity.ts';

/** A network namespace with one program in it (the node has none). */
export type Role = 'node' | 'upstream' | 'coredns' | 'mypod' | 'web' | 'cart';

/** The parts that hang on the node's bridge. */
export type PodRole = Exclude<Role, 'node' | 'upstream'>;

export interface Pod {
  readonly role: PodRole;
  readonly address: string;
  readonly namespace: string;
  readonly name: string;
  /** Its container. */
  readonly container: string;
  /** How its program is called; the kernel keeps 15 characters. */
  readonly comm: string;
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
}

export const NODE_NAME = 'minikube-docker';
/** The service of the cluster's DNS: translated to the pod of coredns on the node. */
export const SERVICE = { address: '10.96.0.10', namespace: 'kube-system', name: 'kube-dns' };
/** The node's two addresses: on the bridge and on the uplink. */
export const NODE = { bridge: '10.244.0.1', uplink: '192.168.49.2' };
export const UPSTREAM = '192.168.49.1';
/** How its program is called. */
export const UPSTREAM_COMM = 'resolver';
export const DNS_PORT = 53;

export const PODS: readonly Pod[] = [
  {
    role: 'coredns',
    address: '10.244.0.2',
    namespace: 'kube-system',
    name: 'coredns-674b8bbfcf-7zsxv',
    container: 'coredns',
    comm: 'coredns',
    owner: { kind: 'ReplicaSet', name: 'coredns-674b8bbfcf' },
  },
  {
    role: 'mypod',
    address: '10.244.0.5',
    namespace: 'demo',
    name: 'mypod',
    container: 'mypod',
    comm: 'mypod-app',
    owner: undefined,
  },
  {
    role: 'web',
    address: '10.244.0.6',
    namespace: 'demo',
    name: 'web-7d4b9c6f5-x2kqp',
    container: 'web',
    comm: 'web-app',
    owner: { kind: 'ReplicaSet', name: 'web-7d4b9c6f5' },
  },
  {
    role: 'cart',
    address: '10.244.0.7',
    namespace: 'shop',
    name: 'cart-5f6d8b7c9-h8w4z',
    container: 'cart',
    comm: 'cart-api',
    owner: { kind: 'ReplicaSet', name: 'cart-5f6d8b7c9' },
  },
];

export const ROLES: readonly Role[] = ['node', 'upstream', ...PODS.map((pod) => pod.role)];
/** Those that run a program. */
export const PROGRAMS: readonly Role[] = ROLES.filter((role) => role !== 'node');

/** The first argument with which dnstop runs one of the programs, in its namespace; the second is the role. */
export const PROGRAM_COMMAND = 'demo-program';
/** What a program writes to standard output once it is ready. */
export const READY = 'ready\n';

/** The pod of a role, or undefined where it is none. */
export function podOf(role: Role): Pod | undefined {
  return PODS.find((pod) => pod.role === role);
}

/** What fields show of a role's namespace. Node and upstream are no pods, so only their names as containers. */
export function containerOf(role: Role): Container {
  const pod = podOf(role);
  return {
    node: role === 'upstream' ? '' : NODE_NAME,
    namespace: pod?.namespace ?? '',
    podName: pod?.name ?? '',
    podLabels: pod ? `app=${pod.container}` : '',
    ownerKind: pod?.owner?.kind ?? '',
    ownerName: pod?.owner?.name ?? '',
    containerName: pod?.container ?? (role === 'node' ? NODE_NAME : role),
    containerId: '',
    containerImageName: '',
    containerPid: 0,
    runtimeName: '',
  };
}
