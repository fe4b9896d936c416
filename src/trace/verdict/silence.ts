// In: a question that nobody answered, or not in time. Out: one sentence on where it ended and whose fault that is.
import { has, type TransactionView } from '../path/describe-transaction.ts';
import { duration } from '../path/naming.ts';
import type { Question } from '../path/questions.ts';
import { askedOn } from '../path/tree.ts';
import { PKT } from '../sighting.ts';
import { countOf, toServerOf } from './attempts.ts';
import { type Case, isAnswer, lastSeen, plural } from './case.ts';
import { causes, receivers } from './causes.ts';
import { askedEncrypted } from './encrypted.ts';
import { raced } from './race.ts';
import { leafOf, sourceOf, waitedNs } from './source.ts';

/** For a question that has no answer, or not in time. */
export function silenceVerdict(
  trace: Case,
  question: Question,
  questions: readonly Question[],
): string | undefined {
  const { final } = question;
  const { path } = final;
  if (path.answer >= 0) return has(final, 'late') ? lateVerdict(trace, final) : undefined;
  if (path.attempts.length === 0) return undefined;
  return `${final.relation === 'retried-over-tcp' ? 'truncated over UDP, asked again over TCP: ' : ''}${silent(trace, question, questions)}`;
}

function silent(trace: Case, question: Question, questions: readonly Question[]): string {
  const { final } = question;
  if (final.path.firstResponse >= 0) {
    const last = final.path.rows[final.path.rows.length - 1];
    const way = final.state === 'timeout' ? `never reached ${final.asker}` : `on its way to ${final.asker}`;
    return [`answered by ${final.receiver}`, lastSeen(trace, last), way].filter(Boolean).join(', ');
  }
  return final.state === 'pending'
    ? pendingVerdict(trace, final)
    : timeoutVerdict(trace, question, questions);
}

function lateVerdict(trace: Case, final: TransactionView): string {
  const { traces } = trace;
  const elapsed = traces.timeOf(final.path.answer) - traces.timeOf(final.path.attempts.at(-1) ?? 0);
  const limit = duration(traces.queryTimeoutNs);
  const leaf = leafOf(trace, final);
  const upstream =
    leaf === final || leaf.latencyNs === undefined
      ? ''
      : `, ${duration(waitedNs(trace, leaf, final))} of them for ${leaf.receiver}`;
  return `answered by ${final.receiver} too late: ${duration(elapsed)} after the query${upstream}, timeout ${limit}`;
}

function pendingVerdict(trace: Case, final: TransactionView): string {
  const since = trace.traces.nowNs - trace.traces.timeOf(final.path.attempts[0]);
  const leaf = silentLeaf(trace, final);
  const asked = askedEncrypted(leaf, '; it ');
  if (!trace.traces.finished) return `waiting for ${leaf.receiver}, ${duration(since)} so far${asked}`;
  const end = since > 0 ? `ends ${duration(since)} after the query` : 'ends with the query';
  return `no answer from ${leaf.receiver} in what was captured, which ${end}${asked}`;
}

/** Nothing came back: where the query, or what was asked for it, was last seen. */
function timeoutVerdict(trace: Case, question: Question, questions: readonly Question[]): string {
  const { final } = question;
  const limit = duration(trace.traces.queryTimeoutNs);
  const source = undelivered(trace, final);
  if (source !== undefined)
    return `${final.receiver} received the query and did not answer within ${limit}, though ${source.receiver} had answered it${answeredAfter(trace, final, source)}`;
  const leaf = silentLeaf(trace, final);
  if (leaf !== final) {
    const asked = askedOn(parentOf(trace, leaf, final), trace.all);
    const end = lastSeen(trace, leaf.path.arrival);
    return `no answer: ${reasons(trace, asked)} for ${final.receiver}${end === '' ? '' : `; ${end}`}`;
  }
  if (has(final, 'received')) {
    const { sent, attempts } = final.path;
    const own = toServerOf(trace, sent, attempts).length;
    const received = own > 1 ? `${own} queries` : 'the query';
    const after = own > 1 ? ' of the last' : '';
    const others = own < attempts.length ? countOf(trace, attempts) : '';
    return `${final.receiver} received ${received} and did not answer within ${limit}${after}${others}${askedEncrypted(final, '; it ')}`;
  }
  const end = mayHaveArrived(trace, final) ? 'no answer came from' : 'never reached';
  const lost = `${end} ${final.receiver}${translatedFrom(trace, final)}${oftenAsked(trace, question)}`;
  const race = raced(trace, question.first, questions, Number.POSITIVE_INFINITY);
  return `${[lastSeen(trace, final.path.arrival), lost].filter(Boolean).join(', ')}${race}`;
}

function oftenAsked(trace: Case, { queries }: Question): string {
  const unanswered = queries.filter(({ path }) => path.firstResponse < 0);
  return countOf(
    trace,
    unanswered.flatMap(({ path }) => path.attempts),
  );
}

/** The answer to the question itself that the receiver got from others, and after which it asked no more in vain. */
function undelivered(trace: Case, final: TransactionView): TransactionView | undefined {
  const source = sourceOf(trace, final);
  if (source?.relation === 'resolving' || source === undefined || !isAnswer(trace, source)) return undefined;
  const heard = trace.traces.timeOf(source.path.answer);
  const isLater = ({ path }: TransactionView) =>
    path.firstResponse < 0 && trace.traces.timeOf(path.rows[path.rows.length - 1]) > heard;
  return askedOn(final, trace.all).some(isLater) ? undefined : source;
}

/** What a forwarder heard, and its asker did not. */
function answeredAfter({ traces }: Case, final: TransactionView, source: TransactionView): string {
  const failed = source.rcode === 0 || source.rcode === undefined ? '' : ' with an error';
  const since = traces.timeOf(source.path.answer) - traces.timeOf(final.path.attempts[0]);
  return `${failed} after ${duration(since)}`;
}

/** Whether it was last seen where it leaves for the server, as far as that is known. */
function mayHaveArrived({ store }: Case, { path }: TransactionView): boolean {
  const packet = store.columns.pkt_type[path.arrival % store.capacity];
  return packet === PKT.outgoing || packet === PKT.unknown;
}

/** Of a service: whose place the receiver took. */
function translatedFrom({ store, naming }: Case, { path }: TransactionView): string {
  const { columns: c, text, capacity } = store;
  const asked = text.at(c.dst_addr[path.sent % capacity]);
  if (asked === text.at(c.dst_addr[path.arrival % capacity])) return '';
  return `, to which ${naming.address(asked)} was translated`;
}

function parentOf(trace: Case, leaf: TransactionView, final: TransactionView): TransactionView {
  return trace.all.find((view) => askedOn(view, trace.all).includes(leaf)) ?? final;
}

/** Down from `view` along the last one that was not answered. */
function silentLeaf(trace: Case, view: TransactionView): TransactionView {
  const child = askedOn(view, trace.all).findLast(({ path }) => path.firstResponse < 0);
  return child === undefined ? view : silentLeaf(trace, child);
}

/** `192.168.49.1 did not answer 2 queries`. */
function reasons(trace: Case, asked: readonly TransactionView[]): string {
  const unanswered = asked.filter((view) => view.path.firstResponse < 0);
  const queries = unanswered.reduce((sum, view) => sum + view.attempts, 0);
  const others = causes(
    trace,
    asked.filter((view) => view.path.firstResponse >= 0),
  );
  const after = others === '' ? '' : ` after ${others}`;
  return `${receivers(unanswered)} did not answer ${plural(queries, 'query', 'queries')}${after}`;
}
