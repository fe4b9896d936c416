// In: nothing. Out: the fields that say which process, container and pod an event belongs to.
import type { Process } from '../store/entries.ts';
import type { FieldContext } from './context.ts';
import type { Field, FieldKind } from './field.ts';
import type { Container } from './identity.ts';
import { makeField } from './make.ts';

/** No process has PID 0, so 0 stands for "none known". */
const known = (process: Process) => process.pid !== 0;

function processField(
  [name, ...aliases]: [string, ...string[]],
  kind: FieldKind,
  width: number,
  description: string,
  read: (process: Process, context: FieldContext) => string | number,
): Field {
  return makeField({ name, aliases, kind, width, description, operand: { from: 'process', read } });
}

function pidField(
  [name, ...aliases]: [string, ...string[]],
  description: string,
  read: (process: Process) => number,
): Field {
  return makeField({
    name,
    aliases,
    description,
    kind: 'number',
    width: 8,
    blankZero: true,
    operand: { from: 'process', read },
  });
}

const PROCESS_FIELDS: readonly Field[] = [
  processField(['proc.comm', 'comm'], 'text', 16, 'name of the process that owns the socket', (p) => p.comm),
  pidField(['proc.pid', 'pid'], 'its process id', (p) => p.pid),
  pidField(['proc.tid', 'tid'], 'its thread id', (p) => p.tid),
  processField(['proc.exe', 'exe'], 'text', 24, 'its executable', (p) => p.exe),
  processField(['proc.cmdline', 'cmdline'], 'text', 32, 'its command line', (p) => p.cmdline),
  processField(['proc.creds.uid', 'uid'], 'number', 6, 'its user id', (p) => (known(p) ? p.uid : '')),
  processField(['proc.creds.gid', 'gid'], 'number', 6, 'its group id', (p) => (known(p) ? p.gid : '')),
  processField(['proc.creds.user', 'user'], 'text', 10, 'name of its user', (p, context) =>
    known(p) ? (p.user ?? context.users.name(p.uid)) : '',
  ),
  processField(['proc.parent.comm', 'pcomm'], 'text', 16, 'name of its parent', (p) => p.pcomm),
  pidField(['proc.parent.pid', 'ppid'], 'process id of its parent', (p) => p.ppid),
];

function containerField(
  name: string,
  width: number,
  description: string,
  read: (container: Container) => string | number,
  aliases: readonly string[] = [],
): Field {
  return makeField({
    name,
    aliases,
    title: name.toUpperCase(),
    kind: 'text',
    width,
    description,
    operand: {
      from: 'owner',
      read: (process, netns, context) => {
        const container = context.container(process, netns);
        return container ? read(container) : '';
      },
    },
  });
}

const CONTAINER_FIELDS: readonly Field[] = [
  containerField('runtime.containerName', 24, 'name of the container', (c) => c.containerName, [
    'containername',
  ]),
  makeField({
    name: 'runtime.containerId',
    description: 'id of the container',
    kind: 'text',
    width: 13,
    operand: {
      from: 'owner',
      // Known from the process's cgroup even where no container runtime is asked.
      read: (process, netns, context) =>
        context.store.processes.at(process).containerId ||
        (context.container(process, netns)?.containerId ?? ''),
    },
  }),
  containerField('runtime.containerImageName', 24, 'image of the container', (c) => c.containerImageName),
  containerField('runtime.runtimeName', 12, 'container runtime: docker, containerd, …', (c) => c.runtimeName),
  makeField({
    name: 'runtime.containerPid',
    description: 'process id of the container',
    kind: 'number',
    width: 8,
    blankZero: true,
    operand: {
      from: 'owner',
      read: (process, netns, context) => context.container(process, netns)?.containerPid ?? 0,
    },
  }),
];

const KUBERNETES_FIELDS: readonly Field[] = [
  makeField({
    name: 'k8s.node',
    title: 'K8S.NODE',
    description: 'Kubernetes node',
    kind: 'text',
    width: 16,
    operand: {
      from: 'owner',
      // What was seen outside of all pods was seen on the node, too.
      read: (process, netns, context) =>
        context.container(process, netns)?.node || (context.identities.node ?? ''),
    },
  }),
  containerField('k8s.namespace', 16, 'Kubernetes namespace', (c) => c.namespace),
  containerField('k8s.podName', 24, 'Kubernetes pod', (c) => c.podName),
  containerField('k8s.containerName', 18, 'container within the pod', (c) =>
    c.podName ? c.containerName : '',
  ),
  containerField('k8s.owner.kind', 14, 'what made the pod: Deployment, DaemonSet, …', (c) => c.ownerKind),
  containerField('k8s.owner.name', 24, 'name of what made the pod', (c) => c.ownerName),
  containerField('k8s.podLabels', 32, 'labels of the pod', (c) => c.podLabels),
];

export const OWNER_FIELDS: readonly Field[] = [...PROCESS_FIELDS, ...CONTAINER_FIELDS, ...KUBERNETES_FIELDS];
