// In: nothing. Out: the fields that say to which transaction and trace an event belongs, and what became of those.

import type { Store } from '../store/store.ts';
import { describeTrace } from '../trace/describe.ts';
import { stateOf } from '../trace/path/describe-transaction.ts';
import { relationOf } from '../trace/path/relation.ts';
import type { Traces } from '../trace/traces.ts';
import { CONFIDENCE_WORDS, evidenceWords, RELATION_WORDS } from '../trace/words.ts';
import type { FieldContext } from './context.ts';
import type { Field, FieldKind, FieldValue } from './field.ts';
import { makeField } from './make.ts';
import { traceNaming } from './trace-naming.ts';

interface TraceFieldSpec {
  readonly name: string;
  readonly description: string;
  readonly kind: FieldKind;
  readonly width: number;
  /** All there are, where they are few. */
  readonly words?: readonly string[];
  readonly json?: false;
  /** The value for a transaction, which is not 0; null where there is none. */
  read(
    traces: Traces,
    transaction: number,
    store: Store,
  ): FieldValue & (string | number | readonly string[] | null);
}

/** A field of the transaction of a row; nothing is known of it where traces are not followed. */
function traceField({ read, words, ...spec }: TraceFieldSpec): Field {
  const value = ({ traces, store }: FieldContext, row: number) => {
    const transaction = traces?.transactionOf(row) ?? 0;
    return traces === undefined || transaction === 0 ? null : read(traces, transaction, store);
  };
  return makeField({
    ...spec,
    operand: {
      from: 'row',
      traces: true,
      words,
      read: (context, row) => {
        const known = value(context, row) ?? '';
        return typeof known === 'object' ? known : [known];
      },
    },
    value,
  });
}

const STATES = ['pending', 'answered', 'timeout'];

/** Of every event, known at once: the same on every event of one transaction or trace. */
const MEMBERSHIP: readonly Field[] = [
  traceField({
    name: 'transaction',
    description: 'number of its transaction: one question by one asker, with all its events',
    kind: 'number',
    width: 11,
    read: (_, transaction) => transaction,
  }),
  traceField({
    name: 'trace',
    description: 'number of its trace: the transactions that one lookup caused',
    kind: 'number',
    width: 9,
    read: ({ transactions }, transaction) => transactions.trace[transactions.at(transaction)],
  }),
];

/** Of a transaction as a whole: shown on rows of transactions and traces, and for events where asked for. */
const OUTCOME: readonly Field[] = [
  traceField({
    name: 'state',
    description: 'of the transaction: pending, answered or timeout',
    kind: 'enum',
    width: 8,
    words: STATES,
    read: stateOf,
  }),
  traceField({
    name: 'attempts',
    description: 'queries sent by the asker',
    kind: 'number',
    width: 8,
    read: ({ transactions }, transaction) => transactions.attempts[transactions.at(transaction)],
  }),
  traceField({
    name: 'hops',
    description: 'events seen of the transaction',
    kind: 'number',
    width: 5,
    read: ({ transactions }, transaction) => transactions.events[transactions.at(transaction)],
  }),
  traceField({
    name: 'parent',
    description: 'number of the transaction that it belongs to, as relation says',
    kind: 'number',
    width: 9,
    read: ({ transactions }, transaction) => transactions.parent[transactions.at(transaction)] || null,
  }),
  traceField({
    name: 'relation',
    description: 'why its parent caused it: forwarded, resolving, retried, …; empty for the root of a trace',
    kind: 'enum',
    width: 16,
    words: RELATION_WORDS,
    read: (traces, transaction, store) => RELATION_WORDS[relationOf(store, traces, transaction)],
  }),
  traceField({
    name: 'confidence',
    description: 'how sure its parent is: certain, likely or ambiguous',
    kind: 'enum',
    width: 10,
    words: CONFIDENCE_WORDS,
    read: ({ transactions }, transaction) =>
      CONFIDENCE_WORDS[transactions.confidence[transactions.at(transaction)]],
  }),
  traceField({
    name: 'evidence',
    description: 'why its parent is thought to have caused it',
    kind: 'text',
    width: 30,
    read: ({ transactions }, transaction) =>
      evidenceWords(transactions.evidence[transactions.at(transaction)]),
  }),
];

function verdict(context: FieldContext, row: number): string {
  const { traces, store } = context;
  const trace = traces?.traceOf(row) ?? 0;
  if (traces === undefined || trace === 0) return '';
  return describeTrace(store, traces, trace, traceNaming(context))?.verdict ?? '';
}

export const TRACE_FIELDS: readonly Field[] = [
  ...MEMBERSHIP,
  ...OUTCOME,
  makeField({
    name: 'verdict',
    description: 'of its trace: what became of the lookup, in one sentence',
    kind: 'text',
    width: 60,
    json: false,
    operand: { from: 'row', traces: true, read: verdict },
  }),
];

/** Fields with a place in JSON that only rows of transactions have there unasked. */
export const OUTCOME_NAMES: ReadonlySet<string> = new Set(OUTCOME.map((field) => field.name));

/** Whether the field can only be known where traces are followed. */
export function readsTraces({ operand }: Field): boolean {
  return 'traces' in operand && operand.traces === true;
}
