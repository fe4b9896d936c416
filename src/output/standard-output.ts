// In: what to print and how. Out: standard output as a place for rows (see src/feed/sink.ts).
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { compileFilter } from '../filter/compile.ts';
import { compileGroupFilter } from '../filter/group.ts';
import { type ColumnsOptions, columnsHeader, columnsText } from './columns.ts';
import { EndedRows } from './ended-rows.ts';
import { traceText, transactionText } from './ended-text.ts';
import { EventRows } from './event-rows.ts';
import { Printer } from './printer.ts';
import { type RecordFormat, recordText } from './record.ts';
import type { Supply } from './supply.ts';
import { Writer } from './writer.ts';

export interface StandardOutputOptions {
  /** Rows of transactions and traces need `context.traces`. */
  readonly rows: 'events' | 'transactions' | 'traces';
  readonly format: 'columns' | RecordFormat;
  readonly context: FieldContext;
  readonly fields: readonly Field[];
  /** Expressions, all of which must match. */
  readonly filters: readonly string[];
  readonly color: boolean;
}

const STDOUT = 1;

/** Prints each matching row once; a slow reader holds up nothing but itself. */
export function standardOutput(options: StandardOutputOptions) {
  const { fields, color } = options;
  const writer = new Writer(STDOUT);
  const columns = { fields, width: process.stdout.columns ?? Number.POSITIVE_INFINITY, color };
  const supply = supplyOf(options, columns);
  const header = options.format === 'columns' ? columnsHeader(columns) : '';
  const printer = new Printer({ supply, header, writer });
  return {
    turn: () => printer.print(),
    hasRoom: () => supply.waiting === 0 || writer.finished,
    isGone: () => writer.finished,
    stop: () => {},
    finish: () => printer.finish(),
    skipped: () => supply.skipped,
    failure: () => (writer.error ? `write standard output: ${writer.error.message}` : ''),
  };
}

function supplyOf(options: StandardOutputOptions, columns: ColumnsOptions): Supply {
  const { rows, context, filters, format, fields } = options;
  const filtered = filters.length > 0;
  const { traces } = context;
  if (rows === 'events' || traces === undefined) {
    const text = format === 'columns' ? columnsText(columns) : recordText(fields, format);
    return new EventRows(context, filtered ? compileFilter(filters, context) : undefined, text);
  }
  const predicate = filtered ? compileGroupFilter(filters, context) : undefined;
  const textOf = rows === 'transactions' ? transactionText : traceText;
  return new EndedRows(rows, traces, textOf({ context, traces, predicate, fields, format, columns }));
}
