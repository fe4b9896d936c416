// In: the transactions of a trace. Out: the questions that its asker asked for the lookup, which of them decided it, its time.
import type { TransactionView } from './describe-transaction.ts';
import { askedBeside, isRepetition, repetitions } from './tree.ts';

/** One question of the asker, and all that it sent for it. */
export interface Question {
  readonly first: TransactionView;
  /** The first transaction, and those that asked the same again under other IDs. */
  readonly queries: readonly TransactionView[];
  /** The last of them: how it ended. */
  readonly final: TransactionView;
}

/** What the asker of `root` asked for the lookup, the root's question first. */
export function questionsOf(root: TransactionView, all: readonly TransactionView[]): Question[] {
  const own = askedBeside(root, all).filter((view) => view === root || !isRepetition(view));
  return own.map((first) => {
    const queries = [first, ...repetitions(first, all)];
    return { first, queries, final: queries[queries.length - 1] };
  });
}

/**
 * The question whose end is that of the lookup: of the name that was found at last, else of the last one that was tried (a
 * client goes along its search path until it finds one), and of the root's type where there is one that fared no worse.
 */
export function decisive(questions: readonly Question[]): Question {
  const inTime = questions.toSorted((a, b) => a.first.transaction - b.first.transaction);
  const isFound = ({ final }: Question) => final.rcode === 0 && final.path.answer >= 0;
  const last = inTime.findLast(isFound) ?? inTime[inTime.length - 1];
  const [{ first: root }] = questions;
  const ofRootType = inTime.find(
    (other) =>
      other.first.qtype === root.qtype &&
      isSameName(other.first, last.first) &&
      isFound(other) === isFound(last),
  );
  return ofRootType ?? last;
}

/** Nanoseconds from the first query for the first of `questions` to the last answer to any; `timeOf` gives event time. */
export function wholeNs(questions: readonly Question[], timeOf: (row: number) => number): number | undefined {
  const answers = questions.map(({ final }) => final.path.answer).filter((row) => row >= 0);
  const [{ first }] = questions;
  return answers.length === 0 ? undefined : Math.max(...answers.map(timeOf)) - timeOf(first.path.rows[0]);
}

export function isSameName(one: TransactionView, other: TransactionView): boolean {
  return one.name.toLowerCase() === other.name.toLowerCase();
}
