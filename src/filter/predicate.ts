// In: nothing. Out: what a compiled filter can do.

export interface Predicate {
  /** Whether a kept row matches. */
  test(row: number): boolean;
  /**
   * Examines `count` kept rows from `newest` towards older ones. Writes how far each match is behind `newest` to `out`
   * (room for `count`), nearest first, and returns their number.
   */
  scan(newest: number, count: number, out: Uint32Array): number;
  /** Grows when rows examined before may now be judged otherwise, because more became known about them. */
  readonly revision: number;
}
