// In: what to count, and when. Out: standard output as the place for tables of it (see src/feed/sink.ts).
import type { FieldContext } from '../fields/context.ts';
import { compileGroupFilter } from '../filter/group.ts';
import { findDimension } from '../tables/dimensions.ts';
import type { SortKey } from '../tables/row.ts';
import { Table } from '../tables/table.ts';
import type { Window } from '../tables/window.ts';
import { Printer } from './printer.ts';
import type { RecordFormat } from './record.ts';
import { type TableText, tableColumns, tableRecords } from './top-row.ts';
import { Writer } from './writer.ts';

export interface TopOutputOptions {
  /** With the traces that tables count. */
  readonly context: FieldContext;
  readonly format: 'columns' | RecordFormat;
  /** Expressions, all of which must match. */
  readonly filters: readonly string[];
  readonly color: boolean;
  /** Name of a dimension. */
  readonly by: string;
  readonly window: Window;
  readonly sort: SortKey;
  /** 0: all. */
  readonly maxRows: number;
  /** Between two tables; 0: one at the end. */
  readonly intervalSeconds: number;
  /** Tells the user a line. */
  say(line: string): void;
}

const STDOUT = 1;
/** A turn of the feed comes every 25 ms, and capture waits for nobody. */
const SLICE_MS = 8;

/** Prints a table at each interval, and one at the end. A table that the reader has no room for is left out. */
export function topOutput(options: TopOutputOptions) {
  const { context, filters, intervalSeconds } = options;
  const { traces, store } = context;
  if (!traces) throw new Error('tables count transactions, which are not followed');
  const table = new Table(context, traces, {
    dimension: findDimension(options.by)!,
    predicate: filters.length > 0 ? compileGroupFilter(filters, context) : undefined,
    window: options.window,
    order: { by: options.sort, inverted: false },
    most: options.maxRows || Number.POSITIVE_INFINITY,
  });
  const text = textOf(options);
  const writer = new Writer(STDOUT);
  const supply = new Pending();
  const printer = new Printer({ supply, header: '', writer });
  const everyMs = intervalSeconds > 0 ? intervalSeconds * 1000 : Number.POSITIVE_INFINITY;
  let dueMs = performance.now() + everyMs;

  const turn = () => {
    printer.print();
    const start = performance.now();
    if (start < dueMs || !table.count(start + SLICE_MS)) return;
    const result = table.make(start + SLICE_MS);
    if (!result) return;
    dueMs += everyMs * Math.max(1, Math.ceil((performance.now() - dueMs) / everyMs));
    if (printer.done) supply.text = text(result, table.query);
    printer.print();
  };
  return {
    turn,
    hasRoom: () => true,
    isGone: () => writer.finished,
    stop: () => {},
    finish: async () => {
      await printer.finish();
      table.count(Number.POSITIVE_INFINITY);
      supply.text = text(table.make(Number.POSITIVE_INFINITY)!, table.query);
      if (store.first > 0)
        options.say(`counted the newest ${store.size} of ${store.end} events; --max-events keeps more`);
      await printer.finish();
    },
    skipped: () => 0,
    failure: () => (writer.error ? `write standard output: ${writer.error.message}` : ''),
  };
}

function textOf({ context, format, color }: TopOutputOptions): TableText {
  return format === 'columns' ? tableColumns(context, color) : tableRecords(context, format);
}

/** The table that waits to be written. */
class Pending {
  text = '';
  readonly skipped = 0;

  get waiting(): number {
    return this.text.length;
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}
