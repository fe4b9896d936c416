// Blocks of pcapng, byte for byte as the draft draws them (draft-ietf-opsawg-pcapng 4.1, 4.2, 4.3, 4.6).
import { expect, test } from 'vitest';
import {
  beginPacket,
  endPacket,
  putInterface,
  putName,
  putSection,
  putStatistics,
  timeOf,
} from '../../src/record/blocks.ts';
import { Bytes } from '../../src/record/bytes.ts';

function bytesOf(put: (out: Bytes) => void): string {
  const out = new Bytes();
  put(out);
  return Buffer.from(out.taken).toString('hex');
}

/** Hex without the spaces and line breaks that make it readable. */
const hex = (text: string) => text.replace(/\s+/g, '');

test('section header', () => {
  expect(bytesOf((out) => putSection(out, { comment: 'abcde', os: 'L', application: 'dn' }))).toBe(
    hex(`0a0d0d0a 3c000000 4d3c2b1a 0100 0000 ffffffffffffffff
         0100 0500 6162636465000000  0300 0100 4c000000  0400 0200 646e0000  0000 0000 3c000000`),
  );
});

test('interface description, in nanoseconds', () => {
  const name = Buffer.from('eth0');
  expect(bytesOf((out) => putInterface(out, { name, description: 'red', comment: 'c' }))).toBe(
    hex(`01000000 38000000 1401 0000 00000000
         0100 0100 63000000  0200 0400 65746830  0300 0300 72656400  0900 0100 09000000  0000 0000 38000000`),
  );
});

test('interface description without a name', () => {
  const facts = { name: new Uint8Array(0), description: '', comment: '' };
  expect(bytesOf((out) => putInterface(out, facts))).toBe(
    hex('01000000 20000000 1401 0000 00000000  0900 0100 09000000  0000 0000 20000000'),
  );
});

test('names of addresses', () => {
  expect(bytesOf((out) => putName(out, Uint8Array.of(10, 0, 0, 1), 'a.b.pod'))).toBe(
    hex('04000000 20000000 0100 0c00 0a000001 612e622e706f6400  0000 0000 20000000'),
  );
  expect(bytesOf((out) => putName(out, new Uint8Array(16), 'ab'))).toBe(
    hex(`04000000 28000000 0200 1300 ${'00'.repeat(16)} 61620000  0000 0000 28000000`),
  );
});

test('packet with what was cut off, comment and flags', () => {
  const packet = bytesOf((out) => {
    const start = beginPacket(out, 7, 2, 5);
    out.put(Uint8Array.of(1, 2, 3));
    endPacket(out, start, 9, 2, [Buffer.from('ab'), Buffer.from('c')]);
  });
  expect(packet).toBe(
    hex(`06000000 38000000 07000000 00000000 05943577 03000000 0c000000 01020300
         0100 0300 61626300  0200 0400 02000000  0000 0000 38000000`),
  );
});

test('packet of which nothing more is known has no options', () => {
  const packet = bytesOf((out) => endPacket(out, beginPacket(out, 0, 0, 0), 0, 0, []));
  expect(packet).toBe(hex('06000000 20000000 00000000 00000000 00000000 00000000 00000000 20000000'));
});

test('statistics, with and without what was lost', () => {
  const time = { number: 1, start: { high: 1, low: 2 }, end: { high: 3, low: 4 } };
  expect(bytesOf((out) => putStatistics(out, { ...time, packets: 5 }))).toBe(
    hex(`05000000 40000000 01000000 03000000 04000000
         0200 0800 01000000 02000000  0300 0800 03000000 04000000  0800 0800 0500000000000000  0000 0000 40000000`),
  );
  expect(bytesOf((out) => putStatistics(out, { ...time, packets: 5, lost: 2 ** 32 + 6, comment: 'x' }))).toBe(
    hex(`05000000 54000000 01000000 03000000 04000000  0100 0100 78000000
         0200 0800 01000000 02000000  0300 0800 03000000 04000000
         0700 0800 0600000001000000  0800 0800 0500000000000000  0000 0000 54000000`),
  );
});

test.each([
  [0, 0],
  [4, 294_967_295],
  [4, 294_967_296],
  [1_795_379_549, 963_566_226],
  [4_294_967_295, 999_999_999],
])('%i s and %i ns', (seconds, nanoseconds) => {
  const exact = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  const { high, low } = timeOf(seconds, nanoseconds);
  expect((BigInt(high) << 32n) | BigInt(low)).toBe(exact);
  const packet = Buffer.from(
    bytesOf((out) => endPacket(out, beginPacket(out, 0, seconds, nanoseconds), 0, 0, [])),
    'hex',
  );
  expect([packet.readUInt32LE(12), packet.readUInt32LE(16)]).toEqual([high, low]);
});

test('what is put beyond the first memory stays', () => {
  const out = new Bytes();
  for (let i = 0; i < 100_000; i++) out.u32le(i);
  const taken = Buffer.from(out.take());
  expect([taken.length, taken.readUInt32LE(0), taken.readUInt32LE(399_996)]).toEqual([400_000, 0, 99_999]);
  expect(out.length).toBe(0);
});
