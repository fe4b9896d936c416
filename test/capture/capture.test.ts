import { describe, expect, it } from 'vitest';
import type { NativeSource, SourceOptions } from '../../src/capture/addon.ts';
import {
  batchBytes,
  COLUMN_NAMES,
  COLUMN_TYPES,
  columnMismatch,
  viewColumns,
} from '../../src/capture/columns.ts';
import { Capture } from '../../src/capture/source.ts';
import { StartError } from '../../src/capture/start-error.ts';

const NATIVE = COLUMN_NAMES.map((name) => ({ name, type: COLUMN_TYPES[name] as string }));

/** An addon whose source writes `rows` rows once, then nothing. */
function fakeAddon(rows: number, onStart: () => void = () => {}) {
  const calls: string[] = [];
  class Source implements NativeSource {
    #given = false;
    constructor(readonly options: SourceOptions) {}
    start() {
      calls.push('start');
      onStart();
    }
    drain(
      columns: Uint8Array,
      entries: Uint8Array,
      messages: Uint8Array,
      counts: Uint32Array,
      capacity: number,
      keptFrom: number,
    ) {
      calls.push(`drain ${capacity} ${keptFrom}`);
      counts.set(this.#given ? [0, 0, 0] : [rows, 16, 3]);
      this.#given = true;
      const last = viewColumns(columns.buffer as ArrayBuffer, capacity);
      last.time_s[0] = 7;
      last.message[capacity - 1] = 2 ** 40;
      entries[15] = 1;
      messages.set([1, 2, 3]);
    }
    ended = () => true;
    failure = () => 'cut short';
    counters = () => ({ lost_ring: 2 });
    stop = () => void calls.push('stop');
  }
  return { Source, calls };
}

describe('Capture', () => {
  it('hands over batches in its own memory until there are none', () => {
    const addon = fakeAddon(2);
    const capture = new Capture(addon, { file: 'x', ports: [53] }, 100);
    const batch = capture.drain(42)!;
    expect([batch.rows, batch.entries.length, batch.columns.time_s[0]]).toEqual([2, 16, 7]);
    expect(batch.columns.message[99]).toBe(2 ** 40);
    expect([...batch.messages]).toEqual([1, 2, 3]);
    expect(capture.drain(43)).toBeUndefined();
    expect([capture.ended, capture.failure, capture.counters()]).toEqual([
      true,
      'cut short',
      { lost_ring: 2 },
    ]);
    capture.stop();
    expect(addon.calls).toEqual(['start', 'drain 100 42', 'drain 100 43', 'stop']);
  });

  it('shows the first batch before it hands it over', async () => {
    const addon = fakeAddon(2);
    const capture = new Capture(addon, { file: 'x', ports: [53] }, 100);
    const first = await capture.begun(1000);
    expect(first?.rows).toBe(2);
    expect(await capture.begun(1000)).toBe(first);
    expect(capture.drain(5)).toBe(first);
    expect(capture.drain(6)).toBeUndefined();
    expect(await capture.begun(1000)).toBeUndefined(); // it has ended
    expect(addon.calls).toEqual(['start', 'drain 100 0', 'drain 100 6', 'drain 100 0']);
  });

  it('makes one kind of error of whatever start throws', () => {
    const native = Object.assign(new Error('x'), {
      operation: 'open file y',
      reason: 'No such file',
      hint: 'look',
    });
    const thrown = (error: unknown) => {
      try {
        new Capture(
          fakeAddon(0, () => {
            throw error;
          }),
          { ports: [53], netns: [] },
        );
      } catch (caught) {
        return caught as StartError;
      }
      return undefined;
    };
    expect(thrown(native)).toBeInstanceOf(StartError);
    expect(thrown(native)).toMatchObject({ operation: 'open file y', reason: 'No such file', hint: 'look' });
    expect(thrown(native)?.message).toBe('open file y: No such file; look');
    expect(thrown(new Error('plain'))).toMatchObject({ operation: 'start', reason: 'plain', hint: '' });
    expect(thrown(new StartError('a', 'b', ''))?.message).toBe('a: b');
  });
});

describe('columns', () => {
  it('fit into a batch, each on a multiple of 8', () => {
    for (const capacity of [1, 3, 8192]) {
      const buffer = new ArrayBuffer(batchBytes(capacity));
      const columns = viewColumns(buffer, capacity);
      const ends = COLUMN_NAMES.map((name) => columns[name]).map((column) => {
        expect(column.byteOffset % 8).toBe(0);
        expect(column.length).toBe(capacity);
        return column.byteOffset + column.byteLength;
      });
      expect(Math.ceil(Math.max(...ends) / 8) * 8).toBe(buffer.byteLength);
    }
  });

  it('must be those of the addon', () => {
    expect(columnMismatch(NATIVE)).toBeUndefined();
    expect(columnMismatch(NATIVE.slice(0, -1))).toContain('expected message f64');
    expect(columnMismatch([...NATIVE, { name: 'more', type: 'u8' }])).toContain('more u8, expected nothing');
    const swapped = NATIVE.map((column) => (column.name === 'id' ? { name: 'id', type: 'u32' } : column));
    expect(columnMismatch(swapped)).toMatch(/column \d+ of the addon is id u32, expected id u16/);
  });
});
