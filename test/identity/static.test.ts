// Pods and services by a table, alone and with others that know more.
import { expect, it } from 'vitest';
import { findField } from '../../src/fields/find.ts';
import { CombinedIdentities } from '../../src/identity/combined.ts';
import { Registry } from '../../src/identity/registry.ts';
import { StaticIdentities } from '../../src/identity/static.ts';
import { contextOf } from '../support/context.ts';

const ID = 'a'.repeat(64);

function demo(): StaticIdentities {
  return new StaticIdentities('minikube-docker')
    .addPod({
      namespace: 'demo',
      podName: 'mypod',
      containerName: 'app',
      netns: 77,
      addresses: ['10.244.0.5'],
    })
    .addPod({ namespace: 'kube-system', podName: 'on-host', addresses: [] })
    .addService({ namespace: 'kube-system', name: 'kube-dns', addresses: ['10.96.0.10', 'fd00::a'] });
}

it('shows pods and services in rows', () => {
  const events = [{ netns: { inode: 77 }, src: '10.244.0.5', dst: '10.96.0.10' }, { src: 'fd00::a' }];
  const context = contextOf(events, { identities: demo() });
  const show = (name: string, row = 0) => findField(name)!.text(context, row);
  expect(show('src')).toBe('p/demo/mypod:40000');
  expect(show('dst')).toBe('s/kube-system/kube-dns:53');
  expect(
    ['k8s.node', 'k8s.namespace', 'k8s.podName', 'k8s.containerName', 'netns'].map((f) => show(f)),
  ).toEqual(['minikube-docker', 'demo', 'mypod', 'app', 'demo/mypod']);
  expect(show('src', 1)).toBe('s/kube-system/kube-dns:40000');
  expect([show('k8s.node', 1), show('k8s.podName', 1)]).toEqual(['minikube-docker', '']);
});

it('may be told more', () => {
  const identities = demo();
  const { version } = identities;
  identities.addPod({ namespace: 'demo', podName: 'late', netns: 78, addresses: ['10.244.0.9'] });
  expect(identities.version).toBeGreaterThan(version);
  expect(identities.containerOfNetns(78)?.podName).toBe('late');
  expect(identities.endpoint('10.244.0.9')?.name).toBe('late');
});

it('goes with others: the first that knows answers', () => {
  const registry = new Registry();
  registry.tellContainer(ID, { containerName: 'web', namespace: 'x', podName: 'y' });
  registry.tellNetns(77, ID);
  registry.tellNetns(79, ID);
  registry.tellAddress('10.244.0.5', ID);
  registry.tellAddress('10.0.0.9', ID);
  const both = new CombinedIdentities(demo(), registry);
  expect(both.containerOfNetns(77)?.podName).toBe('mypod');
  expect(both.containerOfNetns(79)?.podName).toBe('y');
  expect([both.endpoint('10.244.0.5')?.name, both.endpoint('10.0.0.9')?.name]).toEqual(['mypod', 'y']);
  expect(both.container(ID)?.containerName).toBe('web');
  expect(both.endpoint('10.0.0.10')).toBeUndefined();
  expect(both.node).toBe('minikube-docker');
  expect(new CombinedIdentities(registry).node).toBe('');
  const { version } = both;
  registry.tellNetns(80, ID);
  expect(both.version).toBeGreaterThanOrEqual(version);
});
