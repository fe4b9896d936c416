// What rows tell about namespaces, containers and addresses.
import { beforeEach, expect, it } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { Learner } from '../../src/identity/learner.ts';
import { Registry } from '../../src/identity/registry.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder, type EventSpec, processEntry } from '../support/batch.ts';

const OUTGOING = 4;
const HOST = 0;
const OTHERHOST = 3;
const ID = '3be250aff9abc66fae33096700f3a4b97c3f9a5837a3ca2f855bbf58f3e280d5';
const NEXT_ID = 'bd1e443d167e676d578f65bde2012f1f57a873b60e2d1b9011a40d689887cd05';
const UID = '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11';
const process = { pid: 9, containerId: ID, cgroup: `/kubepods/pod${UID}/crio-${ID}` };
const next = { pid: 10, containerId: NEXT_ID, cgroup: `/docker/${NEXT_ID}` };

let store: Store;
let registry: Registry;
let learner: Learner;
let builder: BatchBuilder;

beforeEach(() => {
  store = new Store(64);
  registry = new Registry();
  registry.tellPod(UID, { namespace: 'demo', podName: 'mypod' });
  learner = new Learner(store, registry);
  builder = new BatchBuilder();
});

/** An event with its direction. */
function come(pktType: number, spec: EventSpec): void {
  builder.add({ ...spec, columns: { pkt_type: pktType, ifindex: 2, ...spec.columns } });
  const { from, to } = store.append(builder.batch());
  learner.append(from, to);
}

const podAt = (address: string) => registry.endpoint(address)?.name;

it('learns container, namespace and address from a query on its way out', () => {
  come(OUTGOING, { netns: { inode: 77 }, process, src: '10.244.0.5', dst: '10.96.0.10' });
  expect(registry.container(ID)).toMatchObject({ podName: 'mypod', namespace: 'demo', runtimeName: 'cri-o' });
  expect(registry.containerOfNetns(77)?.podName).toBe('mypod');
  expect(podAt('10.244.0.5')).toBe('mypod');
  expect(podAt('10.96.0.10')).toBeUndefined();
});

it('learns the address of the receiver', () => {
  come(HOST, { netns: { inode: 77 }, process, src: '10.96.0.10', dst: '10.244.0.5', response: true });
  expect(podAt('10.244.0.5')).toBe('mypod');
  expect(podAt('10.96.0.10')).toBeUndefined();
});

it('learns nothing from what passes by, nor on the loopback device', () => {
  come(OTHERHOST, { netns: { inode: 77 }, process, src: '10.244.0.5', dst: '10.96.0.10' });
  come(OUTGOING, { netns: { inode: 77 }, process, src: '10.96.0.11', columns: { ifindex: 1 } });
  come(OUTGOING, { netns: { inode: 77 }, process, src: '127.0.0.1' });
  come(OUTGOING, { netns: { inode: 77 }, src: '10.244.0.7' });
  expect(['10.244.0.5', '10.96.0.10', '10.96.0.11', '127.0.0.1', '10.244.0.7'].map(podAt)).toEqual(
    Array(5).fill(undefined),
  );
});

it('does not take the namespace or an address of the host for a pod’s', () => {
  registry.tellHostNetns(2);
  come(OUTGOING, { netns: { inode: 1, name: 'host' }, process, src: '192.168.49.2' });
  come(OUTGOING, { netns: { inode: 2 }, process, src: '192.168.49.3' });
  come(OUTGOING, { process, src: '192.168.49.4' });
  expect(registry.container(ID)?.podName).toBe('mypod');
  expect([1, 2, 0].map((inode) => registry.containerOfNetns(inode))).toEqual(Array(3).fill(undefined));
  expect(['192.168.49.2', '192.168.49.3', '192.168.49.4'].map(podAt)).toEqual(Array(3).fill(undefined));
});

it('sees a container that took over namespace and address', () => {
  registry.tellContainer(NEXT_ID, { namespace: 'demo', podName: 'next' });
  come(OUTGOING, { netns: { inode: 77 }, process, src: '10.244.0.5' });
  come(OUTGOING, { netns: { inode: 77 }, process: next, src: '10.244.0.5' });
  expect(registry.containerOfNetns(77)?.podName).toBe('next');
  expect(podAt('10.244.0.5')).toBe('next');
  // And back: what a process told before is not taken for granted.
  come(OUTGOING, { netns: { inode: 78 }, process, src: '10.244.0.5' });
  expect(podAt('10.244.0.5')).toBe('mypod');
});

it('forgets what it learned about an inode that another namespace has now', () => {
  come(OUTGOING, { netns: { inode: 77, path: '/proc/9/ns/net' }, process, src: '10.244.0.5' });
  come(OTHERHOST, { netns: { inode: 77, path: '/run/netns/x' }, src: '10.0.0.1' });
  expect(registry.containerOfNetns(77)).toBeUndefined();
  come(OUTGOING, { netns: { inode: 77, path: '/run/netns/x' }, process, src: '10.244.0.5' });
  expect(registry.containerOfNetns(77)?.podName).toBe('mypod');
  // Rows of the namespace that is gone, still on their way, change nothing twice.
  come(OTHERHOST, { netns: { inode: 77, path: '/run/netns/x' }, src: '10.0.0.1' });
  expect(registry.containerOfNetns(77)?.podName).toBe('mypod');
});

it('learns the container of a process of which more became known', () => {
  come(OUTGOING, { netns: { inode: 77 }, process: { pid: 9 }, src: '10.244.0.5' });
  const index = store.columns.process[0];
  builder.entry(DICTIONARY.process, index, processEntry(process));
  come(OTHERHOST, { netns: { inode: 78 } });
  expect(registry.container(ID)?.podName).toBe('mypod');
});
