// Fields of events -> the same as rows of the list show them when a row is a transaction or a trace.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import { type Subject, subjectFields, traceSubject, transactionSubject } from '../../fields/subject.ts';
import { traceNaming } from '../../fields/trace-naming.ts';
import { describeTrace } from '../../trace/describe.ts';
import { describeTransaction } from '../../trace/path/describe-transaction.ts';
import type { Traces } from '../../trace/traces.ts';
import type { ListField } from '../table/choice.ts';
import { leavableIn, verdictForms } from '../verdict/forms.ts';

/** Rows are those with which the transactions, or traces, began. */
export function lookupFields(
  context: FieldContext,
  traces: Traces,
  fields: readonly Field[],
  rows: 'transactions' | 'traces',
): readonly ListField[] {
  const subjectOf = rows === 'traces' ? traceOf(context, traces) : transactionOf(context, traces);
  let current: Subject;
  let key = '';
  /** The columns of a row are read one after the other: what was found for the first will do for all. */
  const read = (row: number): void => {
    const now = `${row} ${context.store.end} ${traces.nowNs}`;
    if (now !== key) current = subjectOf(row);
    key = now;
  };
  const naming = traceNaming(context);
  const forms = (row: number): readonly string[] => {
    const view = describeTrace(context.store, traces, traces.traceOf(row), naming);
    return view ? verdictForms(view.verdict, leavableIn(view, naming.type)) : [''];
  };
  return subjectFields(fields, () => current).map((field) => ({
    ...field,
    ...(field.name === 'verdict' && { forms }),
    value: (context, row) => {
      read(row);
      return field.value(context, row);
    },
    text: (context, row) => {
      read(row);
      return field.text(context, row);
    },
  }));
}

function transactionOf(context: FieldContext, traces: Traces) {
  const naming = traceNaming(context);
  return (row: number): Subject => {
    const transaction = traces.transactionOf(row);
    if (transaction === 0) return alone(row);
    return transactionSubject(describeTransaction(context.store, traces, transaction, naming));
  };
}

function traceOf(context: FieldContext, traces: Traces) {
  const naming = traceNaming(context);
  return (row: number): Subject => {
    const view = describeTrace(context.store, traces, traces.traceOf(row), naming);
    return view ? traceSubject(view, (row) => traces.timeOf(row)) : alone(row);
  };
}

/** An event of which nothing more is known. */
const alone = (row: number): Subject => ({
  begun: row,
  asked: row,
  answer: -1,
  latencyNs: undefined,
  state: '',
  attempts: 0,
  hops: 0,
});
