// In: nothing. Out: the words for how transactions belong together, and the numbers that stand for them in columns.

/** How a transaction came about, by the number kept for it; 0 is a root. */
export const RELATION = {
  root: 0,
  /** The receiver of the parent asked the same question on. */
  forwarded: 1,
  /** The receiver of the parent asked another question on the way to the answer. */
  resolving: 2,
  /** The asker of the parent asked again under another ID. */
  retried: 3,
  /** The same after a truncated answer (RFC 7766 5). */
  overTcp: 4,
  /** The asker of the parent asked for another type of the name at the same time (A and AAAA). */
  together: 5,
  /** The asker of the parent tried the next name of its search path (resolv.conf(5), search and ndots). */
  searched: 6,
  /** The receiver of the parent had answered before this was answered: it renewed its cache. */
  prefetched: 7,
} as const;

export const RELATION_WORDS = [
  '',
  'forwarded',
  'resolving',
  'retried',
  'retried-over-tcp',
  'asked-together',
  'searched',
  'prefetched',
] as const;

export const CONFIDENCE = { none: 0, certain: 1, likely: 2, ambiguous: 3 } as const;
export const CONFIDENCE_WORDS = ['certain', 'certain', 'likely', 'ambiguous'] as const;

export type RelationWord = (typeof RELATION_WORDS)[number];
export type ConfidenceWord = (typeof CONFIDENCE_WORDS)[number];

/** Why a transaction is where it is in its trace; the bit is the position. */
const EVIDENCE_TABLE = [
  ['sameProcess', 'asked by the process that received the parent'],
  ['relatedProcess', 'asked by a process of the same program'],
  ['sameAddress', 'asked from the address the parent was sent to'],
  ['sameNetns', 'asked in the network namespace where the parent arrived'],
  ['sameQuestion', 'same question'],
  ['whileOpen', 'before the parent was answered'],
  ['onlyCandidate', 'nothing else it could have been asked for'],
  ['severalCandidates', 'others waited for the same'],
  ['othersServed', 'the others had been asked on already'],
  ['answerOrder', 'its answer was the only one there when the parent was answered'],
  ['sameAsker', 'asked by the same process'],
  ['askerAddress', 'asked from the same address'],
  ['sameSocket', 'from the same socket'],
  ['parentUnanswered', 'the parent had no answer'],
  ['parentFailed', 'the parent had failed'],
  ['parentTruncated', 'the answer of the parent was truncated'],
  ['nameOnTheWay', 'its name is the asked name or a zone above it'],
  ['aliasTarget', 'its name is the target of a CNAME on the way'],
  ['searchPath', 'the same first labels under the next suffix'],
  ['mergedWait', 'asked for an equal question that came before'],
  ['sharedWait', 'asked for another lookup that needed the same'],
  ['nameServer', 'on the way to a name server of the zone'],
  ['followsAnswer', 'goes on from the answer to the query before'],
  ['movedLast', 'the others had not heard anything since'],
  ['equalAnswers', 'the same addresses in its answer'],
] as const;

export type EvidenceName = (typeof EVIDENCE_TABLE)[number][0];

/** Bit of each kind of evidence. */
export const EVIDENCE = Object.fromEntries(EVIDENCE_TABLE.map(([name], bit) => [name, 1 << bit])) as {
  readonly [Name in EvidenceName]: number;
};

/** What the bits say, in words. */
export function evidenceWords(bits: number): string[] {
  return EVIDENCE_TABLE.filter((_, bit) => (bits & (1 << bit)) !== 0).map(([, words]) => words);
}
