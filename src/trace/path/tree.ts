// In: the transactions of a trace. Out: those that stand in a given relation to one of them.

import type { RelationWord } from '../words.ts';
import type { TransactionView } from './describe-transaction.ts';

const AGAIN: ReadonlySet<RelationWord> = new Set(['retried', 'retried-over-tcp']);
const BY_THE_ASKER: ReadonlySet<RelationWord> = new Set([...AGAIN, 'asked-together', 'searched']);

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
  const next = all.filter((other) => other.parent === view.transaction && AGAIN.has(other.relation));
  return next.flatMap((other) => [other, ...repetitions(other, all)]);
}

/** What the asker of `root` asked for its lookup, `root` first: other types, other names, and all of it again. */
export function askedBeside(root: TransactionView, all: readonly TransactionView[]): TransactionView[] {
  const asked = [root];
  for (const view of asked)
    asked.push(
      ...all.filter((other) => other.parent === view.transaction && BY_THE_ASKER.has(other.relation)),
    );
  return asked;
}

/** Whether `view` asks the question of its parent again. */
export function isRepetition({ relation }: TransactionView): boolean {
  return AGAIN.has(relation);
}
