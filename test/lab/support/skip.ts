// What a test needs and does not have in, a printed reason out; in CI, where nothing is skipped in silence, an error.

/** Returns the reason (empty: the test can run) after printing it. Without one given: root is needed. */
export function skipReason(test: string, reason = process.getuid?.() === 0 ? '' : 'needs root'): string {
  if (reason && process.env.CI) throw new Error(`${test}: ${reason}`);
  if (reason) console.log(`${test}: skipped: ${reason}`);
  return reason;
}
