// In: a regular expression as a user wrote it. Out: a test whether it is found in a text, never slow, whatever was written.
import type { RE2JS } from 're2js';
import { quickSource } from './quick-pattern.ts';

/**
 * A single repetition costs the square of the text's length at worst. Names are shorter than this (RFC 1035 2.3.4, four
 * characters for an escaped byte); longer ones, of command lines, are RE2's.
 */
const QUICK_LENGTH = 1024;

/** A test whether a pattern is found anywhere in a text. Throws an Error with a reason where the pattern is wrong. */
export function patternTester(pattern: string, anyCase: boolean): (text: string) => boolean {
  const source = quickSource(pattern);
  if (source === undefined) return linearTester(pattern, anyCase);
  const quick = new RegExp(source, anyCase ? 'iu' : 'u');
  let linear: ((text: string) => boolean) | undefined;
  return (text) => {
    if (text.length <= QUICK_LENGTH) return quick.test(text);
    linear ??= linearTester(pattern, anyCase);
    return linear(text);
  };
}

/** By RE2: in time linear in the text. */
export function linearTester(pattern: string, anyCase: boolean): (text: string) => boolean {
  const re2 = loadRe2();
  const compiled = re2.compile(pattern, anyCase ? re2.CASE_INSENSITIVE : 0);
  return (text) => compiled.test(text);
}

/** Loaded when the first pattern needs it: evaluating it takes a tenth of the program's start. */
function loadRe2(): typeof RE2JS {
  return (require('re2js') as typeof import('re2js')).RE2JS;
}
