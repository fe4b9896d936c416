// What a server says about names that it has, has in part, and has not; how long that is remembered.
import { expect, test } from 'vitest';
import { Cache } from '../../src/demo/cache.ts';
import { RCODE, type Reply } from '../../src/demo/message.ts';
import { Zone } from '../../src/demo/zone.ts';

const zone = new Zone(
  'example.com',
  [
    { name: 'a.example.com', type: 'A', ttl: 5, data: '192.0.2.1' },
    { name: 'www.example.com', type: 'CNAME', ttl: 9, data: 'b.deep.example.com' },
    { name: 'b.deep.example.com', type: 'A', ttl: 7, data: '192.0.2.2' },
    { name: 'loop.example.com', type: 'CNAME', ttl: 5, data: 'loop.example.com' },
  ],
  3,
);
const said = ({ rcode, answers, authorities }: Reply) => [
  rcode,
  answers.map(({ type }) => type),
  authorities.map(({ type }) => type),
];

test.each([
  ['a.example.com', 'A', [RCODE.noError, ['A'], []]],
  ['A.EXAMPLE.com', 'A', [RCODE.noError, ['A'], []]],
  ['a.example.com', 'AAAA', [RCODE.noError, [], ['SOA']]],
  ['deep.example.com', 'A', [RCODE.noError, [], ['SOA']]],
  ['www.example.com', 'A', [RCODE.noError, ['CNAME', 'A'], []]],
  ['www.example.com', 'AAAA', [RCODE.noError, ['CNAME'], ['SOA']]],
  ['c.example.com', 'A', [RCODE.nameError, [], ['SOA']]],
] as const)('%s %s', (name, type, expected) => {
  expect(said(zone.reply({ name, type }))).toEqual(expected);
});

test('a loop of aliases ends', () => {
  expect(zone.reply({ name: 'loop.example.com', type: 'A' }).answers.length).toBeLessThan(20);
});

test('covers names at and below its apex', () => {
  expect(['example.com', 'x.Example.COM', 'badexample.com', 'com'].map((name) => zone.covers(name))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(new Zone('', [], 3).covers('anything.test')).toBe(true);
});

test('a reply is remembered, with less and less time to live, for the least of its TTLs', () => {
  let now = 0;
  const cache = new Cache(() => now);
  const question = { name: 'www.example.com', type: 'A' } as const;
  cache.put(question, zone.reply(question));
  now = 2500;
  const later = cache.get({ ...question, name: 'WWW.example.com' });
  expect(later?.answers.map((record) => (record.type === 'OPT' ? 0 : record.ttl))).toEqual([7, 5]);
  expect(later?.authoritative).toBe(false);
  expect(cache.get({ ...question, type: 'AAAA' })).toBeUndefined();
  now = 7000;
  expect(cache.get(question)).toBeUndefined();
});

test('that there is no such name is remembered for the TTL of the SOA; a failure is not', () => {
  let now = 0;
  const cache = new Cache(() => now);
  const question = { name: 'c.example.com', type: 'A' } as const;
  cache.put(question, { rcode: RCODE.serverFailure, answers: [], authorities: [] });
  expect(cache.get(question)).toBeUndefined();
  cache.put(question, zone.reply(question));
  now = 2999;
  expect(cache.get(question)?.rcode).toBe(RCODE.nameError);
  now = 3000;
  expect(cache.get(question)).toBeUndefined();
});
