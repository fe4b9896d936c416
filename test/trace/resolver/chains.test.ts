// What is found by hashes: entries of a ring, the newest of a map, suffixes of names.
import { describe, expect, it } from 'vitest';
import { Dictionary } from '../../../src/store/dictionary.ts';
import { Chains } from '../../../src/trace/resolver/chains.ts';
import { Newest } from '../../../src/trace/resolver/newest.ts';
import { Suffixes } from '../../../src/trace/resolver/suffixes.ts';

function all(chains: Chains, a: number, b: number): number[] {
  const found: number[] = [];
  for (let entry = chains.newest(a, b); entry !== 0; entry = chains.older(entry))
    found.push(chains.value(entry));
  return found;
}

describe('chains', () => {
  it('give what was added under both hashes, newest first', () => {
    const chains = new Chains(8, 8, () => false);
    for (const [a, b, value] of [
      [1, 1, 10],
      [1, 2, 11],
      [9, 1, 12],
      [1, 1, 13],
    ])
      chains.add(a, b, value);
    expect(all(chains, 1, 1)).toEqual([13, 10]);
    expect(all(chains, 9, 1)).toEqual([12]);
    expect(all(chains, 2, 1)).toEqual([]);
  });

  it('forget the oldest', () => {
    const chains = new Chains(8, 8, () => false);
    for (let value = 1; value <= 20; value++) chains.add(value % 2, 0, value);
    expect(all(chains, 0, 0)).toEqual([20, 18, 16, 14]);
  });

  it('grow for what must stay, lose none of it, and shrink again', () => {
    const open = new Set<number>();
    const chains = new Chains(16, 1024, (value) => open.has(value));
    for (let value = 1; value <= 300; value++) {
      open.add(value);
      chains.add(value % 3, 7, value);
    }
    const found = [0, 1, 2].flatMap((a) => all(chains, a, 7));
    expect(found.sort((a, b) => a - b)).toEqual([...open]);
    expect(chains.room).toBeGreaterThanOrEqual(256);
    open.clear();
    for (let value = 1; value <= 10_000; value++) chains.add(value, 0, value);
    expect(chains.room).toBe(16);
  });

  it('have no more room than they may, whatever must stay', () => {
    const chains = new Chains(16, 64, () => true);
    for (let value = 1; value <= 1000; value++) chains.add(0, 0, value);
    expect(chains.room).toBe(64);
    expect(all(chains, 0, 0).length).toBeLessThanOrEqual(64);
  });
});

describe('the newest of a map', () => {
  it('are kept, and at most as many more', () => {
    let forgotten = 0;
    const map = new Newest<number, number>(4, () => forgotten++);
    for (let key = 0; key < 20; key++) map.set(key, key);
    for (let key = 16; key < 20; key++) expect(map.get(key)).toBe(key);
    expect([...map.keys()].length).toBeLessThan(8);
    expect(map.get(0)).toBeUndefined();
    expect(forgotten).toBe(5);
  });
});

describe('suffixes', () => {
  const text = new Dictionary('');
  const names = [
    '.',
    'example.',
    'EXAMPLE.',
    'a.b.example.',
    'B.example.',
    'ab.example.',
    'f.e.d.c.b.a.',
    'x.d.c.b.a.',
  ];
  for (const [n, name] of names.entries()) text.set(n + 1, name);
  const suffixes = new Suffixes(text);
  const within = (name: string, zone: string) =>
    suffixes.isWithin(names.indexOf(name) + 1, names.indexOf(zone) + 1);

  it('tell what lies below what, letter case aside', () => {
    expect(within('a.b.example.', 'B.example.')).toBe(true);
    expect(within('a.b.example.', 'EXAMPLE.')).toBe(true);
    expect(within('example.', 'EXAMPLE.')).toBe(true);
    expect(within('ab.example.', 'B.example.')).toBe(false);
    expect(within('example.', 'a.b.example.')).toBe(false);
    expect(within('example.', '.')).toBe(true);
    expect(within('.', 'example.')).toBe(false);
  });

  it('of names with many labels are compared as names', () => {
    expect(within('f.e.d.c.b.a.', 'x.d.c.b.a.')).toBe(false);
    expect(within('f.e.d.c.b.a.', 'f.e.d.c.b.a.')).toBe(true);
  });

  it('are forgotten where an index means another name', () => {
    text.set(4, 'other.test.');
    expect(within('a.b.example.', 'EXAMPLE.')).toBe(false);
  });
});
