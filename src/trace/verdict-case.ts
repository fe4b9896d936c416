// In: a described trace. Out: what several rules of the verdict ask of it.
import type { Store } from '../store/store.ts';
import type { Breakdown } from './breakdown.ts';
import type { TransactionView } from './describe-transaction.ts';
import type { Naming } from './naming.ts';
import type { Traces } from './traces.ts';
import { askedOn } from './tree.ts';

/** What a verdict is given on. */
export interface Case {
  readonly store: Store;
  readonly traces: Traces;
  readonly naming: Naming;
  readonly root: TransactionView;
  /** All transactions, the root first. */
  readonly all: readonly TransactionView[];
  readonly breakdown: Breakdown;
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
 * The transaction that brought the answer: down from `view` along what was answered before `view` was. Of several, one
 * with the same addresses, else with the same question, else the last answered: a resolver asks for more than the answer.
 */
export function leafOf(trace: Case, view: TransactionView): TransactionView {
  const { addresses } = trace.store.columns;
  const place = (row: number) => row % trace.store.capacity;
  const own = view.path.firstResponse;
  const heard = (child: TransactionView) => trace.traces.timeOf(child.path.answer);
  const answered = askedOn(view, trace.all)
    .filter((child) => child.path.answer >= 0 && (own < 0 || heard(child) <= trace.traces.timeOf(own)))
    .sort((a, b) => heard(a) - heard(b));
  const equal = (child: TransactionView) =>
    own >= 0 && addresses[place(own)] !== 0 && addresses[place(child.path.answer)] === addresses[place(own)];
  const leaf =
    answered.findLast(equal) ??
    answered.findLast((child) => child.relation === 'forwarded') ??
    answered.at(-1);
  return leaf === undefined || leaf === view ? view : leafOf(trace, leaf);
}

/** `last seen on vethX in host`. */
export function lastSeen({ store, naming }: Case, row: number): string {
  const iface = store.text.at(store.columns.iface[row % store.capacity]);
  const place = naming.place(row);
  return `last seen on ${iface || 'an interface'}${place === '' ? '' : ` in ${place}`}`;
}
