// In: a name. Out: whether the Internet has its top-level domain, or who else does.
import { tlds } from '@hapi/tlds';
import { lastLabels } from './labels.ts';

/**
 * Top-level domains that the root zone leaves out on purpose: IANA's registry of special-use domain names (RFC 6761,
 * RFC 6762, RFC 7686, RFC 9476), and `internal`, which ICANN keeps for private use (board resolution of July 2024).
 * Kubernetes' `cluster.local` is under one of them. `lan`, `home` and `corp` are not: they are in use, and leak.
 */
const SPECIAL = new Set(['alt', 'example', 'internal', 'invalid', 'local', 'localhost', 'onion', 'test']);

export const TLD_KINDS = ['delegated', 'special', 'unknown', 'root'] as const;
export type TldKind = (typeof TLD_KINDS)[number];

/** The kind of a name's top-level domain; '' where there is no name. */
export function tldKind(name: string): TldKind | '' {
  if (name === '') return '';
  if (name === '.') return 'root';
  const top = lastLabels(name, 1).slice(0, -1);
  if (tlds.has(top)) return 'delegated';
  return SPECIAL.has(top) ? 'special' : 'unknown';
}
