// In: an answered transaction. Out: from whom its answer came, and through whom.
import type { TransactionView } from '../path/describe-transaction.ts';
import { askedOn } from '../path/tree.ts';
import type { Case } from './case.ts';
import { receivers } from './causes.ts';

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

/** Nanoseconds that `view` waited for `leaf`, which is answered and may have been asked before it, for another lookup. */
export function waitedNs({ traces }: Case, leaf: TransactionView, view: TransactionView): number {
  const start = Math.max(traces.timeOf(leaf.path.rows[0]), traces.timeOf(view.path.rows[0]));
  return Math.max(0, traces.timeOf(leaf.path.answer) - start);
}
