// In: a lookup. Out: what tables group it by, how that is shown, and the filter that finds it again.
import type { FieldContext } from '../fields/context.ts';
import { NONE, ofQuestion } from '../fields/header.ts';
import { lastLabels } from '../fields/labels.ts';
import { netnsName } from '../fields/point-fields.ts';
import { FATE, type Lookup } from './lookup.ts';

/** Values of network packet types (linux/if_packet.h): the message was for this end. */
const PKT_HOST = 0;
const PKT_OUTGOING = 4;

/** What a table groups by. A key is '' where the value is not known. */
export interface Dimension {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  /** Whether keys depend on what is known about containers and pods, which may come late. */
  readonly identities: boolean;
  key(context: FieldContext, lookup: Lookup): string;
  /** The key as people read it, before what it holds is made visible. */
  label(context: FieldContext, key: string): string;
  /** The filter that keeps lookups with this key; undefined where the language cannot say it. */
  expression(key: string): string | undefined;
}

const PLAIN_VALUE = /^[A-Za-z0-9_.:/-]+$/;

/** A value as a filter takes it. */
function quoted(value: string): string {
  return PLAIN_VALUE.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

const plain = (_: FieldContext, key: string) => key;
const equals = (field: string) => (key: string) => (key === '' ? undefined : `${field}==${quoted(key)}`);

/** `ADDRESS`, or the pod or service that has it. */
function addressLabel({ identities }: FieldContext, address: string): string {
  const known = identities.endpoint(address);
  return known?.name ? `${known.namespace}/${known.name}` : address;
}

/** Place of the event by which the lookup was first asked. */
const askedAt = ({ store }: FieldContext, lookup: Lookup) => lookup.asked % store.capacity;

/** Whether it is a query that was seen where it was sent; else process and container there are not the asker's. */
function seenAtAsker(context: FieldContext, lookup: Lookup): boolean {
  return (
    context.store.columns.pkt_type[askedAt(context, lookup)] === PKT_OUTGOING && lookup.fate !== FATE.unasked
  );
}

/** The address of the end that asked or was asked. An unasked response was sent by who was asked. */
function addressOf(context: FieldContext, lookup: Lookup, who: 'client' | 'server'): string {
  const { columns, text } = context.store;
  const fromSource = (who === 'client') === (lookup.fate !== FATE.unasked);
  return text.at(columns[fromSource ? 'src_addr' : 'dst_addr'][askedAt(context, lookup)]);
}

function process(context: FieldContext, lookup: Lookup): string {
  const { columns, processes } = context.store;
  const place = askedAt(context, lookup);
  const known = lookup.fate !== FATE.unasked && columns.pkt_type[place] !== PKT_HOST;
  return known ? processes.at(columns.process[place]).comm : '';
}

/** The asker's container, where it was seen there. */
function containerOf(context: FieldContext, lookup: Lookup) {
  const { columns } = context.store;
  const place = askedAt(context, lookup);
  return seenAtAsker(context, lookup)
    ? context.container(columns.process[place], columns.netns[place])
    : undefined;
}

/** The pod that has the asker's address. */
function podOf(context: FieldContext, lookup: Lookup) {
  const known = context.identities.endpoint(addressOf(context, lookup, 'client'));
  return known?.kind === 'pod' ? known : undefined;
}

/** `NAMESPACE/POD`, or the name of a container that is in no pod (neither Docker nor Podman has `/` in it). */
function container(context: FieldContext, lookup: Lookup): string {
  const own = containerOf(context, lookup);
  if (own) return own.podName === '' ? own.containerName : `${own.namespace}/${own.podName}`;
  const pod = podOf(context, lookup);
  return pod ? `${pod.namespace}/${pod.name}` : '';
}

function containerExpression(key: string): string | undefined {
  const slash = key.indexOf('/');
  if (slash < 0) return equals('runtime.containerName')(key);
  return `k8s.namespace==${quoted(key.slice(0, slash))} && k8s.podName==${quoted(key.slice(slash + 1))}`;
}

function rcode(context: FieldContext, { fate, rcode }: Lookup): string {
  if (fate === FATE.pending) return 'pending';
  return fate === FATE.unanswered ? 'timeout' : context.mnemonics.rcodes.name(rcode);
}

const STATE_LABELS: Readonly<Record<string, string>> = { pending: '(pending)', timeout: '(no answer)' };

function qtype(context: FieldContext, lookup: Lookup): string {
  const type = ofQuestion('qtype', context.store.columns, askedAt(context, lookup));
  return type === NONE ? '' : context.mnemonics.types.name(type);
}

/** Names by their last `level` labels, 1 for top-level domains; whole names for Infinity. */
export function nameDimension(level: number): Dimension {
  return {
    name: level === Number.POSITIVE_INFINITY ? 'name' : `name${level}`,
    title: 'name',
    meaning: 'name asked for',
    identities: false,
    key: (context, lookup) => {
      const { columns, text } = context.store;
      return lastLabels(text.at(columns.name[askedAt(context, lookup)]), level);
    },
    label: plain,
    // A name with fewer labels is whole; another one stands for all names below it, too.
    expression: (key) => {
      const whole = key === '.' || lastLabels(key, level - 1) === key;
      if (whole) return equals('name')(key);
      return `name~"(^|[.])${patternOf(key).replace(/[\\"]/g, '\\$&')}$"`;
    },
  };
}

/** A regular expression that stands for the text. */
function patternOf(text: string): string {
  return text.replace(/[.]/g, '[.]').replace(/[\\^$*+?(){}|]/g, '\\$&');
}

const OTHERS: readonly Dimension[] = [
  {
    name: 'qtype',
    title: 'type',
    meaning: 'type asked for',
    identities: false,
    key: qtype,
    label: plain,
    expression: equals('qtype'),
  },
  {
    name: 'rcode',
    title: 'rcode',
    meaning: 'how it was answered',
    identities: false,
    key: rcode,
    label: (_, key) => STATE_LABELS[key] ?? key,
    expression: (key) => equals(key in STATE_LABELS ? 'state' : 'rcode')(key),
  },
  {
    name: 'server',
    title: 'server',
    meaning: 'who was asked first',
    identities: false,
    key: (context, lookup) => addressOf(context, lookup, 'server'),
    label: addressLabel,
    expression: equals('nameserver.addr'),
  },
  {
    name: 'client',
    title: 'client',
    meaning: 'who asked, by its address',
    identities: false,
    key: (context, lookup) => addressOf(context, lookup, 'client'),
    label: addressLabel,
    expression: equals('client.addr'),
  },
  {
    name: 'process',
    title: 'process',
    meaning: 'program that asked',
    identities: false,
    key: process,
    label: plain,
    expression: equals('comm'),
  },
  {
    name: 'container',
    title: 'container',
    meaning: 'pod or container that asked',
    identities: true,
    key: container,
    label: plain,
    expression: containerExpression,
  },
  {
    name: 'namespace',
    title: 'namespace',
    meaning: 'Kubernetes namespace that asked',
    identities: true,
    key: (context, lookup) =>
      containerOf(context, lookup)?.namespace || (podOf(context, lookup)?.namespace ?? ''),
    label: plain,
    expression: equals('k8s.namespace'),
  },
  {
    name: 'netns',
    title: 'netns',
    meaning: 'network namespace where it was first seen',
    identities: true,
    key: (context, lookup) => {
      const { columns, netns } = context.store;
      return netnsName(netns.at(columns.netns[askedAt(context, lookup)]), context);
    },
    label: plain,
    expression: equals('netns'),
  },
];

/** One for each kind of table, names whole. */
export const DIMENSIONS: readonly Dimension[] = [nameDimension(Number.POSITIVE_INFINITY), ...OTHERS];

/** Deeper than the names that are made at random below one domain. */
export const MAX_LEVEL = 9;

/** The dimension of that name: one of DIMENSIONS, or `name1` to `name9` for names by so many labels. */
export function findDimension(name: string): Dimension | undefined {
  const level = /^name([1-9])$/.exec(name)?.[1];
  return level ? nameDimension(Number(level)) : DIMENSIONS.find((dimension) => dimension.name === name);
}
