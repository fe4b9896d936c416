// Bytes as they are read -> keys and pastes, one call each; an escape that nothing follows becomes a key after a moment.
import type { Clock } from '../frames.ts';
import { ESCAPE_WAIT_MS, InputDecoder } from './decoder.ts';
import type { Input } from './key.ts';

export class Keyboard {
  private readonly decoder = new InputDecoder();
  private readonly clock: Clock;
  private readonly onInput: (input: Input) => void;
  private cancel: (() => void) | undefined;

  constructor(clock: Clock, onInput: (input: Input) => void) {
    this.clock = clock;
    this.onInput = onInput;
  }

  read(bytes: Uint8Array): void {
    this.cancel?.();
    this.cancel = undefined;
    for (const input of this.decoder.feed(bytes)) this.onInput(input);
    if (!this.decoder.pending()) return;
    this.cancel = this.clock.after(ESCAPE_WAIT_MS, () => {
      for (const input of this.decoder.flush()) this.onInput(input);
    });
  }

  stop(): void {
    this.cancel?.();
  }
}
