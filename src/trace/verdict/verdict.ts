// In: a described trace. Out: one sentence about it that follows from its events alone.
import { has, type TransactionView } from '../path/describe-transaction.ts';
import { duration, hostOf, isMulticast } from '../path/naming.ts';
import { SECOND_ANSWER } from '../path/path.ts';
import { isSameName, type Question, questionsOf, wholeNs } from '../path/questions.ts';
import { cached, contradicted, direct, encrypted, forwarded, resolved, split } from './answered.ts';
import { overTcp, retried, searchPath, truncated } from './asker.ts';
import { serversAtOnce } from './attempts.ts';
import { askedFor, type Case, inTime, isNoData, type Rule } from './case.ts';
import { FRAGMENT_MISSING, isIncomplete, receivers } from './causes.ts';
import { failureVerdict } from './failure.ts';
import { silenceVerdict } from './silence.ts';

/** Bits of native/anomalies.def: captured in part, fragments or segments missing. */
const CUT = 1 << 0;
const STREAM_GAP = 1 << 12;
/** What befalls a message on its way to the capture; its sender made it well. */
export const NOT_DAMAGED = CUT | FRAGMENT_MISSING | STREAM_GAP;

/** The sentence of the first rule that has something to say; the worse, the earlier, and the root's question first. */
export function verdictOf(trace: Case): string {
  const questions = questionsOf(trace.root, trace.all);
  const trouble = said(trace, TROUBLE, questions, questions);
  if (trouble !== undefined) return trouble;
  const best = bestOf(trace, questions);
  return `${said(trace, ANSWERED, [best], questions) ?? ''}${beside(trace, best, questions)}`;
}

/** How the other questions fared, and how long it took with them: `; AAAA in 30.9 ms; 33.5 ms in all`. */
function beside({ store, traces, naming }: Case, best: Question, questions: readonly Question[]): string {
  const others = questions.filter((other) => other !== best);
  const all = wholeNs(questions, (row) => traces.timeOf(row));
  if (others.length === 0 || all === undefined) return '';
  const parts = others.map(({ final }) => {
    const isEmpty = final.path.answer >= 0 && isNoData(store, final.path.answer);
    const none = isEmpty ? 'NODATA for ' : final.rcode ? `${naming.rcode(final.rcode)} for ` : '';
    return `${none}${naming.type(final.qtype)}${inTime(final)}`;
  });
  return `; ${parts.join(', ')}; ${duration(all)} in all`;
}

function said(trace: Case, rules: readonly Rule[], about: readonly Question[], all: readonly Question[]) {
  for (const rule of rules) {
    for (const question of about) {
      const sentence = rule(trace, question, all);
      if (sentence === undefined) continue;
      return `${WHOLE.has(rule) ? '' : label(trace, question, all)}${sentence}${remarks(trace, question)}`;
    }
  }
  return undefined;
}

/** The root's question, unless there is no data for it and there is for another type of the name. */
function bestOf({ store, root }: Case, questions: readonly Question[]): Question {
  const isEmpty = ({ final }: Question) => final.path.answer >= 0 && isNoData(store, final.path.answer);
  const [own, ...others] = questions;
  const isFound = (other: Question) =>
    other.final.rcode === 0 && !isEmpty(other) && isSameName(other.first, root);
  return (isEmpty(own) ? others.find(isFound) : undefined) ?? own;
}

/** What goes with any sentence. */
function remarks({ store }: Case, { final }: Question): string {
  const { answer, attempts, rows, notes } = final.path;
  const servers = answer < 0 ? 1 : serversAtOnce(final.path);
  const { addresses, rcode, anomalies } = store.columns;
  const differs = (row: number) =>
    [addresses, rcode].some((column) => column[row % store.capacity] !== column[answer % store.capacity]);
  const second = rows.findLast((_, i) => notes[i].includes(SECOND_ANSWER));
  const isDamaged = (row = -1) => row >= 0 && (anomalies[row % store.capacity] & ~NOT_DAMAGED) !== 0;
  return [
    servers > 1 ? `; ${servers} servers were asked at once` : '',
    has(final, 'second') ? '; a second answer came' : '',
    second !== undefined && differs(second) ? ', with other data' : '',
    isDamaged(attempts[0]) ? '; the query is damaged' : '',
    isDamaged(answer) ? '; the answer is damaged' : '',
  ].join('');
}

const TROUBLE: readonly Rule[] = [
  unasked,
  multicast,
  loop,
  wrongSource,
  silenceVerdict,
  failureVerdict,
  incomplete,
  overTcp,
  truncated,
  retried,
  searchPath,
  contradicted,
  split,
];

const ANSWERED: readonly Rule[] = [encrypted, cached, resolved, forwarded, direct];

/** What these say is of the lookup, not of one of its questions. */
const WHOLE: ReadonlySet<Rule> = new Set([loop, searchPath]);

/** Which question is meant, where there are several. */
function label({ naming }: Case, { first }: Question, questions: readonly Question[]): string {
  if (questions.length === 1) return '';
  const type = naming.type(first.qtype);
  return questions.every((other) => isSameName(other.first, first)) ? `${type}: ` : `${first.name} ${type}: `;
}

function unasked(_: Case, { final }: Question): string | undefined {
  if (final.path.attempts.length > 0) return undefined;
  const group = hostOf(final.client);
  if (isMulticast(group)) return `announced by ${final.receiver} to the multicast group ${group}`;
  return `an answer from ${final.receiver} to no query that was seen`;
}

/** Answers to a group are not joined with questions, and may be to anyone's. */
function multicast(_: Case, { final }: Question): string | undefined {
  const group = hostOf(final.server);
  if (final.path.firstResponse >= 0 || !isMulticast(group)) return undefined;
  return `asked of the multicast group ${group}: answers go to all of it, and are not followed`;
}

function wrongSource(trace: Case, { final }: Question): string | undefined {
  if (final.path.stray < 0 || final.path.answer >= 0) return undefined;
  const { columns: c, text, capacity } = trace.store;
  const [query, stray] = [final.path.attempts[0] % capacity, final.path.stray % capacity];
  const asked = text.at(c.dst_addr[query]);
  const source = text.at(c.src_addr[stray]);
  const { address } = trace.naming;
  if (source === asked) return `answered from another port of ${address(source)} than was asked`;
  const sentence = `answered by ${address(source)} where ${address(asked)} was asked`;
  const arrived = text.at(c.dst_addr[final.path.arrival % capacity]);
  if (arrived !== source) return sentence;
  return `${sentence}: translated on the way there, not on the way back (bridge-nf-call-iptables, where both are on one bridge)`;
}

function loop(trace: Case, { first }: Question): string | undefined {
  if (first !== trace.root) return undefined;
  let most: readonly TransactionView[] = [];
  let chain: readonly TransactionView[] = [];
  for (const view of trace.all) {
    const steps = askedFor(trace, view).filter(
      (other) => isSameName(other, view) && other.qtype === view.qtype && has(other, 'received'),
    );
    const again = steps.filter(({ receiver }) => receiver === view.receiver);
    if (again.length > most.length) [most, chain] = [again, steps];
  }
  if (most.length < 2) return undefined;
  const others = receivers(chain.filter(({ receiver }) => receiver !== most[0].receiver));
  const way = others === '' ? '' : `, by way of ${others}`;
  return `forwarding loop: ${most[0].receiver} received the question of one lookup ${most.length} times${way}`;
}

function incomplete(trace: Case, { final }: Question): string | undefined {
  return isIncomplete(trace, final)
    ? `the answer of ${final.receiver} came in fragments, of which some never arrived`
    : undefined;
}
