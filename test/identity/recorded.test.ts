// What a recording's remarks tell: the latest counts, and what changes is told to those who keep answers.
import { expect, test } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { RecordedIdentities } from '../../src/identity/recorded.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder } from '../support/batch.ts';

function recorded() {
  const store = new Store(8);
  const identities = new RecordedIdentities(store);
  const builder = new BatchBuilder();
  let index = 0;
  const tell = (...remarks: string[]) => {
    for (const remark of remarks) builder.entry(DICTIONARY.remark, ++index, `dnstop ${remark}`);
    store.append(builder.batch());
    identities.append();
    return identities.version;
  };
  return { store, identities, builder, tell };
}

test('containers, namespaces, addresses and the node', () => {
  const { identities, tell } = recorded();
  tell(
    'netns_id=71 node=n1 runtime.containerName="" k8s.namespace=demo k8s.podName=web',
    'proc.pid=1 runtime.containerName=c runtime.containerId=cafe src.addr=10.0.0.1 src.k8s.kind=pod src.k8s.namespace=demo src.k8s.name=web',
    'dst.addr=10.0.0.53 dst.k8s.kind=raw',
  );
  expect(identities.containerOfNetns(71)).toMatchObject({
    namespace: 'demo',
    podName: 'web',
    containerName: '',
  });
  expect(identities.container('cafe')).toMatchObject({ containerName: 'c', podName: '' });
  expect(identities.endpoint('10.0.0.1')).toEqual({ kind: 'pod', namespace: 'demo', name: 'web' });
  expect(identities.endpoint('10.0.0.53')).toEqual({ kind: 'raw', namespace: '', name: '' });
  expect(identities.node).toBe('n1');
  expect([identities.container('other'), identities.containerOfNetns(0), identities.endpoint('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the latest counts, also where it takes the place of another remark, and the version tells', () => {
  const { store, identities, builder, tell } = recorded();
  const first = tell('src.addr=10.0.0.1 src.k8s.kind=pod src.k8s.name=a', 'netns_id=7');
  expect(tell('src.addr=10.0.0.1 src.k8s.kind=pod src.k8s.name=a dst.addr=10.0.0.2')).toBe(first);
  const second = tell('src.addr=10.0.0.1 src.k8s.kind=pod src.k8s.name=b');
  expect(second).toBeGreaterThan(first);
  expect(identities.endpoint('10.0.0.1')?.name).toBe('b');
  builder.entry(DICTIONARY.remark, 1, 'dnstop src.addr=10.0.0.1 src.k8s.kind=svc src.k8s.name=c');
  store.append(builder.batch());
  identities.append();
  expect(identities.endpoint('10.0.0.1')).toMatchObject({ kind: 'svc', name: 'c' });
  expect(identities.version).toBeGreaterThan(second);
});

test('what a recording is about is seen from its first events', async () => {
  const surroundings = async (...remarks: string[]) => {
    const { identities, builder } = recorded();
    for (const [i, remark] of remarks.entries()) builder.entry(DICTIONARY.remark, i + 1, `dnstop ${remark}`);
    await identities.looked(10, { begun: async () => builder.batch() });
    return identities.surroundings;
  };
  expect(await surroundings()).toBe('none');
  expect(await surroundings('proc.pid=1')).toBe('none');
  expect(await surroundings('proc.pid=1', 'runtime.containerName=c')).toBe('containers');
  expect(await surroundings('runtime.containerName=c', 'k8s.podName=p')).toBe('kubernetes');
  const { identities } = recorded();
  await identities.looked(10, { begun: async () => undefined });
  expect(identities.surroundings).toBe('none');
});
