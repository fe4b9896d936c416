// In: the parts of a run that capture and explain events. Out: what every place that rows may go to is given of them.
import type { Capture } from './capture/source.ts';
import type { Configured } from './cli/configure.ts';
import type { Options } from './cli/options.ts';
import type { FieldContext } from './fields/context.ts';
import type { Surroundings } from './fields/defaults.ts';
import type { Field } from './fields/field.ts';
import type { Recording } from './record/recording.ts';

/** What is the same for every place that rows may go to. */
export interface Session {
  readonly options: Options;
  readonly configured: Configured;
  readonly surroundings: Surroundings;
  readonly fields: readonly Field[];
  readonly defaults: readonly string[];
  readonly context: FieldContext;
  readonly capture: Capture;
  /** Beside the place that rows go to. */
  readonly recording: Recording | undefined;
}

/** https://no-color.org: set and not empty means none. */
export function inColor({ color }: Options): boolean {
  if (color === 'auto') return process.stdout.isTTY === true && !process.env.NO_COLOR;
  return color === 'always';
}
