import { describe, expect, it } from 'vitest';
import { MessageBytes } from '../../src/store/message-bytes.ts';

const MIB = 1 << 20;

describe('MessageBytes', () => {
  it('reads across chunks and keeps at least what it has room for', () => {
    const bytes = new MessageBytes(2 * MIB);
    const piece = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    for (let i = 0; i < 7000; i++) bytes.append(piece);
    expect(bytes.end).toBe(7_000_000);
    expect(bytes.end - bytes.first).toBeGreaterThanOrEqual(2 * MIB);
    expect(bytes.allocated).toBeLessThanOrEqual(4 * MIB);
    for (let offset = Math.ceil(bytes.first / 1000) * 1000; offset < bytes.end; offset += 1000) {
      expect(Buffer.compare(bytes.read(offset, 1000), piece)).toBe(0);
    }
  });

  it('gives nothing for bytes that are gone or not there yet', () => {
    const bytes = new MessageBytes(MIB);
    for (let i = 0; i < 8; i++) bytes.append(new Uint8Array(MIB / 2));
    expect(bytes.read(0, 10)).toHaveLength(0);
    expect(bytes.read(bytes.end - 1, 2)).toHaveLength(0);
    expect(bytes.read(bytes.first, 10)).toHaveLength(10);
  });

  it('takes only the memory that its rows need', () => {
    const bytes = new MessageBytes(90 * MIB);
    const piece = new Uint8Array(MIB / 4);
    for (let i = 0; i < 400; i++) {
      bytes.append(piece);
      bytes.release(bytes.end - MIB);
    }
    expect(bytes.allocated).toBeLessThanOrEqual(4 * MIB);
    expect(bytes.read(bytes.end - MIB - (128 << 10), 100)).toHaveLength(100);
  });
});
