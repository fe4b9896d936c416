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

  it('takes arguments of another type, and buffers too small, as errors', () => {
    const { Source, describe: text } = loadAddon();
    const make = (options: unknown) => () => new Source(options as never);
    expect(make(undefined)).toThrow(TypeError);
    expect(make({ file: 5, ports: [53] })).toThrow('expected the path of a file');
    expect(make({ file: 'x' })).toThrow('expected an array of ports');
    expect(make({ ports: [65536], netns: [] })).toThrow('expected a port');
    expect(() => text('text' as never, 1)).toThrow('expected a Uint8Array');
    const source = new Source({ file: 'x', ports: [53] });
    const [bytes, counts] = [new Uint8Array(8), new Uint32Array(3)];
    const drain = (...values: unknown[]) => source.drain(...(values as Parameters<typeof source.drain>));
    expect(() => drain()).toThrow('expected a Uint32Array');
    expect(() => drain(bytes, bytes, bytes, new Uint32Array(2), 1, 0)).toThrow('expected room for 3 counts');
    expect(() => drain(bytes, bytes, bytes, counts, 1, -1)).toThrow('expected a row number');
    expect(() => drain(bytes, bytes, bytes, counts, 1000, 0)).toThrow('columns are smaller');
    expect(() => drain.call({}, bytes)).toThrow(TypeError);
  });
});
