// When signals end the program in its normal way, and when at once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onEndSignal } from '../src/end-signals.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('onEndSignal', () => {
  const before = SIGNALS.map((signal) => process.listeners(signal));
  const stop = vi.fn();
  const exit = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    vi.spyOn(process, 'exit').mockImplementation(exit as never);
    for (const mock of [stop, exit]) mock.mockReset();
    onEndSignal(stop);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    SIGNALS.forEach((signal, n) => {
      for (const listener of process.listeners(signal))
        if (!before[n].includes(listener)) process.removeListener(signal, listener);
    });
  });

  it.each(SIGNALS)('stops once where %s comes twice in no time, as timeout(1) sends it', (signal) => {
    process.emit(signal);
    process.emit(signal);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(exit).not.toHaveBeenCalled();
  });

  it('exits where a user asks again', () => {
    process.emit('SIGINT', 'SIGINT');
    vi.advanceTimersByTime(2000);
    process.emit('SIGINT', 'SIGINT');
    expect(stop).toHaveBeenCalledTimes(1);
    expect(exit).toHaveBeenCalledWith(130);
  });
});
