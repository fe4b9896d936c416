// Everything a user can get wrong, and everything that can be missing: one clear line, the right exit code, nothing lost.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { lookupsFile } from '../output/lookups.ts';
import { Running, within } from './support/process.ts';

const program = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnstop-badinput-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder, name), bytes, { mode: 0o644 });
  return join(folder, name);
}

/** Runs a command line in which `dnstop` is the program, as a shell would, and returns how it ended. */
async function shell(commands: string, input?: string) {
  const dnstop = `dnstop() { ${process.execPath} ${program} "$@"; }`;
  const running = new Running(['bash', '-c', `${dnstop}; folder=${folder}; ${commands}`]);
  running.child.stdin?.end(input);
  const late = () => {
    running.child.kill('SIGKILL');
    return running.error('did not end');
  };
  const { code } = await within(20_000, running.ended, late);
  return { code, stdout: running.stdout, stderr: running.stderr };
}

const whole = lookupsFile();
const damaged = Buffer.from(whole);
const secondPacket = 24 + 16 + whole.readUInt32LE(24 + 8);
damaged.writeUInt32LE(0xffff_fff0, secondPacket + 8);
const packed = gzipSync(whole);
const ROWS = '-o json --fields id';
const summary = (events: number, lost = 0) => `dnstop: ${events} events, ${lost} lost, 0 network namespaces`;

describe('capture files', () => {
  test.each([
    ['whole', whole, 6, 0],
    ['without packets', whole.subarray(0, 24), 0, 0],
    ['cut in the last packet', whole.subarray(0, -5), 5, 1],
    ['cut in a packet header', whole.subarray(0, secondPacket + 3), 1, 1],
    ['with an impossible length', damaged, 1, 1],
    ['gzipped', packed, 6, 0],
    ['gzipped and cut', packed.subarray(0, -10), 5, 1],
  ])('%s: every readable row, then what is wrong, then the last line', async (name, bytes, rows, code) => {
    const path = file('capture', bytes);
    const ended = await shell(`dnstop -r ${path} ${ROWS}`);
    expect(ended.stdout).toHaveLength(rows);
    expect(ended.stderr).toHaveLength(1 + code);
    expect(ended.stderr.at(-1)).toBe(summary(rows));
    if (code) expect(ended.stderr[0]).toMatch(/^dnstop: .*capture: .+ at byte \d+ \(after \d packets\)$/);
    expect(ended.code, name).toBe(code);
    const fromInput = await shell(`dnstop -r - ${ROWS} <${path}`);
    expect(fromInput.stdout).toEqual(ended.stdout);
    expect(fromInput.code).toBe(code);
  });

  test.each([
    ['a directory', '$folder', /Is a directory/],
    ['nothing', '$folder/nowhere', /No such file or directory/],
    ['empty', file('empty', ''), /empty file/],
    ['text', file('text', 'not a capture file, whatever its name says\n'), /not a capture file/],
    ['half a header', file('half', whole.subarray(0, 10)), /truncated at byte 10/],
  ])('%s: one line, exit 1', async (_, path, reason) => {
    const ended = await shell(`dnstop -r ${path} ${ROWS}`);
    expect(ended).toEqual({ code: 1, stdout: [], stderr: [expect.stringMatching(reason)] });
    expect(ended.stderr[0]).toMatch(/^dnstop: open capture file /);
  });

  test('reading one needs no privilege at all', async () => {
    file('capture', whole);
    const ended = await shell(
      `${UNPRIVILEGED} bash --norc -c '${process.execPath} ${program} -r ${folder}/capture ${ROWS}'`,
    );
    expect(ended).toEqual({ code: 0, stdout: expect.anything(), stderr: [summary(6)] });
  });
});

describe('wrong usage', () => {
  test.each([
    ["-F 'qr=='", /filter 'qr==': no value .* at column 5/],
    ["-F 'qtyp==A'", /unknown field "qtyp" at column 1; did you mean qtype\?/],
    ["-F 'qr==R && rcode==NOPE'", /rcode cannot be "NOPE" at column 17/],
    ["-F 'pid==x'", /cannot be "x" at column 6; expected a number/],
    ["-F 'src.addr in 10.0.0.0/99'", /at column 13; expected an address or a prefix/],
    ["-F 'name~('", /regular expression.* at column 6/],
    ["-F '(qr==R'", /at column 7/],
    ["-F 'qr ? R'", /operator .* at column 4/],
    ["-F 'qr==R' -F 'id'", /filter 'id': /],
    ["-F ''", /at column 1/],
    ["-F $'qr==\\n\\e[2J'", /column/],
    ['--fields name,qtyp', /unknown field 'qtyp'; did you mean qtype\?/],
    ['--fields +name,rcode', /not both/],
    ['--fields -name,-', /unknown field ''/],
    ['-o tui', /-o tui needs a terminal/],
    ['-w $folder/x --ring 5', /--ring takes SIZE:COUNT/],
    ['--what', /unknown option --what/],
  ])('dnstop %s: one line, exit 2', async (args, message) => {
    file('capture', whole);
    const ended = await shell(`dnstop -r $folder/capture ${args}`);
    expect(ended).toEqual({ code: 2, stdout: [], stderr: [expect.stringMatching(message)] });
    expect(ended.stderr[0]).toMatch(/^dnstop: [\x20-\x7e…]+$/);
  });
});

describe('standard output', () => {
  const many = () => file('many', Buffer.concat([whole, ...Array<Buffer>(20_000).fill(whole.subarray(24))]));

  test('a reader that closes it early ends the program quietly', async () => {
    const ended = await shell(`dnstop -r ${many()} -o json | head -1 >/dev/null; exit \${PIPESTATUS[0]}`);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toEqual([
      expect.stringMatching(/^dnstop: \d+ events, 0 lost, 0 network namespaces$/),
    ]);
  });

  test('a reader slower than the program gets every row', async () => {
    const slowly = 'while IFS= read -r -n 65536 line && (( ++rows )); do :; done; echo $rows';
    const ended = await shell(`dnstop -r ${many()} ${ROWS} --max-events 1000 | { ${slowly}; }`);
    expect(ended.stdout.map((line) => line.trim())).toEqual(['120006']);
    expect(ended.stderr).toEqual([summary(120_006)]);
  });

  test('a full disk is said, and exits 1', async () => {
    const ended = await shell(`dnstop -r ${file('capture', whole)} ${ROWS} >/dev/full`);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toEqual([
      expect.stringMatching(/^dnstop: write standard output: ENOSPC/),
      summary(6),
    ]);
  });

  test('nobody has to read standard error', async () => {
    const ended = await shell(`dnstop -r ${file('capture', whole)} ${ROWS} 2>&-`);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toHaveLength(6);
  });
});

const UNPRIVILEGED = 'setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all';

describe('live capture', () => {
  test('without privilege: one line that names what is missing and how to give it, exit 1', async () => {
    const ended = await shell(`${UNPRIVILEGED} ${process.execPath} ${program} -o none -t 1`);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toEqual([expect.stringMatching(/^dnstop: .*CAP_\w+.*; .+/)]);
  });

  test('without a cgroup v2 hierarchy in sight it captures all the same', async () => {
    const unmounted = `umount -R -l /sys/fs/cgroup; exec ${process.execPath} ${program} -o none -t 0.5`;
    const ended = await shell(`unshare --mount bash -c '${unmounted}'`);
    expect(ended.stderr).toEqual([
      expect.stringMatching(/^dnstop: capturing in [1-9]\d* network namespaces$/),
      expect.stringMatching(/^dnstop: \d+ events, 0 lost, [1-9]\d* network namespaces$/),
    ]);
    expect(ended.code).toBe(0);
  });
});
