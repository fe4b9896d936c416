// In: JSON from Docker's API, which may hold anything. Out: facts about containers.
import type { ContainerFacts } from '../container.ts';

/** A container in the list, or the one an event is about. */
export interface Mentioned {
  readonly id: string;
  readonly facts: ContainerFacts;
  readonly running: boolean;
}

/** What has happened to a container. */
export interface Happening extends Mentioned {
  readonly action: string;
}

export interface Inspected {
  /** 0 where it does not run. */
  readonly pid: number;
  /** It shares the network of the host, or of what its daemon takes for it. */
  readonly onHost: boolean;
  readonly addresses: readonly string[];
  readonly facts: ContainerFacts;
}

type Json = { readonly [key: string]: unknown };

const ID = /^[0-9a-f]{64}$/;

/** GET /containers/json */
export function listed(body: unknown): Mentioned[] {
  return (Array.isArray(body) ? body : []).map(object).flatMap((entry) => {
    const id = text(entry.Id);
    const names = Array.isArray(entry.Names) ? entry.Names.map(text) : [];
    // `/other/alias` is a link of another container to this one.
    const name = names.find((one) => one.lastIndexOf('/') < 1) ?? '';
    const facts = namedFacts(name, text(entry.Image), object(entry.Labels));
    return ID.test(id) ? [{ id, facts, running: entry.State === 'running' }] : [];
  });
}

/** A line of GET /events; its attributes are name, image and all labels. Undefined where it is about something else. */
export function happening(line: unknown): Happening | undefined {
  const event = object(line);
  const actor = object(event.Actor);
  const attributes = object(actor.Attributes);
  const id = text(actor.ID);
  if (!ID.test(id)) return undefined;
  const action = text(event.Action);
  const facts = namedFacts(text(attributes.name), text(attributes.image), attributes);
  return { id, action, facts, running: action === 'start' || action === 'restart' };
}

/** GET /containers/ID/json */
export function inspected(body: unknown): Inspected {
  const entry = object(body);
  const state = object(entry.State);
  const config = object(entry.Config);
  const pid = state.Running === true && Number.isInteger(state.Pid) ? (state.Pid as number) : 0;
  const named = namedFacts(text(entry.Name), text(config.Image), object(config.Labels));
  const onHost = object(entry.HostConfig).NetworkMode === 'host';
  return { pid, onHost, addresses: addressesOf(entry), facts: { ...named, containerPid: pid || undefined } };
}

/** The labels that kubelet gives to containers (pkg/kubelet/types/labels.go), where the runtime behind it is Docker. */
function namedFacts(name: string, image: string, labels: Json): ContainerFacts {
  const podName = text(labels['io.kubernetes.pod.name']);
  if (podName === '') return { containerName: name.replace(/^\//, ''), containerImageName: image };
  // The sandbox, whose name is POD, holds the pod's namespaces and is no container to its users.
  const sandbox = text(labels['io.kubernetes.docker.type']) === 'podsandbox';
  return {
    podName,
    namespace: text(labels['io.kubernetes.pod.namespace']),
    podUid: text(labels['io.kubernetes.pod.uid']),
    podContainerName: sandbox ? '' : text(labels['io.kubernetes.container.name']),
    containerImageName: image,
  };
}

function addressesOf(entry: Json): string[] {
  const networks = Object.values(object(object(entry.NetworkSettings).Networks)).map(object);
  return networks
    .flatMap((network) => [text(network.IPAddress), text(network.GlobalIPv6Address)])
    .filter((address) => address !== '');
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Text that may be shown: control characters must not reach a terminal. */
function text(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[\x00-\x1f\x7f-\x9f]/g, '') : '';
}
