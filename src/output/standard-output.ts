// In: what to print and how. Out: standard output as a place for rows (see src/feed/sink.ts).
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import type { Predicate } from '../filter/predicate.ts';
import { columnsHeader, columnsText } from './columns.ts';
import { Printer } from './printer.ts';
import { type RecordFormat, recordText } from './record.ts';
import { Writer } from './writer.ts';

export interface StandardOutputOptions {
  readonly format: 'columns' | RecordFormat;
  readonly context: FieldContext;
  readonly fields: readonly Field[];
  readonly predicate: Predicate | undefined;
  readonly color: boolean;
}

const STDOUT = 1;

/** Prints each matching row once; a slow reader holds up nothing but itself. */
export function standardOutput({ format, context, fields, predicate, color }: StandardOutputOptions) {
  const writer = new Writer(STDOUT);
  const columns = { fields, width: process.stdout.columns ?? Number.POSITIVE_INFINITY, color };
  const isColumns = format === 'columns';
  const printer = new Printer({
    context,
    predicate,
    text: isColumns ? columnsText(columns) : recordText(fields, format),
    header: isColumns ? columnsHeader(columns) : '',
    writer,
  });
  return {
    turn: () => printer.print(),
    hasRoom: () => printer.waiting === 0 || writer.finished,
    isGone: () => writer.finished,
    stop: () => {},
    finish: () => printer.finish(),
    skipped: () => printer.skipped,
    failure: () => (writer.error ? `write standard output: ${writer.error.message}` : ''),
  };
}
