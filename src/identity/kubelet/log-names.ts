// In: names in kubelet's log folders. Out: the pods and containers they are of.

export interface LoggedContainer {
  readonly id: string;
  readonly namespace: string;
  readonly podName: string;
  readonly podContainerName: string;
}

export interface LoggedPod {
  readonly uid: string;
  readonly namespace: string;
  readonly podName: string;
}

// Names of pods are those of RFC 1123 subdomains, names of namespaces and containers its labels: none has a `_`.
const NAME = '[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?';
const CONTAINER_LOG = new RegExp(`^(${NAME})_(${NAME})_(${NAME})-([0-9a-f]{64})\\.log$`);
const POD_FOLDER = new RegExp(`^(${NAME})_(${NAME})_([0-9a-f-]{32,36})$`);

/** `/var/log/containers/POD_NAMESPACE_CONTAINER-ID.log` (kubelet's legacy_log.go); undefined for anything else. */
export function loggedContainer(name: string): LoggedContainer | undefined {
  const [, podName, namespace, podContainerName, id] = CONTAINER_LOG.exec(name) ?? [];
  return id === undefined ? undefined : { id, namespace, podName, podContainerName };
}

/** `/var/log/pods/NAMESPACE_POD_UID`, made before the pod's sandbox is; undefined for anything else. */
export function loggedPod(name: string): LoggedPod | undefined {
  const [, namespace, podName, uid] = POD_FOLDER.exec(name) ?? [];
  return uid === undefined ? undefined : { uid, namespace, podName };
}
