// The recorder with files of its own folder: every matching row once, rings, failures, rows that go too early.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FieldContext } from '../../src/fields/context.ts';
import { Files, ringName } from '../../src/record/files.ts';
import { Recorder } from '../../src/record/recorder.ts';
import { startRecording } from '../../src/record/recording.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

const BLOCK = { section: 0x0a0d0d0a, interface: 1, statistics: 5, packet: 6 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-record-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Types of the blocks of a whole file; throws where their lengths do not add up. */
function blocksOf(path: string): number[] {
  const bytes = readFileSync(path);
  const types: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    expect(bytes.readUInt32LE(at + length - 4)).toBe(length);
    types.push(bytes.readUInt32LE(at));
    at += length;
  }
  return types;
}

const packetsIn = (path: string) => blocksOf(path).filter((type) => type === BLOCK.packet).length;

/** Rows with a message of so many bytes. */
function append({ store }: FieldContext, builder: BatchBuilder, rows: number, bytes = 100): void {
  const message = new Uint8Array(bytes);
  store.append(builder.add(...Array.from({ length: rows }, () => ({ message }))).batch());
}

function contextFor(capacity: number): FieldContext {
  return contextOf([], { store: new Store(capacity) });
}

async function recorderOf(
  context: FieldContext,
  files: Files,
  more: Partial<ConstructorParameters<typeof Recorder>[0]> = {},
): Promise<Recorder> {
  await files.open();
  return new Recorder({
    context,
    predicate: undefined,
    files,
    live: false,
    lost: () => 0,
    onFailure: () => {},
    ...more,
  });
}

test('a file is whole, however its rows come', async () => {
  const context = contextFor(100_000);
  const path = join(folder, 'a.pcapng');
  const recorder = await recorderOf(context, new Files(path, undefined));
  const builder = new BatchBuilder();
  for (const rows of [1, 0, 20_000, 3]) {
    append(context, builder, rows);
    recorder.turn();
  }
  await recorder.finish();
  const types = blocksOf(path);
  expect([types[0], types[1], types.at(-1)]).toEqual([BLOCK.section, BLOCK.interface, BLOCK.statistics]);
  expect(packetsIn(path)).toBe(20_004);
  expect([recorder.written, recorder.skipped, recorder.failure]).toEqual([20_004, 0, '']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('live rows are written a turn later, and at the end all of them', async () => {
  const context = contextFor(100);
  const recorder = await recorderOf(context, new Files(join(folder, 'a.pcapng'), undefined), { live: true });
  const builder = new BatchBuilder();
  append(context, builder, 3);
  recorder.turn();
  expect(recorder.waiting).toBe(0);
  append(context, builder, 4);
  recorder.turn();
  await vi.waitFor(() => expect(recorder.written).toBe(3));
  await recorder.finish();
  expect([recorder.written, packetsIn(join(folder, 'a.pcapng'))]).toEqual([7, 7]);
});

test('only what matches', async () => {
  const context = contextFor(100);
  const path = join(folder, 'a.pcapng');
  const predicate = { test: (row: number) => row % 3 === 0, scan: () => 0, revision: 0 };
  const recorder = await recorderOf(context, new Files(path, undefined), { predicate });
  append(context, new BatchBuilder(), 10);
  await recorder.finish();
  expect([packetsIn(path), recorder.written]).toEqual([4, 4]);
});

test('rows that left the store before they could be written are counted', async () => {
  const context = contextFor(50);
  const path = join(folder, 'a.pcapng');
  const recorder = await recorderOf(context, new Files(path, undefined));
  const builder = new BatchBuilder();
  append(context, builder, 40);
  append(context, builder, 30);
  await recorder.finish();
  expect([packetsIn(path), recorder.skipped]).toEqual([50, 20]);
});

test('a ring keeps the newest files, each whole by itself and not much larger than asked', async () => {
  const context = contextFor(100_000);
  const files = new Files(
    join(folder, 'r.pcapng'),
    { bytes: 64_000, count: 3 },
    () => new Date(2026, 10, 22, 9, 8, 7),
  );
  const recorder = await recorderOf(context, files);
  append(context, new BatchBuilder(), 3000);
  await recorder.finish();
  const names = readdirSync(folder).sort();
  expect(names.length).toBe(3);
  for (const name of names) {
    expect(name).toMatch(/^r_000\d\d_20261122090807\.pcapng$/);
    const types = blocksOf(join(folder, name));
    expect([types[0], types[1], types.at(-1)]).toEqual([BLOCK.section, BLOCK.interface, BLOCK.statistics]);
    expect(statSync(join(folder, name)).size).toBeLessThan(65_000);
  }
  expect(Number(names[2].slice(2, 7)) - Number(names[0].slice(2, 7))).toBe(2);
  expect(recorder.written).toBe(3000);
});

test('names of a ring', () => {
  const now = new Date(2026, 0, 2, 3, 4, 5);
  expect(ringName('/tmp/x.y/dns.pcapng', 12, now)).toBe('/tmp/x.y/dns_00012_20260102030405.pcapng');
  expect(ringName('dns', 1, now)).toBe('dns_00001_20260102030405');
});

test('a full disk ends the recording, is told once, and holds nothing up', async () => {
  const context = contextFor(100_000);
  const onFailure = vi.fn();
  const recorder = await recorderOf(context, new Files('/dev/full', undefined), { onFailure });
  const builder = new BatchBuilder();
  append(context, builder, 10);
  recorder.turn();
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledOnce());
  append(context, builder, 10);
  recorder.turn();
  expect(recorder.waiting).toBe(0);
  await recorder.finish();
  expect(onFailure.mock.calls).toEqual([[expect.stringContaining('ENOSPC')]]);
  expect(recorder.written).toBe(0);
});

const options = (write: string, file?: string) => ({
  write,
  ring: undefined,
  file,
  filters: [],
  context: contextFor(10),
  lost: () => 0,
  say: () => {},
  alone: true,
});

test('a file that cannot be made is one line', async () => {
  const wrong = join(folder, 'none', 'a.pcapng');
  await expect(startRecording(options(wrong))).rejects.toThrow(`write ${wrong}: ENOENT: no such file`);
  await expect(startRecording(options(folder))).rejects.toThrow(/^write .*: EISDIR/);
});

test('the file that is read is not written over', async () => {
  const path = join(folder, 'a.pcapng');
  writeFileSync(path, 'content');
  await expect(startRecording(options(path, path))).rejects.toThrow('it is the file that is read');
  expect(readFileSync(path, 'utf8')).toBe('content');
});

test('what was there before is written over', async () => {
  const path = join(folder, 'a.pcapng');
  writeFileSync(path, 'x'.repeat(100_000));
  const recorder = await recorderOf(contextFor(10), new Files(path, undefined));
  await recorder.finish();
  expect(blocksOf(path)).toEqual([BLOCK.section]);
});
