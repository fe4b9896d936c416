// A terminal that nobody reads (ctrl-s, a link that hangs): the program ends all the same.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from './support/process.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('support/unread-terminal.py', import.meta.url));
const impossible = process.getuid?.() === 0 ? '' : 'needs root';
if (impossible) console.log(`unread terminal skipped: ${impossible}`);

describe.skipIf(impossible)('a terminal that nobody reads', () => {
  test.each(['TERM', 'INT', 'HUP'])('SIG%s ends the program within a second', async (signal) => {
    const printed = await run(['python3', SCRIPT, signal, process.execPath, PROGRAM]);
    const { seconds, ...outcome } = JSON.parse(printed);
    expect(outcome).toEqual({ full: true, code: 0, canonical: true });
    expect(seconds).toBeLessThan(1);
  });
});
