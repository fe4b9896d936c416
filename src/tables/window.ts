// In: nothing. Out: the spans of event time that tables count over.

export const WINDOWS = ['10s', '1m', 'all'] as const;
export type Window = (typeof WINDOWS)[number];

/** Length in nanoseconds; Infinity for all that is kept. */
export const WINDOW_NS: Readonly<Record<Window, number>> = {
  '10s': 10e9,
  '1m': 60e9,
  all: Number.POSITIVE_INFINITY,
};
