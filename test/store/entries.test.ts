import { describe, expect, it } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { Dictionary } from '../../src/store/dictionary.ts';
import { Dictionaries } from '../../src/store/entries.ts';
import { BatchBuilder, netnsEntry, processEntry } from '../support/batch.ts';

describe('Dictionaries', () => {
  it('reads texts, processes and namespaces', () => {
    const dictionaries = new Dictionaries();
    const process = {
      pid: 7,
      tid: 8,
      comm: 'dig',
      exe: '/usr/bin/dig',
      cmdline: 'dig a. b.',
      uid: 53,
      gid: 54,
    };
    const more = { ppid: 6, pcomm: 'sh', containerId: 'abc', cgroup: '/x' };
    const builder = new BatchBuilder()
      .entry(DICTIONARY.text, 1, 'a.')
      .entry(DICTIONARY.text, 3, 'name.of.length.16')
      .entry(DICTIONARY.process, 1, processEntry({ ...process, ...more }))
      .entry(DICTIONARY.netns, 1, netnsEntry({ inode: 4026531840, name: 'host', path: '/proc/1/ns/net' }));
    dictionaries.take(builder.batch().entries);
    expect([0, 1, 2, 3, 99].map((index) => dictionaries.text.at(index))).toEqual([
      '',
      'a.',
      '',
      'name.of.length.16',
      '',
    ]);
    expect(dictionaries.processes.at(1)).toEqual({ ...process, ...more });
    expect(dictionaries.processes.at(0)).toMatchObject({ pid: 0, comm: '', containerId: '' });
    expect(dictionaries.netns.at(1)).toEqual({ inode: 4026531840, name: 'host', path: '/proc/1/ns/net' });
  });

  it('escapes what could move a cursor in names that processes choose', () => {
    const dictionaries = new Dictionaries();
    const builder = new BatchBuilder().entry(
      DICTIONARY.process,
      1,
      processEntry({ comm: 'a\x1b[2J\n\x9b', cmdline: 'é\x07' }),
    );
    dictionaries.take(builder.batch().entries);
    expect(dictionaries.processes.at(1)).toMatchObject({ comm: 'a\\027[2J\\010\\155', cmdline: 'é\\007' });
  });

  it('survives invalid UTF-8', () => {
    const dictionaries = new Dictionaries();
    const entry = Buffer.from(
      new BatchBuilder().entry(DICTIONARY.process, 1, processEntry({ comm: 'ab' })).batch().entries,
    );
    entry[entry.indexOf('ab')] = 0xff;
    dictionaries.take(entry);
    expect(dictionaries.processes.at(1).comm).toBe('\ufffdb');
  });
});

describe('Dictionary', () => {
  const changedSince = (dictionary: Dictionary<string>, since: number) => {
    const seen: number[] = [];
    return dictionary.changedSince(since, (index) => seen.push(index)) ? seen : undefined;
  };

  it('tells which indices were given another value', () => {
    const dictionary = new Dictionary('');
    dictionary.set(1, 'a');
    dictionary.set(2, 'b');
    expect(dictionary.changes).toBe(0);
    dictionary.set(1, 'c');
    expect(changedSince(dictionary, 0)).toEqual([1]);
    expect(changedSince(dictionary, 1)).toEqual([]);
    expect(dictionary.at(1)).toBe('c');
  });

  it('says when too much changed to tell', () => {
    const dictionary = new Dictionary('');
    for (let i = 0; i < 10_000; i++) dictionary.set(1, String(i));
    expect(changedSince(dictionary, 0)).toBeUndefined();
    expect(changedSince(dictionary, dictionary.changes - 2)).toEqual([1, 1]);
  });
});
