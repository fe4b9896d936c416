// What is told about containers, pods, namespaces and addresses, and what is answered.
import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../../src/identity/registry.ts';

const APP = 'a'.repeat(64);
const SIDECAR = 'b'.repeat(64);
const OTHER = 'c'.repeat(64);
const UID = '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11';

let now = 0;
let registry: Registry;

beforeEach(() => {
  now = 0;
  registry = new Registry(() => now);
});

/** Whether the version has grown by now, long after the last change. */
function grown(): boolean {
  now += 1000;
  const before = seen;
  seen = registry.version;
  return seen > before;
}
let seen = 0;
beforeEach(() => {
  seen = 0;
});

describe('containers', () => {
  it('puts together what several sources tell, in any order', () => {
    registry.tellContainer(APP, { runtimeName: 'containerd', podUid: UID });
    expect(registry.container(APP)).toMatchObject({
      containerId: APP,
      runtimeName: 'containerd',
      podName: '',
    });
    registry.tellContainer(APP, { podContainerName: 'app', podName: '', containerName: 'k8s_app' });
    registry.tellPod(UID, { namespace: 'demo', podName: 'mypod' });
    registry.tellNode('minikube');
    expect(registry.container(APP)).toMatchObject({
      node: 'minikube',
      namespace: 'demo',
      podName: 'mypod',
      containerName: 'app',
      runtimeName: 'containerd',
    });
    expect(registry.container(OTHER)).toBeUndefined();
  });

  it('knows the pod of a container that comes later', () => {
    registry.tellPod(UID, { namespace: 'demo', podName: 'mypod' });
    registry.tellContainer(APP, { podUid: UID });
    expect(registry.container(APP)?.podName).toBe('mypod');
  });

  it('says so when an answer changes, and only then', () => {
    registry.tellContainer(APP, { containerName: 'one' });
    expect(grown()).toBe(true);
    registry.tellContainer(APP, { containerName: 'one', runtimeName: '' });
    expect(grown()).toBe(false);
    registry.tellContainer(APP, { containerName: 'two' });
    expect(grown()).toBe(true);
    registry.tellPod(UID, { namespace: 'demo', podName: 'mypod' });
    expect(grown()).toBe(false); // it has no container yet
    registry.tellContainer(APP, { podUid: UID });
    expect(grown()).toBe(true);
    registry.tellPod(UID, { namespace: 'demo', podName: 'mypod' });
    expect(grown()).toBe(false);
  });

  it('takes one step for changes that follow closely', () => {
    registry.tellContainer(APP, { containerName: 'one' });
    expect(registry.version).toBe(1);
    for (let i = 0; i < 100; i++) registry.tellContainer(OTHER, { containerName: `n${i}` });
    expect(registry.version).toBe(1);
    now += 1000;
    expect(registry.version).toBe(2);
    now += 1000;
    expect(registry.version).toBe(2);
  });

  it('is bounded, and keeps those that sources still speak of', () => {
    registry.tellContainer(APP, { containerName: 'old' });
    for (let i = 0; i < 20_000; i++) {
      registry.tellContainer(String(i), { containerName: 'new' });
      if (i % 5000 === 0) registry.tellContainer(APP, { containerName: 'old' });
    }
    expect(registry.container('0')).toBeUndefined();
    expect(registry.container('19999')).toBeDefined();
    expect(registry.container(APP)?.containerName).toBe('old');
  });
});

describe('namespaces', () => {
  beforeEach(() => {
    const pod = { namespace: 'demo', podName: 'mypod', podUid: UID, runtimeName: 'containerd' };
    registry.tellContainer(APP, { ...pod, podContainerName: 'app' });
    registry.tellContainer(SIDECAR, { ...pod, podContainerName: 'sidecar' });
    registry.tellContainer(OTHER, { containerName: 'other' });
  });

  it('belong to the container seen in them', () => {
    expect(registry.containerOfNetns(77)).toBeUndefined();
    registry.tellNetns(77, APP);
    expect(registry.containerOfNetns(77)).toBe(registry.container(APP));
  });

  it('of a pod have what its containers have in common', () => {
    registry.tellNetns(77, APP);
    registry.tellNetns(77, SIDECAR);
    expect(registry.containerOfNetns(77)).toMatchObject({
      namespace: 'demo',
      podName: 'mypod',
      runtimeName: 'containerd',
      containerName: '',
      containerId: '',
    });
  });

  it('belong to the latest, where two containers have nothing to do with each other', () => {
    registry.tellNetns(77, APP);
    registry.tellNetns(77, OTHER);
    expect(registry.containerOfNetns(77)?.containerName).toBe('other');
  });

  it('are shared by containers that run in them at the same time, as their runtime says', () => {
    registry.tellContainer(SIDECAR, { podUid: 'none', podName: 'none' });
    registry.tellNetns(77, OTHER, true);
    registry.tellNetns(77, SIDECAR, true);
    expect(registry.containerOfNetns(77)).toMatchObject({ containerName: '', containerId: '' });
    registry.ended(OTHER);
    registry.ended(SIDECAR);
    expect(registry.containerOfNetns(77)).toBeDefined(); // rows of that time are still shown
    registry.tellNetns(77, APP, true);
    expect(registry.containerOfNetns(77)?.containerName).toBe('app');
  });

  it('of hosts belong to nobody', () => {
    registry.tellHostNetns(1);
    registry.tellNetns(1, APP, true);
    expect(registry.containerOfNetns(1)).toBeUndefined();
    registry.tellNetns(2, APP);
    expect(grown()).toBe(true);
    registry.tellHostNetns(2);
    expect(registry.containerOfNetns(2)).toBeUndefined();
    expect(grown()).toBe(true);
  });

  it('lose what rows told when another has their inode, unless the runtime vouches for it', () => {
    registry.tellNetns(77, OTHER);
    registry.tellNetns(78, APP, true);
    registry.netnsReplaced(77);
    registry.netnsReplaced(78);
    expect(registry.containerOfNetns(77)).toBeUndefined();
    expect(registry.containerOfNetns(78)?.containerName).toBe('app');
    registry.ended(APP);
    registry.netnsReplaced(78);
    expect(registry.containerOfNetns(78)).toBeUndefined();
  });
});

describe('addresses', () => {
  it('are those of pods, the latest evidence wins', () => {
    registry.tellContainer(APP, { namespace: 'demo', podName: 'mypod' });
    registry.tellContainer(OTHER, { namespace: 'demo', podName: 'next' });
    registry.tellAddress('10.244.0.5', APP);
    expect(registry.endpoint('10.244.0.5')).toEqual({ kind: 'pod', namespace: 'demo', name: 'mypod' });
    registry.tellAddress('10.244.0.5', OTHER);
    expect(registry.endpoint('10.244.0.5')?.name).toBe('next');
    expect(registry.endpoint('10.244.0.6')).toBeUndefined();
  });

  it('of containers that are in no pod stay addresses, until one is known', () => {
    registry.tellContainer(APP, { containerName: 'web', podUid: UID });
    registry.tellAddress('172.17.0.2', APP);
    expect(registry.endpoint('172.17.0.2')).toBeUndefined();
    grown();
    registry.tellPod(UID, { namespace: 'demo', podName: 'mypod' });
    expect(registry.endpoint('172.17.0.2')?.name).toBe('mypod');
    expect(grown()).toBe(true);
  });
});
