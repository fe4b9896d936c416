// In: a described trace and the names of its types. Out: its verdict, and shorter ones that say less, and never more.
import type { TraceView } from '../../trace/describe.ts';
import { decisive, type Question, questionsOf } from '../../trace/path/questions.ts';
import { OF_ANSWERS } from './of-answers.ts';
import { OF_TROUBLE } from './of-trouble.ts';
import { shortened } from './shortening.ts';

const ALL = [...OF_TROUBLE, ...OF_ANSWERS];

/** Words of a sentence that a list may leave out. */
export interface Leavable {
  /** Who is named in it: `coredns in kube-system/coredns-674b8bbfcf-7zsxv`, `kube-system/kube-dns`, `10.0.0.53`. */
  readonly parties: readonly string[];
  /** How it may begin to say which question it is about: `A: `, `AAAA: `. */
  readonly labels: readonly string[];
  /** Those of the question that the row shows anyway. */
  readonly ownLabels: readonly string[];
}

/** A verdict as it is, then shorter and shorter ones; the last is the shortest there is. */
export function verdictForms(verdict: string, { parties, labels, ownLabels }: Leavable): readonly string[] {
  const label = labels.find((one) => verdict.startsWith(one)) ?? '';
  const brief = withoutPlaces(verdict.slice(label.length), parties);
  const forms = [brief, ...shortened(brief, ALL)];
  const kept = ownLabels.includes(label) ? [''] : [label, ...withoutName(label, ownLabels)];
  return [verdict, ...kept.flatMap((beginning) => forms.map((form) => beginning + form))];
}

const NAMED = /^(\S+ )\S+: $/;

/** What stands for a label with a name, which may be longer than the list is wide. */
function withoutName(label: string, ownLabels: readonly string[]): string[] {
  const name = NAMED.exec(label)?.[1];
  if (name === undefined) return [];
  return ownLabels.some((own) => own.startsWith(name)) ? [label.slice(name.length)] : ['another name: '];
}

/** Who and what is named in the verdict of a trace; `typeOf` names types as the verdict does. */
export function leavableIn({ root, transactions }: TraceView, typeOf: (qtype: number) => string): Leavable {
  const questions = questionsOf(root, transactions);
  const labelsOf = ({ first }: Question) => [
    `${typeOf(first.qtype)}: `,
    `${first.name} ${typeOf(first.qtype)}: `,
  ];
  return {
    parties: [...new Set(transactions.flatMap(({ asker, receiver }) => [receiver, asker]))],
    labels: questions.flatMap(labelsOf),
    ownLabels: labelsOf(decisive(questions)),
  };
}

/** Processes without where they run, pods and services without their namespace. */
function withoutPlaces(sentence: string, parties: readonly string[]): string {
  const longestFirst = parties.toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((text, party) => {
    const [process, place] = party.split(' in ');
    const named = text.replaceAll(party, () => (place === undefined ? withoutNamespace(party) : process));
    return place === undefined ? named : named.replaceAll(place, () => withoutNamespace(place));
  }, sentence);
}

const withoutNamespace = (name: string) => name.slice(name.lastIndexOf('/') + 1);
