// The ways a process ends, or stops for a while -> the terminal given back first.
import { writeMessage } from './tty-writer.ts';

export interface GuardActions {
  /** Gives the terminal back; synchronous, may be called more than once. */
  restore(): void;
  /** Calls back when nothing is being written to the terminal any more, or after a moment. */
  settle(then: () => void): void;
  /** A signal asks to end: SIGINT, SIGTERM, SIGHUP, SIGQUIT. The program ends in its normal way. */
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
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    actions.settle(() => {
      actions.restore();
      writeMessage(`dnstop: ${text}\n`);
      process.exit(1);
    });
  };
  const { quit, restore, resume } = actions;
  for (const signal of ENDING) process.on(signal, quit);
  process.on('exit', restore).on('SIGCONT', resume);
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  return () => {
    for (const signal of ENDING) process.off(signal, quit);
    process.off('exit', restore).off('SIGCONT', resume);
    process.off('uncaughtException', crash).off('unhandledRejection', crash);
  };
}

/**
 * Stops the process group as ctrl-z does where the terminal is not in raw mode. Where nobody could wake it again
 * (no shell with job control) the kernel ignores the signal: then `resume` follows at once.
 */
export function suspend({ settle, restore, resume }: GuardActions): void {
  settle(() => {
    restore();
    process.kill(0, 'SIGTSTP');
    setTimeout(resume, 50);
  });
}
