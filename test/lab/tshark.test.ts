// In: the captures beside the repository. Out: whether dnstop and tshark say the same of every DNS message in them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadAddon } from '../../src/capture/addon.ts';
import { readCapture } from '../support/capture-messages.ts';
import { type Difference, differences } from '../support/decoded.ts';
import { type Mnemonics, readWithTshark } from '../support/tshark.ts';
import { EXPECTED, type ExpectedDifference } from './tshark-differences.ts';

const folder = fileURLToPath(new URL('../../../shared/pcaps', import.meta.url));
const present = existsSync(folder);
const PORTS = [53, 5353, 8053];

if (!present) process.stderr.write(`tshark agreement skipped: ${folder} is not there\n`);

/** Differences as the list has them: those of all questions or records of one kind together, with their number. */
function summary(
  found: readonly Difference[],
  frames: ReadonlyMap<string, number>,
): Omit<ExpectedDifference, 'why'>[] {
  const groups = new Map<string, Omit<ExpectedDifference, 'why'>>();
  for (const { time, field, tshark, anomalies } of found) {
    const frame = frames.get(time) ?? 0;
    const kind = field.replace(/\.\d+/, '');
    const key = `${frame} ${kind}`;
    const group = groups.get(key) ?? { frame, field: kind, count: 0, tshark, anomalies };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()];
}

describe.skipIf(!present)('decoding agrees with tshark', () => {
  const files = present ? readdirSync(folder).filter((file) => /\.pcap(ng)?$/.test(file)) : [];
  const addon = loadAddon();
  const mnemonics: Mnemonics = JSON.parse(addon.mnemonics());

  test('there are captures to compare', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  test.each(files)('%s', async (file) => {
    const path = join(folder, file);
    const { messages, failure } = await readCapture(addon, path, PORTS);
    const tshark = readWithTshark(path, PORTS, mnemonics);
    const found = summary(differences(tshark.messages, messages), tshark.frames);
    expect(failure).toBe('');
    expect(found).toEqual((EXPECTED[file] ?? []).map(({ why: _, ...difference }) => difference));
  });

  test('every expected difference belongs to a capture and is explained by an anomaly', () => {
    for (const [file, list] of Object.entries(EXPECTED)) {
      expect(files).toContain(file);
      for (const { anomalies, why } of list) expect(anomalies.length * why.length).toBeGreaterThan(0);
    }
  });
});
