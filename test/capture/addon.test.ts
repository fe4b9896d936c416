import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAddon } from '../../src/capture/addon.ts';
import { Capture } from '../../src/capture/source.ts';
import { StartError } from '../../src/capture/start-error.ts';
import { Mnemonics } from '../../src/fields/mnemonics.ts';

const built = existsSync(new URL('../../build/Release/dnstop.node', import.meta.url));
if (!built) console.warn('skipped, as the addon is not built: npm run build');

describe.skipIf(!built)('the addon', () => {
  it('fits this program and names what columns hold as numbers', () => {
    const mnemonics = new Mnemonics(loadAddon().mnemonics());
    expect([mnemonics.types.name(28), mnemonics.rcodes.name(3), mnemonics.opcodes.name(0)]).toEqual([
      'AAAA',
      'NameError',
      'QUERY',
    ]);
    expect(mnemonics.anomalies).toContain('bad_pointer');
  });

  it('says why a file cannot be read', () => {
    const start = () => new Capture(loadAddon(), { file: '/nowhere/x.pcap', ports: [53] });
    expect(start).toThrow(StartError);
    expect(start).toThrow(/x\.pcap.*No such file/);
  });
});
