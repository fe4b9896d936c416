// In: a described trace. Out: what several rules of the verdict ask of it.
import type { Store } from '../store/store.ts';
import type { TransactionView } from './describe-transaction.ts';
import { duration, type Naming } from './naming.ts';
import type { Spans } from './spans.ts';
import type { Traces } from './traces.ts';
import { askedBeside, askedOn, isRepetition, repetitions } from './tree.ts';

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

/** One question of the asker, and all that it sent for it. */
export interface Question {
  readonly first: TransactionView;
  /** The first transaction, and those that asked the same again under other IDs. */
  readonly queries: readonly TransactionView[];
  /** The last of them: how it ended. */
  readonly final: TransactionView;
}

/** A sentence where a rule has something to say about a question; `questions` are all of the lookup. */
export type Rule = (trace: Case, question: Question, questions: readonly Question[]) => string | undefined;

/** What the asker asked for the lookup, the root's question first. */
export function questionsOf({ root, all }: Case): Question[] {
  const own = askedBeside(root, all).filter((view) => view === root || !isRepetition(view));
  return own.map((first) => {
    const queries = [first, ...repetitions(first, all)];
    return { first, queries, final: queries[queries.length - 1] };
  });
}

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

/**
 * What the receiver of `view` asked and got its answer from: of what was answered before `view` was, one with the same
 * addresses, else with the same question, else the last answered, as a resolver asks for more than the answer.
 */
export function sourceOf(trace: Case, view: TransactionView): TransactionView | undefined {
  const { addresses } = trace.store.columns;
  const place = (row: number) => row % trace.store.capacity;
  const own = view.path.firstResponse;
  const heard = (child: TransactionView) => trace.traces.timeOf(child.path.answer);
  const answered = askedOn(view, trace.all)
    .filter((child) => child.path.answer >= 0 && (own < 0 || heard(child) <= trace.traces.timeOf(own)))
    .sort((a, b) => heard(a) - heard(b));
  const equal = (child: TransactionView) =>
    own >= 0 && addresses[place(own)] !== 0 && addresses[place(child.path.answer)] === addresses[place(own)];
  return (
    answered.findLast(equal) ??
    answered.findLast((child) => child.relation === 'forwarded') ??
    answered.at(-1)
  );
}

/** The transaction that brought the answer of `view`: down from source to source. */
export function leafOf(trace: Case, view: TransactionView): TransactionView {
  const source = sourceOf(trace, view);
  return source === undefined || source === view ? view : leafOf(trace, source);
}

/** `192.168.49.1 through coredns in kube-system/coredns and stub in host`, or who answered without asking on. */
export function answererOf(trace: Case, view: TransactionView): string {
  const way = [view];
  for (let source = sourceOf(trace, view); source !== undefined; source = sourceOf(trace, source))
    way.unshift(source);
  const [leaf, ...through] = way;
  return through.length === 0 ? view.receiver : `${leaf.receiver} through ${receivers(through, ' and ')}`;
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

/** `a timeout of 192.168.49.1 and REFUSED from 192.0.2.1`: what was wrong with what was asked; empty where nothing was. */
export function causes(trace: Case, asked: readonly TransactionView[]): string {
  return [timeouts(asked), ...refusals(trace, asked)].filter((cause) => cause !== '').join(' and ');
}

/** `2 timeouts of 192.168.49.1`. */
function timeouts(asked: readonly TransactionView[]): string {
  const silent = asked.filter((view) => view.path.firstResponse < 0);
  const count = silent.reduce((sum, view) => sum + view.attempts, 0);
  if (count === 0) return '';
  return `${count === 1 ? 'a timeout' : `${count} timeouts`} of ${receivers(silent)}`;
}

/** `REFUSED from 192.168.49.1 to 3 queries`, for each error. */
function refusals(trace: Case, asked: readonly TransactionView[]): string[] {
  const failed = asked.filter(isFailed);
  return [...new Set(failed.map(({ rcode }) => rcode as number))].map((rcode) => {
    const same = failed.filter((view) => view.rcode === rcode);
    const count = same.length === 1 ? '' : ` to ${same.length} queries`;
    return `${trace.naming.rcode(rcode)} from ${receivers(same)}${count}`;
  });
}

/** Whether it was answered with an error other than that the name does not exist. */
export function isFailed({ rcode }: TransactionView): boolean {
  return rcode !== undefined && rcode !== 0 && rcode !== 3;
}

/** Who received these, each once. */
export function receivers(views: readonly TransactionView[], between = ', '): string {
  return [...new Set(views.map((view) => view.receiver))].join(between);
}

/** `1 query`, `2 queries`. */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `in 30.2 ms`, where it is known. */
export function inTime({ latencyNs }: TransactionView): string {
  return latencyNs === undefined ? '' : ` in ${duration(latencyNs)}`;
}
