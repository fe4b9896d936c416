// A booted kernel in, one line for each case of the lab's smallest kind out: "ok NAME" or "not ok NAME".
import { readFileSync } from 'node:fs';
import { DEBIAN_CASES } from '../lab/support/smallest.ts';

console.log(`# Linux ${readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim()}`);
for (const [name, check] of Object.entries(DEBIAN_CASES)) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`not ok ${name}\n${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}
