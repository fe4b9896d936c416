// golden/NAME.args (one argument a line) -> golden/NAME.out: what the program prints for the same capture file.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { lookupsFile } from './lookups.ts';

const program = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const golden = fileURLToPath(new URL('golden', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnstop-golden-'));
const capture = join(folder, 'lookups.pcap');
writeFileSync(capture, lookupsFile());
afterAll(() => rmSync(folder, { recursive: true }));

const names = readdirSync(golden)
  .filter((file) => file.endsWith('.args'))
  .map((file) => file.slice(0, -'.args'.length));

test('there are pairs to compare', () => {
  expect(names.length).toBeGreaterThan(5);
});

// GOLDEN=write makes the files anew; look at the difference before you commit it.
test.each(names)('%s', (name) => {
  const args = readFileSync(join(golden, `${name}.args`), 'utf8')
    .split('\n')
    .filter(Boolean);
  const output = execFileSync(process.execPath, [program, '-r', capture, ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const file = join(golden, `${name}.out`);
  if (process.env.GOLDEN === 'write') writeFileSync(file, output);
  expect(existsSync(file)).toBe(true);
  expect(output).toBe(readFileSync(file, 'utf8'));
});

test.each(names)('%s holds no control character but the newline, whatever the names are', (name) => {
  expect(readFileSync(join(golden, `${name}.out`), 'utf8')).toMatch(/^[\n\x20-\x7e\u00a0-\uffff]*$/);
});
