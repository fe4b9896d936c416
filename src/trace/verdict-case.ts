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
