// Recordings as Wireshark's tools read them: every message, its fields, and what is said around it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addon, PORTS, readFile, recordTo } from '../record/support/files.ts';
import { readCapture } from '../support/capture-messages.ts';
import { differences } from '../support/decoded.ts';
import { type Mnemonics, readWithTshark } from '../support/tshark.ts';
import { EXPECTED } from './tshark-differences.ts';

const captures = fileURLToPath(new URL('../../../shared/pcaps', import.meta.url));
const files = existsSync(captures) ? readdirSync(captures).filter((file) => /\.pcap(ng)?$/.test(file)) : [];
const missing = ['tshark', 'capinfos', 'mergecap', 'editcap'].filter((tool) => !existsSync(`/usr/bin/${tool}`));
const impossible = missing.length > 0 || files.length === 0;
if (impossible)
  process.stderr.write(`recordings with tshark skipped: ${missing.join(', ') || captures} not there\n`);

describe.skipIf(impossible)('recordings', () => {
  const mnemonics: Mnemonics = JSON.parse(addon.mnemonics());
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnstop-tshark-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(files)('%s', async (file) => {
    const path = join(folder, `${file}ng`);
    await recordTo(path, await readFile(join(captures, file)));
    execFileSync('capinfos', [path], { stdio: 'pipe' });
    const { messages } = await readCapture(addon, path, PORTS);
    const known = new Set((EXPECTED[file] ?? []).map(({ anomalies }) => anomalies.join()));
    const tshark = readWithTshark(path, PORTS, mnemonics);
    const found = differences(tshark.messages, messages);
    expect(found.filter(({ anomalies }) => !known.has(anomalies.join()))).toEqual([]);
  });
});
