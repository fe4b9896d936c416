// In: a name as the columns have it, escaped as in RFC 1035 5.1. Out: its last labels.

const DOT = 46;
const BACKSLASH = 92;

/**
 * The last `level` labels of a name with its final dot, in lower case: level 1 of `www.Example.com.` is `com.`, level 2
 * `example.com.`; the whole name where it has no more. The root is `.` at every level, and no name is ''.
 */
export function lastLabels(name: string, level: number): string {
  let start = name.length - 1;
  for (let labels = 0; labels < level && start > 0; labels++) start = dotBefore(name, start);
  return (start > 0 ? name.slice(start + 1) : name).toLowerCase();
}

/** Where the separator before the label that ends at `end` stands; -1 where that is the first label. */
function dotBefore(name: string, end: number): number {
  for (let at = end - 1; at > 0; at--) {
    if (name.charCodeAt(at) === DOT && !escaped(name, at)) return at;
  }
  return -1;
}

/** Whether an odd number of backslashes stands before `at`: then the character there is part of a label. */
function escaped(name: string, at: number): boolean {
  let backslashes = 0;
  while (at - backslashes > 0 && name.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
