// In: a described trace. Out: what several rules of the verdict ask of it.
import type { Store } from '../../store/store.ts';
import type { TransactionView } from '../path/describe-transaction.ts';
import { duration, type Naming } from '../path/naming.ts';
import type { Question } from '../path/questions.ts';
import type { Spans } from '../path/spans.ts';
import type { Traces } from '../traces.ts';

/** What a verdict is given on. */
export interface Case {
  readonly store: Store;
  readonly traces: Traces;
  readonly naming: Naming;
  readonly root: TransactionView;
  /** All transactions, the root first. */
  readonly all: readonly TransactionView[];
  readonly spans: Spans;
}

/** A sentence where a rule has something to say about a question; `questions` are all of the lookup. */
export type Rule = (trace: Case, question: Question, questions: readonly Question[]) => string | undefined;

/**
 * `view` and the transactions on whose behalf it was asked, up to the root's level: only steps from a question to the
 * one that its receiver asked on. What an asker asks beside or after a question (AAAA, a retry) is no such step.
 */
export function askedFor({ all }: Case, view: TransactionView): TransactionView[] {
  const chain = [view];
  let below = view;
  for (let steps = 0; steps < all.length; steps++) {
    const above = all.find((other) => other.transaction === below.parent);
    if (above === undefined) break;
    if (below.relation === 'forwarded' || below.relation === 'resolving') chain.push(above);
    below = above;
  }
  return chain;
}

/** `answered`, or which answer it was that says no. */
export function outcome({ store, naming }: Case, { rcode, path }: TransactionView): string {
  if (rcode === 3) return `${naming.rcode(3)} answered`;
  return path.answer >= 0 && isNoData(store, path.answer) ? 'NODATA answered' : 'answered';
}

const OPCODE = 0x7800;
const TC = 0x200;
/** Without AA or RA it may be a referral (RFC 2308 2.2). */
const AA_OR_RA = 0x480;

/** Whether a response says that there is the name, without records of the type (RFC 2308 2.2). */
export function isNoData({ columns: c, capacity }: Store, row: number): boolean {
  const place = row % capacity;
  const flags = c.flags[place];
  if (c.rcode[place] !== 0 || c.num_answers[place] !== 0 || c.anomalies[place] !== 0) return false;
  return (flags & (OPCODE | TC)) === 0 && (flags & AA_OR_RA) !== 0;
}

/** Whether it was answered with more than a referral to other servers. */
export function isAnswer({ store }: Case, { rcode, path }: TransactionView): boolean {
  return (
    rcode !== 0 || store.columns.num_answers[path.answer % store.capacity] > 0 || isNoData(store, path.answer)
  );
}

/** Time from the first query for a question to the answer that its last one got. */
export function tookNs({ traces }: Case, { first, final }: Question): number {
  return traces.timeOf(final.path.answer) - traces.timeOf(first.path.rows[0]);
}

/** `last seen on vethX in host`; empty where a capture file tells neither. */
export function lastSeen({ store, naming }: Case, row: number): string {
  const iface = store.text.at(store.columns.iface[row % store.capacity]);
  const place = naming.place(row);
  if (iface === '' && place === '') return '';
  return `last seen${iface === '' ? '' : ` on ${iface}`}${place === '' ? '' : ` in ${place}`}`;
}

/** `1 query`, `2 queries`. */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `in 30.2 ms`, where it is known. */
export function inTime({ latencyNs }: TransactionView): string {
  return latencyNs === undefined ? '' : ` in ${duration(latencyNs)}`;
}
