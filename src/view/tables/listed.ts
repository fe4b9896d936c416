// A row of a table -> the filters that list what it counts, and what is said about the list.
import type { FieldContext } from '../../fields/context.ts';
import { literal } from '../../filter/literal.ts';
import type { TableRow } from '../../tables/row.ts';
import { keyText } from '../../tables/text.ts';
import { WINDOW_NS } from '../../tables/window.ts';
import type { Shown } from './counting.ts';
import { WINDOW_TEXTS } from './wording.ts';

export interface Listed {
  readonly key: string;
  /** Of the row, and of the table's window where it has a beginning. All must match. */
  readonly filters: readonly string[];
  readonly said: string;
}

/** Undefined where no filter says what the row counts. */
export function listedOf(context: FieldContext, { result, query }: Shown, row: TableRow): Listed | undefined {
  const { dimension, window } = query;
  const { key } = row;
  const expression = dimension.expression(key);
  if (expression === undefined) return undefined;
  const since = Number.isFinite(WINDOW_NS[window])
    ? [`timestamp>=${literal(timeText(context, result.atMs - WINDOW_NS[window] / 1e6))}`]
    : [];
  const said = `events of ${keyText(context, dimension, key)}, ${WINDOW_TEXTS[window]}`;
  return { key, filters: [expression, ...since], said };
}

/** A moment, to the millisecond before it, as RFC 3339 in the local time zone. */
function timeText({ timestamps }: FieldContext, ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const text = timestamps.text(seconds, Math.floor(ms - seconds * 1000) * 1e6);
  return text.replace(/(\.\d{3})\d*/, '$1');
}
