// In: fields and a format. Out: a function from a transaction or trace by number to its text.
import type { FieldContext } from '../fields/context.ts';
import type { Field, FieldValue } from '../fields/field.ts';
import { type Subject, subjectFields, traceSubject, transactionSubject } from '../fields/subject.ts';
import { jsonNaming, traceNaming } from '../fields/trace-naming.ts';
import type { GroupPredicate } from '../filter/group.ts';
import { describeTrace, type TraceView } from '../trace/describe.ts';
import { traceJson } from '../trace/json.ts';
import { describeTransaction } from '../trace/path/describe-transaction.ts';
import type { Traces } from '../trace/traces.ts';
import { type ColumnsOptions, columnsText, isDamaged } from './columns.ts';
import type { EndedText } from './ended-rows.ts';
import { type RecordFormat, recordText, recordValue, valueText } from './record.ts';

export interface EndedTextOptions {
  readonly context: FieldContext;
  readonly traces: Traces;
  readonly predicate: GroupPredicate | undefined;
  /** Of the row; for a trace in JSON and YAML, those of each of its hops. */
  readonly fields: readonly Field[];
  readonly format: 'columns' | RecordFormat;
  /** For columns. */
  readonly columns: ColumnsOptions;
}

/** Transactions as rows with the fields of events and of their ends. */
export function transactionText(options: EndedTextOptions): EndedText {
  const { context, traces, predicate } = options;
  const naming = traceNaming(context);
  const text = subjectText(options);
  return (transaction) => {
    const view = describeTransaction(context.store, traces, transaction, naming);
    return predicate && !predicate(view.path.rows) ? '' : text(transactionSubject(view));
  };
}

/** Traces: a line for each in columns, all there is to say about each otherwise. */
export function traceText(options: EndedTextOptions): EndedText {
  const { context, traces, predicate, format } = options;
  const naming = traceNaming(context);
  const text = format === 'columns' ? traceLine(options) : traceRecord(options, format);
  return (trace) => {
    const view = describeTrace(context.store, traces, trace, naming);
    if (view === undefined) return '';
    return predicate && !predicate(view.hops.map(({ row }) => row)) ? '' : text(view);
  };
}

function traceLine(options: EndedTextOptions): (view: TraceView) => string {
  const text = subjectText(options);
  return (view) => text(traceSubject(view, (row) => options.traces.timeOf(row)));
}

function traceRecord({ context, fields }: EndedTextOptions, format: RecordFormat) {
  const naming = jsonNaming(context);
  const eventOf = recordValue(fields);
  return (view: TraceView) =>
    valueText(traceJson(view, naming, (row) => eventOf(context, row)) as FieldValue, format);
}

/** The text of a row about a subject. */
function subjectText({ context, fields, format, columns }: EndedTextOptions): (subject: Subject) => string {
  let current: Subject;
  const own = subjectFields(fields, () => current);
  const damaged = () => [current.asked, current.answer].some((row) => row >= 0 && isDamaged(context, row));
  const text =
    format === 'columns' ? columnsText({ ...columns, fields: own }, damaged) : recordText(own, format);
  return (subject) => {
    current = subject;
    return text(context, subject.answer >= 0 ? subject.answer : subject.asked);
  };
}
