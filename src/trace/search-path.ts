// In: two names asked one after the other. Out: whether the second is the next try along a search path.

/**
 * Whether `next` is what resolv.conf(5) `search` makes of the same short name after `before` failed: the same first
 * labels, with the rest shortened (ns.svc.cluster.local, svc.cluster.local, cluster.local, none) or put behind it.
 */
export function isSearchStep(before: string, next: string): boolean {
  const a = labels(before);
  const b = labels(next);
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  if (common === 0 || (common === a.length && common === b.length)) return false;
  const restBefore = a.slice(common).join('.');
  const restNext = b.slice(common).join('.');
  if (restNext === '' || restBefore === '') return true;
  return restBefore.endsWith(`.${restNext}`) || common > 1;
}

function labels(name: string): string[] {
  return name.toLowerCase().replace(/\.$/, '').split('.');
}
