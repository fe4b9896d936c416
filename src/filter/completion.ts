// In: nothing. Out: what a completion of a filter is.

/** Something that may be put in the place of characters `from`..`to` of the text. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** As a list shows it. */
  readonly label: string;
  readonly meaning: string;
  /** How often the value was seen; 0 for one that was not. */
  readonly count?: number;
}
