// A terminal -> taken while the screen lives: given back at the end, for a while (suspend), and when the program falls.
import type { Clock } from '../frames.ts';
import { type GuardActions, guard, suspend } from './guard.ts';
import type { Terminal, TerminalListener } from './terminal.ts';

/** A terminal that does not take the last frame within this time is left as it is. */
const LAST_WRITE_MS = 200;

export interface Holder extends TerminalListener {
  /** Writes what is under way and no more; calls when done. */
  quiet(done: () => void): void;
  /** The terminal is back after a suspension: everything on it is gone. */
  resumed(): void;
  /** A signal asks to end. */
  quit(): void;
}

export class Hold {
  private readonly terminal: Terminal;
  private readonly clock: Clock;
  private readonly holder: Holder;
  private readonly actions: GuardActions;
  private unguard = (): void => {};
  private ended = false;

  constructor(terminal: Terminal, clock: Clock, holder: Holder) {
    this.terminal = terminal;
    this.clock = clock;
    this.holder = holder;
    this.actions = {
      restore: () => terminal.leave(),
      settle: (then) => this.settle(then),
      quit: () => holder.quit(),
      resume: () => this.resume(),
    };
  }

  take(): void {
    this.unguard = guard(this.actions);
    this.terminal.enter(this.holder);
  }

  /**
   * Gives the terminal back; the promise is kept when nothing is written to it any more.
   * @param left what stays of the screen, asked for when its last frame is out.
   */
  give(left = () => ''): Promise<void> {
    this.ended = true;
    return new Promise((resolve) => {
      this.settle(() => {
        this.terminal.leave(left());
        resolve();
        // Not before this signal's other listeners have run: Ink ends the process where it is the only one left.
        setImmediate(this.unguard);
      });
    });
  }

  /** To the shell, as ctrl-z does; it comes back by SIGCONT. */
  suspend(): void {
    suspend(this.actions);
  }

  private resume(): void {
    if (this.ended) return;
    this.terminal.leave();
    this.terminal.enter(this.holder);
    this.holder.resumed();
  }

  private settle(then: () => void): void {
    let waits = true;
    const once = () => {
      if (waits) then();
      waits = false;
    };
    this.holder.quiet(once);
    this.clock.after(LAST_WRITE_MS, once);
  }
}
