// In: signals that ask the program to end. Out: its end in the normal way, or at once where it is asked for again.
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// timeout(1) signals the program and then its whole process group: the same signal twice, and nobody's impatience.
const SAME_MS = 500;
const SIGNALLED = 128; // shells add the number of the signal

/**
 * Calls `stop` at the first signal. Another one some time later ends the program at once, should a reader of its output
 * never come back.
 */
export function onEndSignal(stop: () => void): void {
  let first: number | undefined;
  const asked = (signal: NodeJS.Signals) => {
    if (first === undefined) {
      first = performance.now();
      stop();
    } else if (performance.now() - first > SAME_MS) {
      process.exit(SIGNALLED + constants.signals[signal]);
    }
  };
  for (const signal of SIGNALS) process.on(signal, asked);
}
