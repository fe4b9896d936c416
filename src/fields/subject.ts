// In: fields of events. Out: the same fields as a row of a transaction or of a trace shows them.

import type { TraceView } from '../trace/describe.ts';
import type { TransactionView } from '../trace/path/describe-transaction.ts';
import { repetitions } from '../trace/path/tree.ts';
import type { FieldContext } from './context.ts';
import type { Field, FieldValue } from './field.ts';
import { formatDuration } from './format.ts';

/** What a row is about: the first query, and how it ended. */
export interface Subject {
  /** The first event: that of the asker, where it was seen. */
  readonly asked: number;
  /** The response that the asker got, else the first one seen, else -1. */
  readonly answer: number;
  /** From the first query to the answer; undefined where that did not come. */
  readonly latencyNs: number | undefined;
  readonly state: string;
  readonly attempts: number;
  readonly hops: number;
}

export function transactionSubject({ path, latencyNs, state, attempts }: TransactionView): Subject {
  return {
    asked: path.rows[0],
    answer: path.answer >= 0 ? path.answer : path.firstResponse,
    latencyNs,
    state,
    attempts,
    hops: path.rows.length,
  };
}

/** The root's question, and how its last repetition ended. `timeOf` gives event time in nanoseconds. */
export function traceSubject(view: TraceView, timeOf: (row: number) => number): Subject {
  const { root, transactions } = view;
  const all = [root, ...repetitions(root, transactions)];
  const { path, state } = all[all.length - 1];
  const asked = root.path.rows[0];
  return {
    ...transactionSubject(all[all.length - 1]),
    asked,
    latencyNs: path.answer >= 0 ? timeOf(path.answer) - timeOf(asked) : undefined,
    state,
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
    hops: view.hops.length,
  };
}

/** Fields that tell of the answer; all others are those of the first event. */
const OF_ANSWER = /^(rcode|rcode_raw|aa|tc|ra|ad|num_answers|addresses|cname|answers(\..*)?|edns\.ede)$/;

const OF_SUBJECT: Readonly<Record<string, (subject: Subject) => FieldValue & (string | number)>> = {
  state: ({ state }) => state,
  attempts: ({ attempts }) => attempts,
  hops: ({ hops }) => hops,
  latency_ns: ({ latencyNs }) => latencyNs ?? 0,
  latency_ns_raw: ({ latencyNs }) => latencyNs ?? 0,
};

/** What is wrong with its question or with its answer. */
function anomaliesOf(field: Field, current: () => Subject): Field {
  const value = (context: FieldContext): readonly string[] => {
    const { asked, answer } = current();
    const rows = answer >= 0 ? [asked, answer] : [asked];
    return [...new Set(rows.flatMap((row) => field.value(context, row) as readonly string[]))];
  };
  return { ...field, value, text: (context) => value(context).join(',') };
}

/** The fields of what `current` gives, whatever row they are asked for. */
export function subjectFields(fields: readonly Field[], current: () => Subject): readonly Field[] {
  return fields.map((field) => {
    if (field.name === 'anomalies') return anomaliesOf(field, current);
    const own = OF_SUBJECT[field.name];
    if (own) return { ...field, value: () => own(current()), text: () => shown(field, own(current())) };
    const ofAnswer = OF_ANSWER.test(field.name);
    const row = () => (ofAnswer && current().answer >= 0 ? current().answer : current().asked);
    return {
      ...field,
      value: (context: FieldContext) => field.value(context, row()),
      text: (context: FieldContext) => field.text(context, row()),
    };
  });
}

function shown({ name }: Field, value: string | number): string {
  if (name !== 'latency_ns') return value === 0 ? '' : String(value);
  return value === 0 ? '' : formatDuration(value as number);
}
