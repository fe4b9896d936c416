// In: questions that their asker had to ask more than once. Out: one sentence on why, and what it cost.
import { has, partyAt, type TransactionView } from '../path/describe-transaction.ts';
import { duration } from '../path/naming.ts';
import type { Question } from '../path/questions.ts';
import { askedBeside } from '../path/tree.ts';
import { PKT } from '../sighting.ts';
import { type Case, lastSeen, outcome, tookNs } from './case.ts';
import { isFailed } from './causes.ts';
import { raced } from './race.ts';
import { answererOf } from './source.ts';

/** Names tried along the search path of resolv.conf(5). */
export function searchPath(trace: Case, { first }: Question): string | undefined {
  const { root, all, traces } = trace;
  const asked = askedBeside(root, all);
  if (first !== root || !asked.some(({ relation }) => relation === 'searched')) return undefined;
  const hit = asked.findLast((view) => view.rcode === 0);
  const found = hit?.name.toLowerCase();
  const sum = (views: readonly TransactionView[]) => views.reduce((total, view) => total + view.attempts, 0);
  const isWasted = (view: TransactionView) => view.name.toLowerCase() !== found;
  const [wasted, useful] = [asked.filter(isWasted), asked.filter((view) => !isWasted(view))];
  const count = `${sum(asked)} messages for one name, ${sum(wasted)} of them from the search path (ndots)`;
  if (hit === undefined)
    return asked.every(({ rcode }) => rcode === 3) ? `${count}, and no name of it exists` : count;
  const begin = traces.timeOf(root.path.rows[0]);
  const end = Math.max(...useful.map(({ path }) => traces.timeOf(path.rows[path.rows.length - 1])));
  const cost = Math.min(...useful.map(({ path }) => traces.timeOf(path.rows[0]))) - begin;
  return `${count}, which took ${duration(cost)} of ${duration(end - begin)}; asked for as ${found}, with the final dot, it takes ${sum(useful)}`;
}

/** A truncated answer, and the same question over TCP. */
export function overTcp(trace: Case, question: Question): string | undefined {
  const { final } = question;
  if (final.relation !== 'retried-over-tcp' || final.latencyNs === undefined) return undefined;
  const all = duration(tookNs(trace, question));
  return `truncated over UDP, asked again over TCP: answered by ${answererOf(trace, final)} in ${duration(final.latencyNs)}, ${all} in all`;
}

/** A truncated answer, and nothing over TCP. */
export function truncated(_: Case, { final }: Question): string | undefined {
  return has(final, 'truncated') && final.transport === 'UDP'
    ? `the answer of ${final.receiver} was truncated (TC), and not asked for again over TCP: the client does not, or cannot connect to port 53`
    : undefined;
}

/** Asked again by the asker, and then answered. */
export function retried(trace: Case, question: Question, questions: readonly Question[]): string | undefined {
  const { first, final, queries } = question;
  if (final.latencyNs === undefined) return undefined;
  const { traces } = trace;
  const answered = traces.timeOf(final.path.answer);
  const attempts = queries
    .flatMap(({ path }) => path.attempts.filter((row) => !path.alongside.includes(row)))
    .map((row) => traces.timeOf(row))
    .filter((at) => at <= answered)
    .sort((a, b) => a - b);
  if (attempts.length < 2) return undefined;
  const [one, two] = attempts;
  const why = whyAgain(trace, question, two);
  if (why === undefined) return undefined;
  const race = raced(trace, first, questions, two);
  const often = attempts.length > 2 ? `, ${attempts.length} queries in all` : '';
  const since = duration(answered - attempts[attempts.length - 1]);
  const last = attempts.length > 2 ? 'last' : 'second';
  const end = `${outcome(trace, final)} by ${answererOf(trace, final)} ${since} after the ${last}`;
  return `retried after ${duration(two - one)}: ${why}${race}${often}; ${end}`;
}

/** What had become of a query when it was asked again at `again`; undefined where it had been answered well. */
function whyAgain(trace: Case, question: Question, again: number): string | undefined {
  const { first } = question;
  const whom = firstServer(trace, question);
  const { columns: c, capacity } = trace.store;
  const { path, receiver, rcode } = first;
  const before = path.rows.filter((row) => trace.traces.timeOf(row) < again);
  const last = before[before.length - 1];
  if (path.firstResponse >= 0 && before.includes(path.firstResponse)) {
    if (before.includes(path.answer))
      return isFailed(first) ? `${receiver} had answered ${trace.naming.rcode(rcode as number)}` : undefined;
    return path.stray >= 0 ? undefined : `the answer of ${receiver} was ${lastSeen(trace, last) || 'lost'}`;
  }
  const isThere = c.pkt_type[last % capacity] === PKT.host && c.process[last % capacity] !== 0;
  if (isThere)
    return `${partyAt(trace.store, last, 'dst_addr', trace.naming)} had received the first query and not answered it`;
  const end = lastSeen(trace, last);
  return end === '' ? `no answer had come to the first query${whom}` : `the first query${whom} was ${end}`;
}

/** To whom the first query went, where the last one went elsewhere: ` to 10.0.0.53`. */
function firstServer({ store, naming }: Case, { first, final }: Question): string {
  const { columns, text, capacity } = store;
  const server = (row = 0) => text.at(columns.dst_addr[row % capacity]);
  const one = server(first.path.attempts[0]);
  return one === server(final.path.attempts.at(-1)) ? '' : ` to ${naming.address(one)}`;
}
