// Nothing in, folders for the settings and the state of dnstop that belong to one test file out, for all that it runs.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Nobody's settings change what a test sees, and no test leaves anything in a home. A lab has its own (lab.ts), and
// removes this one where the test run was killed.
const folder = join(tmpdir(), `dnstop-lab-${process.pid}-home`);
process.env.XDG_CONFIG_HOME = join(folder, 'config');
process.env.XDG_STATE_HOME = join(folder, 'state');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
