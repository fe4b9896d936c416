// Predicates over dictionary entries and identities that become another, or better known, after they were judged.
import { describe, expect, it } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { NO_IDENTITIES } from '../../src/fields/identity.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { BatchBuilder, processEntry } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

describe('predicates over entries that change', () => {
  it('judges an index anew once it belongs to another name', () => {
    const changing = contextOf([{ name: 'old.' }]);
    const predicate = compileFilter('name==old.', changing);
    expect(predicate.test(0)).toBe(true);
    const index = changing.store.columns.name[0];
    const builder = new BatchBuilder()
      .entry(DICTIONARY.text, index, 'new.')
      .add({ columns: { name: index } });
    changing.store.append(builder.batch());
    expect(predicate.test(1)).toBe(false);
    expect(predicate.revision).toBe(0);
  });

  it('says so when more became known about a process of rows judged before', () => {
    const changing = contextOf([{ process: { pid: 5, comm: 'sh' } }]);
    const predicate = compileFilter('comm==dig', changing);
    expect(predicate.test(0)).toBe(false);
    const builder = new BatchBuilder().entry(DICTIONARY.process, 1, processEntry({ pid: 5, comm: 'dig' }));
    changing.store.append(builder.batch());
    expect(predicate.test(0)).toBe(true);
    expect(predicate.revision).toBe(1);
  });

  it('follows what becomes known about pods', () => {
    const pod = { namespace: 'demo', podName: 'mypod', containerName: 'app' };
    let known = false;
    let version = 0;
    const identities = {
      ...NO_IDENTITIES,
      get version() {
        return version;
      },
      containerOfNetns: (inode: number) => (known && inode === 77 ? (pod as never) : undefined),
      endpoint: (address: string) =>
        known && address === '10.0.0.1' ? { kind: 'pod', namespace: 'demo', name: 'mypod' } : undefined,
    };
    const changing = contextOf(
      [{ netns: { inode: 77 } }, { netns: { inode: 78 }, src: '10.0.0.2', process: { pid: 3 } }],
      { identities },
    );
    const filters = [
      'k8s.podName==mypod',
      'netns==demo/mypod',
      'src.k8s.name==mypod',
      'src==p/demo/mypod:40000',
    ];
    const predicates = filters.map((filter) => compileFilter(filter, changing));
    expect(predicates.map((predicate) => predicate.test(0))).toEqual([false, false, false, false]);
    const before = predicates.map((predicate) => predicate.revision);
    known = true;
    version++;
    expect(predicates.map((predicate) => predicate.test(0))).toEqual([true, true, true, true]);
    expect(predicates.map((predicate) => predicate.test(1))).toEqual([false, false, false, false]);
    for (const [i, predicate] of predicates.entries()) expect(predicate.revision).toBeGreaterThan(before[i]);
  });
});
