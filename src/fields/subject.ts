// In: fields of events. Out: the same fields as a row of a transaction or of a trace shows them.

import type { TraceView } from '../trace/describe.ts';
import type { TransactionView } from '../trace/path/describe-transaction.ts';
import { decisive, questionsOf, wholeNs } from '../trace/path/questions.ts';
import type { FieldContext } from './context.ts';
import type { Field, FieldValue } from './field.ts';
import { formatDuration } from './format.ts';

/** What a row is about: the first query, and how it ended. */
export interface Subject {
  /** The event with which it began. */
  readonly begun: number;
  /** The first event of the question: that of the asker, where it was seen. */
  readonly asked: number;
  /** The response that the asker got, else the first one seen, else -1. */
  readonly answer: number;
  /** From where it began to the answer; undefined where that did not come. */
  readonly latencyNs: number | undefined;
  readonly state: string;
  readonly attempts: number;
  readonly hops: number;
}

export function transactionSubject({ path, latencyNs, state, attempts }: TransactionView): Subject {
  return {
    begun: path.rows[0],
    asked: path.rows[0],
    answer: path.answer >= 0 ? path.answer : path.firstResponse,
    latencyNs,
    state,
    attempts,
    hops: path.rows.length,
  };
}

/**
 * Of all that was asked for the lookup the question that decided it, and the time of the whole; pending while an answer is
 * waited for. `timeOf` gives event time in nanoseconds.
 */
export function traceSubject(
  { root, transactions, hops }: TraceView,
  timeOf: (row: number) => number,
): Subject {
  const questions = questionsOf(root, transactions);
  const { first, queries, final } = decisive(questions);
  const isPending = questions.some((question) => question.final.state === 'pending');
  const isAnswered = final.path.answer >= 0 && !isPending;
  return {
    ...transactionSubject(final),
    begun: root.path.rows[0],
    asked: first.path.rows[0],
    latencyNs: isAnswered ? wholeNs(questions, timeOf) : undefined,
    state: isPending ? 'pending' : final.state,
    attempts: queries.reduce((sum, { attempts }) => sum + attempts, 0),
    hops: hops.length,
  };
}

/** Fields that tell when it began. */
const OF_BEGIN = /^timestamp(_raw)?$/;
/** Fields that tell of the answer; all others are those of the question's first event. */
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
    const row = rowFor(field.name, current);
    return {
      ...field,
      value: (context: FieldContext) => field.value(context, row()),
      text: (context: FieldContext) => field.text(context, row()),
    };
  });
}

function rowFor(name: string, current: () => Subject): () => number {
  if (OF_BEGIN.test(name)) return () => current().begun;
  if (!OF_ANSWER.test(name)) return () => current().asked;
  return () => (current().answer >= 0 ? current().answer : current().asked);
}

function shown({ name }: Field, value: string | number): string {
  if (name !== 'latency_ns') return value === 0 ? '' : String(value);
  return value === 0 ? '' : formatDuration(value as number);
}
