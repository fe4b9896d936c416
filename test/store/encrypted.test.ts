import { expect, test } from 'vitest';
import { EncryptedPackets } from '../../src/store/encrypted.ts';

const at = (nanoseconds: number) => ({ seconds: 100, nanoseconds });

function packets(most: number, times: readonly number[], pid = 7): EncryptedPackets {
  const packets = new EncryptedPackets(most);
  for (const time of times)
    packets.take(['100', String(time), String(pid), '6', '1', '10.0.0.1', '192.0.2.1', '853', '90']);
  return packets;
}

test('those of a process within a span, in time order', () => {
  const known = packets(100, [1000, 3000, 2000, 4000, 5_000_000]);
  expect(known.of(7, '', at(2000), 2000).map(({ nanoseconds }) => nanoseconds)).toEqual([2000, 3000, 4000]);
  expect(known.of(8, '', at(0), 1e9)).toEqual([]);
  expect(known.of(7, '', { seconds: 99, nanoseconds: 999_999_999 }, 2001)).toHaveLength(2);
});

test('without a process by address, or any', () => {
  const known = packets(100, [1000, 2000], 0);
  expect(known.of(0, '10.0.0.1', at(0), 5000)).toHaveLength(2);
  expect(known.of(0, '10.0.0.2', at(0), 5000)).toEqual([]);
  expect(known.of(0, '', at(0), 1500)).toHaveLength(1);
});

test('the oldest are forgotten, and it is known since when', () => {
  const known = packets(
    10,
    Array.from({ length: 20 }, (_, i) => i * 1e7),
  );
  expect(known.told).toBe(20);
  expect(known.of(7, '', at(0), 1e9)).toHaveLength(10);
  expect(known.covers(at(9.5e7))).toBe(true);
  expect(known.covers(at(8e7))).toBe(false);
});

test('an entry of another form is nothing', () => {
  const known = new EncryptedPackets();
  known.take(['1', '2']);
  expect(known.told).toBe(0);
});
