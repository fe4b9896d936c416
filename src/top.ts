// In: a session of `dnstop top`. Out: standard output as the place for its tables. Wires, as src/main.tsx does.
import type { OutputFormat } from './cli/options.ts';
import type { TopOptions } from './cli/top.ts';
import type { Sink } from './feed/sink.ts';
import { topOutput } from './output/top.ts';
import { inColor, type Session } from './session.ts';

/** Live capture has a table each second, a file one at its end, unless asked otherwise. */
export function top(
  { options, context }: Session,
  asked: TopOptions,
  format: Exclude<OutputFormat, 'tui' | 'none'>,
  say: (line: string) => void,
): Sink {
  const intervalSeconds = asked.intervalSeconds ?? (options.file === undefined ? 1 : 0);
  const { filters } = options;
  return topOutput({ ...asked, context, format, filters, intervalSeconds, color: inColor(options), say });
}
