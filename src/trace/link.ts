// In: what a search found. Out: how a new transaction belongs to an earlier one; one object for all searches.
import { CONFIDENCE, RELATION } from './words.ts';

/** Overwritten by the next search. */
export class Link {
  parent = 0;
  /** One of RELATION. */
  relation: number = RELATION.root;
  /** One of CONFIDENCE. */
  confidence: number = CONFIDENCE.none;
  /** Bits of EVIDENCE. */
  evidence = 0;

  set(parent: number, relation: number, confidence: number, evidence: number): void {
    this.parent = parent;
    this.relation = relation;
    this.confidence = confidence;
    this.evidence = evidence;
  }
}
