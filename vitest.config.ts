import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/lab/**'] },
      },
      {
        // Real packets in namespaces of their own, with servers on fixed ports: one file at a time.
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          setupFiles: ['test/lab/support/own-folders.ts'],
          fileParallelism: false,
          testTimeout: 5 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
        },
      },
    ],
  },
});
