// In: nothing. Out: what the feed asks of the place where rows go.

/** Where rows go: the screen, standard output, nowhere. */
export interface Sink {
  /** Rows may have come; called many times a second. */
  turn(): void;
  /** Whether rows may be added without pushing out some that were not shown yet. */
  hasRoom(): boolean;
  /** Nobody wants more rows. */
  isGone(): boolean;
  /** The user wants an end. */
  stop(): void;
  /** Resolves once every row was shown and, on a screen, the user has quit or stop() was called. */
  finish(): Promise<void>;
  /** Rows that were pushed out before they could be shown. */
  skipped(): number;
  /** Why rows could not be shown, or ''. */
  failure(): string;
  /** Says a line where rows are shown; not there where that is no place for it. */
  notify?(line: string): void;
}

/** Rows are kept and counted, and shown to nobody. */
export const NOWHERE: Sink = {
  turn: () => {},
  hasRoom: () => true,
  isGone: () => false,
  stop: () => {},
  finish: async () => {},
  skipped: () => 0,
  failure: () => '',
};
