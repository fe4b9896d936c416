// In: a described trace. Out: what several rules of the verdict ask of it.
import type { Store } from '../store/store.ts';
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
}

/** `view` and the transactions for which it was asked, up to the root. */
export function chainOf({ all }: Case, view: TransactionView): TransactionView[] {
  const chain = [view];
  for (let parent = view.parent; parent !== 0 && chain.length <= all.length; ) {
    const next = all.find((other) => other.transaction === parent);
    if (next === undefined) break;
    chain.push(next);
    parent = next.parent;
  }
  return chain;
}

/** The transaction that brought the answer: down from `view` along the last one answered. */
export function leafOf(trace: Case, view: TransactionView): TransactionView {
  const answered = askedOn(view, trace.all).findLast((child) => child.path.firstResponse >= 0);
  return answered === undefined || answered === view ? view : leafOf(trace, answered);
}

/** `last seen on vethX in host`. */
export function lastSeen({ store, naming }: Case, row: number): string {
  const iface = store.text.at(store.columns.iface[row % store.capacity]);
  const place = naming.place(row);
  return `last seen on ${iface || 'an interface'}${place === '' ? '' : ` in ${place}`}`;
}
