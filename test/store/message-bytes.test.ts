import { expect, it } from 'vitest';
import { MessageBytes } from '../../src/store/message-bytes.ts';

const MIB = 1 << 20;

it('reads across chunks and around the end of its room', () => {
  const bytes = new MessageBytes(2 * MIB);
  const piece = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
  for (let i = 0; i < 5000; i++) bytes.append(piece);
  expect(bytes.end).toBe(5_000_000);
  expect(bytes.first).toBe(5_000_000 - 2 * MIB);
  for (let offset = Math.ceil(bytes.first / 1000) * 1000; offset < bytes.end; offset += 1000) {
    expect(Buffer.compare(bytes.read(offset, 1000), piece)).toBe(0);
  }
});

it('gives nothing for bytes that are gone or not there yet', () => {
  const bytes = new MessageBytes(MIB);
  for (let i = 0; i < 3; i++) bytes.append(new Uint8Array(MIB / 2));
  expect(bytes.read(0, 10)).toHaveLength(0);
  expect(bytes.read(bytes.end - 1, 2)).toHaveLength(0);
  expect(bytes.read(bytes.first, 10)).toHaveLength(10);
});
