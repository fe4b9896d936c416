// The ways a process ends, or stops for a while -> the terminal restored first.

export interface GuardActions {
  /** Gives the terminal back; synchronous, may be called more than once. */
  restore(): void;
  /** A signal asks to end: SIGINT, SIGTERM, SIGHUP. The program ends in its normal way. */
  quit(): void;
  /** The program was stopped (ctrl-z) and goes on: take the terminal again. */
  resume(): void;
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Watches for the end of the process until the returned function is called.
 * An uncaught error restores the terminal, prints its stack on standard error and exits 1. SIGKILL cannot be caught.
 */
export function guard(actions: GuardActions): () => void {
  const crash = (error: unknown): void => {
    actions.restore();
    process.stderr.write(
      `dnstop: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  };
  for (const signal of ENDING) process.on(signal, actions.quit);
  process.on('exit', actions.restore);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  process.on('SIGCONT', actions.resume);
  return () => {
    for (const signal of ENDING) process.off(signal, actions.quit);
    process.off('exit', actions.restore);
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
    process.off('SIGCONT', actions.resume);
  };
}

/**
 * Stops the process group as ctrl-z does where the terminal is not in raw mode. Where nobody could wake it again
 * (no shell with job control) the kernel ignores the signal: then `resume` follows at once.
 */
export function suspend(actions: GuardActions): void {
  actions.restore();
  process.kill(0, 'SIGTSTP');
  setTimeout(actions.resume, 50);
}
