// In: nothing. Out: what is wrong with a filter, where, and what would be right.

export interface FilterFault {
  /** One line without position: `unknown field "qtyp"`. */
  readonly message: string;
  /** Position of the fault in the expression, from 1. */
  readonly column: number;
  /** What could stand there, for a hint; empty where that is unlimited. */
  readonly expected: string;
  /** The known name that is nearest, if one is near. */
  readonly nearest: string | undefined;
}

/** A filter that cannot be understood. Its text is one line: what, at which column, what is nearest. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  readonly fault: string;
  readonly column: number;
  readonly expected: string;
  readonly nearest: string | undefined;

  constructor(fault: FilterFault) {
    const hint = fault.nearest
      ? `; did you mean ${fault.nearest}?`
      : fault.expected && `; expected ${fault.expected}`;
    // What was typed is quoted in it, and may be anything.
    const message = fault.message.replace(/[\x00-\x1f\x7f-\x9f]/g, '?');
    super(`${message} at column ${fault.column}${hint}`);
    this.fault = message;
    this.column = fault.column;
    this.expected = fault.expected;
    this.nearest = fault.nearest;
  }
}
