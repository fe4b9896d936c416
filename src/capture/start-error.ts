// In: what a source could not do. Out: the one error class for it.

/** A source that cannot start: what failed, why, and what to do about it (may be empty). */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(
    readonly operation: string,
    readonly reason: string,
    readonly hint: string,
  ) {
    super(`${operation}: ${reason}${hint && `; ${hint}`}`);
  }

  /** Whatever was thrown, as a StartError. */
  static from(thrown: unknown): StartError {
    if (thrown instanceof StartError) return thrown;
    const { operation = 'start', reason, hint = '', message } = thrown as Partial<StartError>;
    return new StartError(operation, reason ?? message ?? String(thrown), hint);
  }
}
