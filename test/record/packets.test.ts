// Rows as packets: what the headers say, valid checksums, TCP streams without gaps and without repeats.
import { expect, test } from 'vitest';
import { addressBytes } from '../../src/record/addresses.ts';
import { Bytes } from '../../src/record/bytes.ts';
import { Packets } from '../../src/record/packets.ts';
import type { EventSpec } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

const COOKED = 20;
const MESSAGE = Uint8Array.from({ length: 29 }, (_, i) => i * 37);

function packetsOf(specs: EventSpec[]): Buffer[] {
  const { store } = contextOf(specs);
  const packets = new Packets(store);
  packets.refresh();
  return specs.map((_, row) => {
    const out = new Bytes();
    packets.put(out, row);
    return Buffer.from(out.take());
  });
}

/** One's complement sum of 16-bit words (RFC 1071): 0xffff where a checksum within is right. */
function sumOf(...parts: Buffer[]): number {
  let sum = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) sum += i % 2 === 0 ? part[i] << 8 : part[i];
  while (sum > 0xffff) sum = (sum >>> 16) + (sum & 0xffff);
  return sum;
}

const pseudo = (protocol: number, length: number) => Buffer.from([0, protocol, length >> 8, length & 255]);

test('UDP over IPv4: the columns in their places, sums that are right', () => {
  const columns = { ifindex: 9, pkt_type: 4, hop_limit: 61, ip_id: 0xbeef };
  const [packet] = packetsOf([
    { src: '10.1.2.3', dst: '10.96.0.10', src_port: 4000, message: MESSAGE, columns },
  ]);
  expect(packet.subarray(0, COOKED).toString('hex')).toBe(`0800000000000009ffff04${'00'.repeat(9)}`);
  const ip = packet.subarray(COOKED, COOKED + 20);
  expect(ip.toString('hex')).toMatch(/^45000039beef00003d11....0a0102030a60000a$/);
  expect(sumOf(ip)).toBe(0xffff);
  const udp = packet.subarray(COOKED + 20);
  expect(udp.subarray(0, 6).toString('hex')).toBe('0fa000350025');
  expect(sumOf(ip.subarray(12), pseudo(17, udp.length), udp)).toBe(0xffff);
  expect(udp.subarray(8)).toEqual(Buffer.from(MESSAGE));
});

test('TCP over IPv6: length prefix, sum that is right', () => {
  const columns = { transport: 6, hop_limit: 64, pkt_type: 255 };
  const [packet] = packetsOf([{ src: '2001:db8::1', dst: '::ffff:10.0.0.1', message: MESSAGE, columns }]);
  const ip = packet.subarray(COOKED, COOKED + 40);
  const tcp = packet.subarray(COOKED + 40);
  expect(packet[10]).toBe(255);
  expect(ip.toString('hex')).toBe(
    `600000000033064020010db800000000000000000000000100000000000000000000ffff0a000001`,
  );
  expect(tcp.readUInt16BE(20)).toBe(MESSAGE.length);
  expect(tcp.subarray(22)).toEqual(Buffer.from(MESSAGE));
  expect(sumOf(ip.subarray(8), pseudo(6, tcp.length), tcp)).toBe(0xffff);
});

test('each TCP message follows the one before it, also where one was seen at several points', () => {
  const columns = { transport: 6 };
  const query = { src_port: 5000, dst_port: 53, message: MESSAGE, columns };
  const answer = {
    src: '10.0.0.53',
    dst: '10.0.0.1',
    src_port: 53,
    dst_port: 5000,
    message: MESSAGE,
    columns,
  };
  const packets = packetsOf([query, query, answer, answer, { ...query, src_port: 5001 }, query]);
  const numbers = packets.map((packet) => [
    packet.readUInt32BE(COOKED + 24),
    packet.readUInt32BE(COOKED + 28),
  ]);
  const size = MESSAGE.length + 2;
  const [first, acknowledged] = numbers[0];
  expect(numbers.map(([sequence]) => sequence)).toEqual([
    first,
    first + size,
    acknowledged,
    acknowledged + size,
    first,
    first + 2 * size,
  ]);
  expect(numbers[2][1]).toBe(first + 2 * size);
  expect(numbers[5][1]).toBe(acknowledged + 2 * size);
});

test('a message that was cut has the lengths of the whole, and no sum', () => {
  const [packet] = packetsOf([{ message: MESSAGE, columns: { length: 512, captured_length: 29 } }]);
  expect(packet.length).toBe(COOKED + 28 + 29);
  expect(packet.readUInt16BE(COOKED + 2)).toBe(20 + 8 + 512);
  expect(packet.readUInt16BE(COOKED + 24)).toBe(8 + 512);
  expect(packet.readUInt16BE(COOKED + 26)).toBe(0);
});

test('lengths that 16 bits cannot hold are 0', () => {
  const message = new Uint8Array(65535);
  const [udp, tcp, six] = packetsOf([
    { message },
    { message, columns: { transport: 6 } },
    { message, src: '::1', dst: '::2' },
  ]);
  expect([udp.readUInt16BE(COOKED + 2), udp.readUInt16BE(COOKED + 24)]).toEqual([0, 0]);
  expect([tcp.readUInt16BE(COOKED + 2), tcp.readUInt16BE(COOKED + 40)]).toEqual([0, 65535]);
  expect(six.readUInt16BE(COOKED + 4)).toBe(0);
});

test.each([
  ['10.0.0.1', '0a000001'],
  ['::', '0'.repeat(32)],
  ['::1', `${'0'.repeat(31)}1`],
  ['2001:db8::', `20010db8${'0'.repeat(24)}`],
  ['2001:db8:0:1:2:3:4:5', '20010db8000000010002000300040005'],
  ['fe80::a:b', 'fe8000000000000000000000000a000b'],
  ['::ffff:192.168.1.2', '00000000000000000000ffffc0a80102'],
])('%s', (text, hex) => {
  expect(Buffer.from(addressBytes(text)).toString('hex')).toBe(hex);
});
