// The smallest cases, on the kernel that runs here; test/kernels runs the same and more on others.
import { test } from 'vitest';
import { skipReason } from './support/skip.ts';
import { CASES } from './support/smallest.ts';

const impossible = skipReason('smallest cases');

for (const [name, check] of Object.entries(CASES)) test.skipIf(impossible)(name, check);
