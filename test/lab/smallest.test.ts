// The smallest cases, on the kernel that runs here; test/kernels runs the same on others.
import { test } from 'vitest';
import { CASES } from './support/smallest.ts';

const impossible = process.getuid?.() === 0 ? '' : 'needs root';
if (impossible) console.log(`smallest cases skipped: ${impossible}`);

for (const [name, check] of Object.entries(CASES))
  test.skipIf(impossible)(name, async (context) => {
    const reason = await check();
    if (reason) {
      console.log(`${name}: skipped: ${reason}`);
      context.skip(reason);
    }
  });
