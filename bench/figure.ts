// In: numbers. Out: medians of them, and figures with their goals as every part of the benchmark gives them.

/** What was measured, in `unit`; `most` or `least` is the goal. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly most?: number;
  readonly least?: number;
  /** Ratios to other programs, or what else explains the value. */
  readonly note?: string;
}

/** How long to measure. */
export interface Effort {
  /** A short run: one look at everything, too short to compare versions by. */
  readonly quick: boolean;
}

export type Part = (effort: Effort) => Promise<Figure[]>;

/** The value at `share` (0 to 1) of the sorted values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Whether a figure has a goal and fails it. */
export function isMissed({ value, most, least }: Figure): boolean {
  return (most !== undefined && value > most) || (least !== undefined && value < least);
}

/** The figures as lines of text: figure, goal, a mark where it is missed, note. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    amount(figure.value),
    figure.unit,
    goal(figure),
    isMissed(figure) ? 'MISSED' : '',
    figure.note ?? '',
  ]);
  const all = [['what', 'median', '', 'goal', '', ''], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 1 ? cell.padStart(widths[1]) : cell.padEnd(widths[column])));
  return all.map((row) => line(row).join('  ').trimEnd()).join('\n');
}

function goal({ most, least }: Figure): string {
  if (most !== undefined) return `<= ${most}`;
  return least !== undefined ? `>= ${least}` : '';
}

/** Three digits, more where the whole part has more. */
function amount(value: number): string {
  if (value !== 0 && Math.abs(value) < 100) return String(Number(value.toPrecision(3)));
  return Math.round(value).toLocaleString('en-US');
}
