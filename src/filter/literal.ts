// In: a value that was seen. Out: the same as a filter must have it, quoted where that is needed.
import { Scanner } from './token.ts';

/** What no rule of the grammar gives a meaning of its own. A backslash at the end would take what follows with it. */
const BARE = /^[\p{L}\p{N}_.:/@%*+^$\\-]*[\p{L}\p{N}_.:/@%*+^$-]$/u;

/** A value so that the parser reads just this text, whatever it is. `pattern`: behind `~` or `!~`. */
export function literal(text: string, pattern = false): string {
  return BARE.test(text) && isReadBack(text, pattern) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function isReadBack(text: string, pattern: boolean): boolean {
  const scanner = new Scanner(text);
  return scanner.value(pattern).text === text && scanner.at === text.length;
}

/** A regular expression that finds the text itself. */
export function escapedPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
