// Reasons to paint -> moments to paint: at once after a key, at most 30 times a second for what changes by itself.

/** Time and timers; tests give their own. Milliseconds. */
export interface Clock {
  now(): number;
  after(milliseconds: number, call: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Shortest time between two frames that no key asked for. */
export const FRAME_MS = 33;

/** Calls `paint` when asked for, several requests at a time once. Without requests it does nothing at all. */
export class FrameClock {
  private readonly clock: Clock;
  private readonly paint: () => void;
  private last = -Infinity;
  private due = Infinity;
  private cancel: (() => void) | undefined;

  constructor(clock: Clock, paint: () => void) {
    this.clock = clock;
    this.paint = paint;
  }

  /** A frame within FRAME_MS of the last one. */
  soon(): void {
    this.at(this.last + FRAME_MS);
  }

  /** A frame as soon as the keys that arrived together are handled. */
  now(): void {
    this.at(-Infinity);
  }

  start(): void {
    this.due = Infinity;
  }

  /** No frame until start(). */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.due = -Infinity;
  }

  private at(time: number): void {
    if (time >= this.due) return;
    this.cancel?.();
    this.due = time;
    this.cancel = this.clock.after(Math.max(0, time - this.clock.now()), () => {
      this.due = Infinity;
      this.cancel = undefined;
      this.last = this.clock.now();
      this.paint();
    });
  }
}
