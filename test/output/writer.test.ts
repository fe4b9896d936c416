// The writer against real pipes: a slow reader gets every byte, a closed one ends it quietly.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Writer } from '../../src/output/writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnstop-writer-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fifo(name: string): { reader: number; writer: number } {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  const both = openSync(path, 'r+');
  const reader = openSync(path, 'r');
  const writer = openSync(path, 'w');
  closeSync(both);
  return { reader, writer };
}

const written = (writer: Writer, text: string) => new Promise<void>((done) => writer.write(text, done));

test('more than a pipe holds waits for the reader, and the event loop goes on meanwhile', async () => {
  const { reader, writer: fd } = fifo('slow');
  const writer = new Writer(fd);
  const text = 'row of text\n'.repeat(20_000);
  const finished = written(writer, text);
  await new Promise((turn) => setImmediate(turn));
  expect(writer.busy).toBe(true);
  const chunk = Buffer.alloc(text.length);
  let total = 0;
  while (total < text.length) total += readSync(reader, chunk, total, chunk.length - total, null);
  await finished;
  expect(chunk.toString()).toBe(text);
  expect(writer.finished).toBe(false);
});

test('a reader that has gone is the end, not an error', async () => {
  const { reader, writer: fd } = fifo('gone');
  closeSync(reader);
  const writer = new Writer(fd);
  await written(writer, 'row\n');
  expect(writer.closed).toBe(true);
  expect(writer.error).toBeUndefined();
});

test('a full device is an error', async () => {
  const writer = new Writer(openSync('/dev/full', 'w'));
  await written(writer, 'row\n');
  expect(writer.finished).toBe(true);
  expect(writer.error?.code).toBe('ENOSPC');
});

test('a descriptor that is non-blocking and full is tried again', async () => {
  // A child of Node.js gets a non-blocking socket pair as its standard input.
  const child = spawn('sh', ['-c', 'read go; cat | wc -c'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const fd = (child.stdin as unknown as { _handle: { fd: number } })._handle.fd;
  const writer = new Writer(fd);
  const finished = written(writer, `${'x'.repeat(999)}\n`.repeat(1000));
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  await finished;
  child.stdin.end();
  await new Promise((closed) => child.on('close', closed));
  expect(Number(output)).toBe(999_000);
});
