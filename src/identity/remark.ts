// In: names and values. Out: the comments by which a capture file that dnstop wrote says what packets cannot, and back.
import type { Container } from '../fields/identity.ts';
import { NO_CONTAINER } from './container.ts';

/** What a remark says, by its names. native/file/remark.cc reads some of them, too. */
export type Remark = ReadonlyMap<string, string>;

const MARK = 'dnstop';

/** The value of a container by its name in a remark; `runtime.containerName` is there wherever a container is known. */
const CONTAINER_NAMES = {
  'runtime.containerName': 'containerName',
  'runtime.containerId': 'containerId',
  'runtime.containerImageName': 'containerImageName',
  'runtime.runtimeName': 'runtimeName',
  'runtime.containerPid': 'containerPid',
  'k8s.node': 'node',
  'k8s.namespace': 'namespace',
  'k8s.podName': 'podName',
  'k8s.owner.kind': 'ownerKind',
  'k8s.owner.name': 'ownerName',
  'k8s.podLabels': 'podLabels',
} as const satisfies Record<string, keyof Container>;

/** `dnstop name=value name="value with spaces"`, what is empty left out; one line, also where values are not. */
export function remarkText(values: Iterable<readonly [name: string, value: string | number]>): string {
  let text = MARK;
  for (const [name, value] of values) text += remarkItem(name, value);
  return text;
}

/** ` name=value`, or nothing where the value is empty. */
export function remarkItem(name: string, value: string | number): string {
  return value === '' || value === 0 ? '' : ` ${name}=${quoted(String(value))}`;
}

/** What identifies a container; ` runtime.containerName=""` where it has no name. */
export function containerItems(container: Container | undefined): string {
  if (container === undefined) return '';
  let text = container.containerName ? '' : ' runtime.containerName=""';
  for (const [name, key] of Object.entries(CONTAINER_NAMES)) text += remarkItem(name, container[key]);
  return text;
}

/** A text that is no remark has no values. */
export function parseRemark(text: string): Remark {
  const values = new Map<string, string>();
  if (!text.startsWith(`${MARK} `)) return values;
  for (const [, name, within, bare] of text.matchAll(/(?<= )([^ ="]+)=(?:"((?:[^"\\]|\\.)*)"|([^ ]*))/gs)) {
    const value = within === undefined ? bare : within.replace(/\\(.)/gs, '$1');
    if (!values.has(name)) values.set(name, value.replace(/[\x00-\x1f\x7f-\x9f]/g, ' '));
  }
  return values;
}

/** The container that a remark tells of, if it does. */
export function containerOfRemark(remark: Remark): Container | undefined {
  if (!remark.has('runtime.containerName')) return undefined;
  const told = Object.entries(CONTAINER_NAMES).map(([name, key]) => [key, remark.get(name) ?? '']);
  const container: Container = { ...NO_CONTAINER, ...Object.fromEntries(told) };
  return { ...container, containerPid: Number(container.containerPid) || 0 };
}

function quoted(value: string): string {
  const line = value.replace(/[\x00-\x1f\x7f]/g, ' ');
  return /^[^\s"\\]+$/.test(line) ? line : `"${line.replace(/["\\]/g, '\\$&')}"`;
}
