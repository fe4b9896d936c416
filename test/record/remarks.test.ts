// What is said of packets and interfaces is what is known when they are written, not what was known before.
import { expect, test } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { Registry } from '../../src/identity/registry.ts';
import { parseRemark } from '../../src/identity/remark.ts';
import { Remarks } from '../../src/record/remarks.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder, processEntry } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

function remarksOf(registry: Registry) {
  const store = new Store(8);
  const context = contextOf([], { store, identities: registry });
  const builder = new BatchBuilder();
  builder.add({ process: { pid: 7, containerId: 'cafe' }, netns: { inode: 71 }, src: '10.0.0.1' });
  store.append(builder.batch());
  const remarks = new Remarks(context);
  const packet = () => {
    remarks.refresh();
    return Object.fromEntries(parseRemark(Buffer.concat([...remarks.packet(0)]).toString()));
  };
  return { store, builder, remarks, packet };
}

test('names that come late, at once', () => {
  const registry = new Registry(() => 0); // no time passes
  const { packet, remarks } = remarksOf(registry);
  expect(packet()).toEqual({
    'proc.pid': '7',
    'proc.tid': '1',
    'proc.creds.uid': '0',
    'proc.creds.gid': '0',
    'proc.creds.user': 'root',
    'runtime.containerId': 'cafe',
  });
  registry.tellContainer('cafe', { containerName: 'web', podName: 'web-0', namespace: 'demo' });
  expect(packet()).toMatchObject({ 'runtime.containerName': 'web', 'k8s.podName': 'web-0' });
  registry.tellContainer('cafe', { runtimeName: 'docker' });
  registry.tellAddress('10.0.0.1', 'cafe');
  expect(packet()).toMatchObject({
    'runtime.runtimeName': 'docker',
    'src.addr': '10.0.0.1',
    'src.k8s.name': 'web-0',
  });
  registry.tellNetns(71, 'cafe');
  expect(remarks.interface(1)).toBe(
    'dnstop netns_id=71 runtime.containerName=web runtime.containerId=cafe runtime.runtimeName=docker k8s.namespace=demo k8s.podName=web-0',
  );
});

test('an index that means another process now', () => {
  const { store, builder, packet } = remarksOf(new Registry());
  expect(packet()).toMatchObject({ 'proc.pid': '7' });
  builder.entry(DICTIONARY.process, 1, processEntry({ pid: 8, comm: 'other' }));
  store.append(builder.batch());
  expect(packet()).toMatchObject({ 'proc.pid': '8', 'proc.comm': 'other' });
});

test('a command line is cut, so that it fits wherever it stands', () => {
  const { store, builder, packet } = remarksOf(new Registry());
  builder.entry(DICTIONARY.process, 1, processEntry({ pid: 8, cmdline: '"'.repeat(60_000) }));
  store.append(builder.batch());
  expect(packet()['proc.cmdline']).toBe('"'.repeat(4096));
});

test('nothing is said where nothing is known', () => {
  const context = contextOf([{}]);
  const remarks = new Remarks(context);
  remarks.refresh();
  expect(remarks.packet(0)).toEqual([]);
  expect(remarks.interface(0)).toBe('dnstop ');
});
