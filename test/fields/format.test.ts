import { afterEach, describe, expect, it } from 'vitest';
import { formatDuration, formatEndpoint, TimestampFormat } from '../../src/fields/format.ts';
import { Mnemonics } from '../../src/fields/mnemonics.ts';
import { Users } from '../../src/fields/users.ts';
import { MNEMONICS } from '../support/context.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0ns'],
    [812, '812ns'],
    [1000, '1.00us'],
    [29_361_746, '29.36ms'],
    [5_003_000_000, '5.00s'],
    [-1_500_000, '-1.50ms'],
  ])('%i ns', (ns, text) => expect(formatDuration(ns)).toBe(text));
});

it('brackets IPv6 addresses before a port', () => {
  expect(formatEndpoint('10.0.0.1', 53)).toBe('10.0.0.1:53');
  expect(formatEndpoint('::1', 53)).toBe('[::1]:53');
});

describe('TimestampFormat', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it.each([
    ['UTC', '2025-01-01T00:00:01.000000007Z'],
    ['Asia/Kolkata', '2025-01-01T05:30:01.000000007+05:30'],
    ['America/New_York', '2024-12-31T19:00:01.000000007-05:00'],
  ])('is RFC 3339 with nanoseconds in %s', (tz, text) => {
    process.env.TZ = tz;
    expect(new TimestampFormat().text(1_735_689_601, 7)).toBe(text);
  });

  it('follows the clock from second to second', () => {
    process.env.TZ = 'UTC';
    const format = new TimestampFormat();
    const texts = [1, 1, 2, 1].map((seconds, i) => format.text(seconds, i));
    expect(texts.map((text) => text.slice(17))).toEqual([
      '01.000000000Z',
      '01.000000001Z',
      '02.000000002Z',
      '01.000000003Z',
    ]);
  });
});

describe('Mnemonics', () => {
  const { types, rcodes } = new Mnemonics(MNEMONICS);

  it('names numbers and numbers names', () => {
    expect([types.name(28), types.name(65280)]).toEqual(['AAAA', 'TYPE65280']);
    expect(['aaaa', 'TYPE28', 'type28', '28', 'TYPE65535'].map((text) => types.code(text))).toEqual([
      28, 28, 28, 28, 65535,
    ]);
    expect(['TYPE', 'TYPE65536', '-1', '1.5', 'AAA', ''].map((text) => types.code(text))).toEqual(
      Array(6).fill(undefined),
    );
  });

  it('knows rcodes by their names in RFC 1035 tools, too', () => {
    expect(['NXDOMAIN', 'NameError', 'nxdomain', '3'].map((text) => rcodes.code(text))).toEqual([3, 3, 3, 3]);
    expect([rcodes.name(3), rcodes.synonyms(3), rcodes.synonyms(16)]).toEqual([
      'NameError',
      ['NXDOMAIN'],
      [],
    ]);
  });
});

it('reads user names once, the first name of an id', () => {
  let reads = 0;
  const users = new Users(() => {
    reads++;
    return 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n# comment\nbind:x:53:53::/:\n';
  });
  expect([users.name(0), users.name(53), users.name(99)]).toEqual(['root', 'bind', '']);
  expect(reads).toBe(1);
});
