// Fields of events -> the same as rows of the list show them when a row is a transaction or a trace.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import { type Subject, subjectFields, traceSubject, transactionSubject } from '../../fields/subject.ts';
import { traceNaming } from '../../fields/trace-naming.ts';
import { describeTrace, type TraceView } from '../../trace/describe.ts';
import { describeTransaction } from '../../trace/path/describe-transaction.ts';
import type { Traces } from '../../trace/traces.ts';
import type { ListField } from '../table/choice.ts';
import { leavableIn, verdictForms } from '../verdict/forms.ts';

/** What a row shows, and the trace whose verdict it has. */
interface Described {
  readonly subject: Subject;
  trace(): TraceView | undefined;
}

/** Rows are those with which the transactions, or traces, began. */
export function lookupFields(
  context: FieldContext,
  traces: Traces,
  fields: readonly Field[],
  rows: 'transactions' | 'traces',
): readonly ListField[] {
  const describe = rows === 'traces' ? traceOf(context, traces) : transactionOf(context, traces);
  let current: Described = { subject: alone(0), trace: () => undefined };
  let key = '';
  /** The columns of a row are read one after the other: what was found for the first will do for all. */
  const read = (row: number): Described => {
    const now = `${row} ${context.store.end} ${traces.nowNs}`;
    if (now !== key) current = describe(row);
    key = now;
    return current;
  };
  const naming = traceNaming(context);
  const forms = (row: number): readonly string[] => {
    const view = read(row).trace();
    return view ? verdictForms(view.verdict, leavableIn(view, naming.type)) : [''];
  };
  return subjectFields(fields, () => current.subject).map((field) => ({
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
  return (row: number): Described => {
    const transaction = traces.transactionOf(row);
    const trace = () => describeTrace(context.store, traces, traces.traceOf(row), naming);
    if (transaction === 0) return { subject: alone(row), trace };
    return {
      subject: transactionSubject(describeTransaction(context.store, traces, transaction, naming)),
      trace,
    };
  };
}

function traceOf(context: FieldContext, traces: Traces) {
  const naming = traceNaming(context);
  return (row: number): Described => {
    const view = describeTrace(context.store, traces, traces.traceOf(row), naming);
    const subject = view ? traceSubject(view, (row) => traces.timeOf(row)) : alone(row);
    return { subject, trace: () => view };
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
