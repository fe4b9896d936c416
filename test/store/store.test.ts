import { describe, expect, it } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder, EPOCH_S, type EventSpec } from '../support/batch.ts';

const numbered = (from: number, count: number): EventSpec[] =>
  Array.from({ length: count }, (_, i) => ({ at: (from + i) * 1e9, columns: { id: from + i } }));

describe('Store', () => {
  it('keeps the newest rows and says how many fell off', () => {
    const store = new Store(10);
    const builder = new BatchBuilder();
    expect(store.append(builder.add(...numbered(0, 7)).batch())).toEqual({ from: 0, to: 7, evicted: 0 });
    expect(store.append(builder.add(...numbered(7, 7)).batch())).toEqual({ from: 7, to: 14, evicted: 4 });
    expect([store.first, store.end, store.size]).toEqual([4, 14, 10]);
    for (let row = store.first; row < store.end; row++)
      expect(store.columns.id[row % store.capacity]).toBe(row);
  });

  it('takes a batch as large as itself and no larger', () => {
    const store = new Store(4);
    const builder = new BatchBuilder();
    store.append(builder.add(...numbered(0, 3)).batch());
    expect(store.append(builder.add(...numbered(3, 4)).batch()).evicted).toBe(3);
    expect([...store.columns.id]).toEqual([4, 5, 6, 3]);
    expect(() => store.append(builder.add(...numbered(7, 5)).batch())).toThrow(RangeError);
  });

  it('forgets latency and outcome of the row that had the place before', () => {
    const store = new Store(2);
    const builder = new BatchBuilder();
    store.append(builder.add(...numbered(0, 2)).batch());
    store.latency.fill(5);
    store.outcome.fill(1);
    store.append(builder.add(...numbered(2, 1)).batch());
    expect([...store.latency]).toEqual([Number.NaN, 5]);
    expect([...store.outcome]).toEqual([0, 1]);
  });

  it('tells times exactly', () => {
    const store = new Store(4);
    store.append(new BatchBuilder().add({ at: 999_999_999 }, { at: 3_000_000_001 }).batch());
    expect(store.timeNs(0)).toBe(BigInt(EPOCH_S) * 1_000_000_000n + 999_999_999n);
    expect(store.elapsedNs(0, 1)).toBe(2_000_000_002);
    expect(store.elapsedNs(1, 0)).toBe(-2_000_000_002);
  });

  it('finds the bytes of messages, shared ones too', () => {
    const store = new Store(4);
    const builder = new BatchBuilder();
    const [a, b] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)];
    store.append(
      builder.add({ message: a }, { message: b }, { columns: { message: 0, captured_length: 3 } }).batch(),
    );
    expect([0, 1, 2].map((row) => [...store.message(row)])).toEqual([
      [1, 2, 3],
      [4, 5],
      [1, 2, 3],
    ]);
  });

  it('takes message bytes and entries that come before their rows', () => {
    const store = new Store(4);
    const builder = new BatchBuilder().entry(DICTIONARY.text, 7, 'early.');
    expect(store.append(builder.batch())).toEqual({ from: 0, to: 0, evicted: 0 });
    store.append({ ...builder.batch(), messages: Uint8Array.of(9, 8) });
    store.append(builder.add({ columns: { name: 7, message: 0, captured_length: 2 } }).batch());
    expect(store.text.at(store.columns.name[0])).toBe('early.');
    expect([...store.message(0)]).toEqual([9, 8]);
  });

  it('lets go of rows whose message bytes are gone, but of none just appended', () => {
    const store = new Store(1000);
    const builder = new BatchBuilder();
    const message = new Uint8Array(65535).fill(7);
    for (let i = 0; i < 600; i++) {
      const { evicted, to } = store.append(builder.add({ message }, { message }).batch());
      expect(to - evicted).toBeGreaterThanOrEqual(2);
    }
    // 32 MiB hold 512 messages of 64 KiB; a chunk of 1 MiB more is being filled.
    expect(store.size).toBeGreaterThanOrEqual(512);
    expect(store.size).toBeLessThanOrEqual(512 + 17);
    for (const row of [store.first, store.end - 1]) expect(store.message(row)).toEqual(message);
  });

  it('clears without using a row number twice', () => {
    const store = new Store(4);
    const builder = new BatchBuilder();
    store.append(builder.add(...numbered(0, 3)).batch());
    store.clear();
    expect([store.first, store.end, store.size]).toEqual([3, 3, 0]);
    expect(store.append(builder.add({}).batch())).toEqual({ from: 3, to: 4, evicted: 0 });
  });
});
