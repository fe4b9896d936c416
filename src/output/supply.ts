// In: nothing. Out: what the printer asks of the place where its text comes from.

/** Pieces of text in their order, made when the reader has room for them. */
export interface Supply {
  /** How much has not been looked at; 0 where nothing is left to print for now. */
  readonly waiting: number;
  /** Events that were gone before they were looked at, because the reader was too slow. */
  readonly skipped: number;
  /** Text of what comes next, ending soon after `length` characters; '' where nothing that was looked at matches. */
  take(length: number): string;
}
