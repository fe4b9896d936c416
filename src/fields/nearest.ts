// In: a word as typed and the words there are. Out: the one that was probably meant.

/**
 * The candidate that fewest slips of the finger lead to, in any case; for dotted names the last part counts as well,
 * and for those with a unit (latency_ns) what stands before it.
 * Where that needs too many, one that contains the word. Undefined where none is near.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const typed = text.toLowerCase();
  let best: string | undefined;
  let fewest = Math.ceil(typed.length / 3) + 1;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const slips = Math.min(
      slipsBetween(typed, known),
      slipsBetween(typed, known.slice(known.lastIndexOf('.') + 1)) + 0.5,
      slipsBetween(typed, known.replace(/_[^_]*$/, '')) + 0.5,
    );
    if (slips < fewest) [best, fewest] = [candidate, slips];
  }
  return (
    best ??
    (typed.length < 2 ? undefined : candidates.find((candidate) => candidate.toLowerCase().includes(typed)))
  );
}

/** Letters inserted, left out, mistaken or swapped with the next (optimal string alignment distance). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + other);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
    [before, last] = [last, now];
  }
  return last[b.length];
}
