// In: a question that was answered. Out: one sentence on by whom, and what took its time.

import { breakdownOf } from '../path/breakdown.ts';
import { has, type TransactionView } from '../path/describe-transaction.ts';
import { isEncryptedKnown } from '../path/encrypted.ts';
import { duration } from '../path/naming.ts';
import { isSameName, type Question } from '../path/questions.ts';
import { askedOn } from '../path/tree.ts';
import { DNS_FLAG } from '../sighting.ts';
import { wasAskedBefore } from './cached.ts';
import { type Case, isNoData, outcome, plural } from './case.ts';
import { causes, isFailed, isIncomplete } from './causes.ts';
import { askedEncrypted } from './encrypted.ts';
import { answererOf, leafOf, sourceOf, waitedNs } from './source.ts';

/** Whoever takes longer may have asked somebody on a port that is not watched. */
const CACHE_NS = 30e6;
/** Of the whole time; what cost less before the answer is not told. */
const WORTH_TELLING = 0.1;
const A = 1;
const AAAA = 28;

/** One type of a name is there, and for the other the server says that there is no such name (RFC 8020). */
export function contradicted(
  trace: Case,
  { first, final }: Question,
  questions: readonly Question[],
): string | undefined {
  if (final.rcode !== 3 || (first.qtype !== A && first.qtype !== AAAA)) return undefined;
  const { naming, store } = trace;
  const there = questions.find(
    (other) =>
      other.final.rcode === 0 &&
      (other.first.qtype === A || other.first.qtype === AAAA) &&
      isSameName(other.first, first) &&
      !isNoData(store, other.final.path.answer),
  );
  if (there === undefined) return undefined;
  const yes = naming.type(there.first.qtype);
  return `${naming.rcode(3)} answered by ${answererOf(trace, final)}, though ${yes} of the name exists: some clients (musl) then find no address`;
}

/** Servers of which one has the name, and another one says that there is none. */
export function split(trace: Case, { final }: Question): string | undefined {
  const same = askedOn(final, trace.all).filter((other) => other.path.answer >= 0 && isSame(other, final));
  const no = same.find(({ rcode }) => rcode === 3);
  const yes = same.find(({ rcode, path }) => rcode === 0 && !isNoData(trace.store, path.answer));
  if (no === undefined || yes === undefined || no.receiver === yes.receiver || final.rcode === undefined)
    return undefined;
  const word = trace.naming.rcode(3);
  const given = final.rcode === 3 ? word : 'the answer';
  return `split answers: ${word} from ${no.receiver}, an answer from ${yes.receiver}; ${final.receiver} passed on ${given}`;
}

/** Answered by a forwarder of which nothing readable was seen but that it talked to servers unreadably. */
export function encrypted(trace: Case, { final }: Question): string | undefined {
  if (final.latencyNs === undefined || askedOn(final, trace.all).length > 0) return undefined;
  const asked = askedEncrypted(final, ', which ');
  if (asked === '') return undefined;
  return `${outcome(trace, final)} by ${final.receiver} in ${duration(final.latencyNs)}${asked}`;
}

/** Answered by who received it, and asked nobody. */
export function cached(trace: Case, { final }: Question): string | undefined {
  if (final.latencyNs === undefined || !has(final, 'received') || askedOn(final, trace.all).length > 0)
    return undefined;
  // It may have asked unreadably, and that is forgotten.
  if (!isEncryptedKnown(trace.store, final.path)) return undefined;
  const { columns, capacity } = trace.store;
  const own = (columns.flags[final.path.answer % capacity] & DNS_FLAG.authoritative) !== 0;
  const renewed = trace.all.some(
    (view) => view.parent === final.transaction && view.relation === 'prefetched',
  );
  const time = duration(final.latencyNs);
  if (!own && final.latencyNs > CACHE_NS)
    return `${outcome(trace, final)} by ${final.receiver} in ${time}, which was seen asking nobody`;
  const inferred = wasAskedBefore(trace, final) ? '' : ' (inferred)';
  const source = own
    ? `by ${final.receiver} from its own data`
    : `from cache${inferred} by ${final.receiver}`;
  return `${outcome(trace, final)} ${source} in ${time}${renewed ? ', which renews it' : ''}`;
}

/** By a resolver that asked more than the question itself: how much, of how many, and what took longest. */
export function resolved(trace: Case, { final }: Question): string | undefined {
  const asked = withoutGuesses(askedOn(final, trace.all));
  if (final.latencyNs === undefined || !asked.some(({ relation }) => relation === 'resolving'))
    return undefined;
  const timeOf = (row: number) => trace.traces.timeOf(row);
  const servers = new Set(asked.map(({ server }) => server)).size;
  const queries = asked.reduce((sum, { attempts }) => sum + attempts, 0);
  const inTime = asked.filter(
    ({ path }) => path.answer >= 0 && timeOf(path.answer) <= timeOf(final.path.answer),
  );
  const longest = inTime.reduce(
    (most, view) => ((view.latencyNs ?? 0) > (most.latencyNs ?? 0) ? view : most),
    asked[0],
  );
  const count = `${plural(queries, 'query', 'queries')} to ${plural(servers, 'server', 'servers')}`;
  const { upstreamNs } = breakdownOf([trace.spans.of(final)]);
  const waited = `${duration(upstreamNs)} of them waiting for ${count}`;
  const what = `${longest.name.toLowerCase()} ${trace.naming.type(longest.qtype)}`;
  const most =
    queries > 1 && longest.latencyNs !== undefined
      ? `, longest ${duration(waitedNs(trace, longest, final))} for ${what}`
      : '';
  const trouble = troubleBefore(trace, final);
  return `${outcome(trace, final)} by ${answererOf(trace, final)} in ${duration(final.latencyNs)}, ${waited}${most}${trouble}${doubt(trace, final)}`;
}

/** Without what may have been asked for another lookup, where the question itself was asked on for this one. */
function withoutGuesses(asked: TransactionView[]): TransactionView[] {
  const isKnown = asked.some(({ relation, path }) => relation === 'forwarded' && path.answer >= 0);
  if (!isKnown) return asked;
  return asked.filter(({ relation, confidence }) => relation !== 'resolving' || confidence !== 'ambiguous');
}

/** By a server that a forwarder asked. */
export function forwarded(trace: Case, { final }: Question): string | undefined {
  const leaf = leafOf(trace, final);
  if (final.latencyNs === undefined || leaf === final) return undefined;
  const upstream =
    leaf.latencyNs === undefined
      ? ''
      : `, ${duration(waitedNs(trace, leaf, final))} of them for ${leaf.receiver}${askedEarlier(trace, leaf, final)}`;
  const way = `by ${answererOf(trace, final)} in ${duration(final.latencyNs)}`;
  return `${outcome(trace, final)} ${way}${upstream}${troubleBefore(trace, final)}${askedEncrypted(leaf, ', which ')}${doubt(trace, final)}`;
}

/** What was asked for another lookup before, and answers this one too. */
function askedEarlier({ traces }: Case, leaf: TransactionView, final: TransactionView): string {
  const before = traces.timeOf(final.path.rows[0]) - traces.timeOf(leaf.path.rows[0]);
  return before > 0 ? `, asked ${duration(before)} before for another lookup` : '';
}

/** By a server of which no more was seen. */
export function direct(trace: Case, { final }: Question): string | undefined {
  if (final.latencyNs === undefined) return undefined;
  return `${outcome(trace, final)} by ${final.receiver} in ${duration(final.latencyNs)}`;
}

/** What was asked in vain before who answered was asked, at the forwarder where that was. */
function troubleBefore(trace: Case, final: TransactionView): string {
  let view: TransactionView | undefined = final;
  while (view !== undefined) {
    const trouble = troubleAt(trace, view, final);
    if (trouble !== '') return trouble;
    view = sourceOf(trace, view);
  }
  return '';
}

/** What the receiver of `view` asked again or in vain, and for how long. */
function troubleAt(trace: Case, view: TransactionView, final: TransactionView): string {
  const source = sourceOf(trace, view);
  if (source === undefined) return '';
  const timeOf = (row: number) => trace.traces.timeOf(row);
  const [start, ...more] = source.path.attempts.map(timeOf);
  const again = more.find((at) => at < timeOf(source.path.firstResponse)) ?? start;
  if (isWorthTelling(final, again - start))
    return `, ${source.receiver} being asked again after ${duration(again - start)}`;
  const vain = askedOn(view, trace.all).filter((other) => {
    // What else a resolver asks meanwhile it need not have waited for.
    if (other === source || !isSame(other, source) || timeOf(other.path.rows[0]) > start) return false;
    const isLost = other.path.firstResponse < 0 || isIncomplete(trace, other);
    return isLost
      ? isWorthTelling(final, start - timeOf(other.path.rows[0]))
      : isFailed(other) && timeOf(other.path.firstResponse) <= start;
  });
  if (vain.length === 0) return '';
  const lost = start - Math.min(...vain.map(({ path }) => timeOf(path.rows[0])));
  return `, after ${causes(trace, vain)} (${duration(lost)})`;
}

/** Where several waited for the same, and nothing told them apart. */
function doubt(trace: Case, view: TransactionView): string {
  return sourceOf(trace, view)?.confidence === 'ambiguous' ? '; which query it waited for is ambiguous' : '';
}

/** Whether two transactions have the same question. */
function isSame(one: TransactionView, other: TransactionView): boolean {
  return one.qtype === other.qtype && isSameName(one, other);
}

function isWorthTelling({ latencyNs = 0 }: TransactionView, ns: number): boolean {
  return ns > 0 && ns >= WORTH_TELLING * latencyNs;
}
