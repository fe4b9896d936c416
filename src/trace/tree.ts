// In: the transactions of a trace. Out: those that stand in a given relation to one of them.
import type { TransactionView } from './describe-transaction.ts';

/** What the receiver of `view` asked on its behalf, repetitions included, in the order of `all`. */
export function askedOn(view: TransactionView, all: readonly TransactionView[]): TransactionView[] {
  const children = all.filter(
    (other) =>
      other.parent === view.transaction && (other.relation === 'forwarded' || other.relation === 'resolving'),
  );
  return children.flatMap((child) => [child, ...repetitions(child, all)]);
}

/** What the asker of `view` asked again in its place. */
export function repetitions(view: TransactionView, all: readonly TransactionView[]): TransactionView[] {
  const next = all.filter(
    (other) =>
      other.parent === view.transaction &&
      (other.relation === 'retried' || other.relation === 'retried-over-tcp'),
  );
  return next.flatMap((other) => [other, ...repetitions(other, all)]);
}
