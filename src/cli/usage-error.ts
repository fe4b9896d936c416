// In: what is wrong with the command line, in one line. Out: the error that ends the program with exit code 2.

/** Wrong usage; `message` is the one line to print behind `dnstop: `. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
