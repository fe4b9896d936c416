// In: a described trace. Out: one sentence about it that follows from its events alone.
import { has, type TransactionView } from './describe-transaction.ts';
import { isEncryptedKnown } from './encrypted.ts';
import { duration } from './naming.ts';
import { DNS_FLAG } from './sighting.ts';
import { askedOn, repetitions } from './tree.ts';
import { askedFor, type Case, lastSeen, leafOf } from './verdict-case.ts';
import { askedEncrypted } from './verdict-encrypted.ts';
import { failureVerdict, silenceVerdict } from './verdict-trouble.ts';

/** The sentence of the first rule that has something to say; the worse, the earlier. */
export function verdictOf(trace: Case): string {
  const final = finalOf(trace);
  for (const rule of RULES) {
    const sentence = rule(trace, final);
    if (sentence !== undefined) return sentence + (has(final, 'second') ? '; a second answer came' : '');
  }
  return '';
}

type Rule = (trace: Case, final: TransactionView) => string | undefined;

const RULES: readonly Rule[] = [
  unasked,
  loop,
  wrongSource,
  silenceVerdict,
  failureVerdict,
  searchPath,
  overTcp,
  truncated,
  retried,
  encrypted,
  cached,
  resolved,
  forwarded,
  direct,
];

/** The last repetition of the root's question: how the lookup ended. */
function finalOf({ root, all }: Case): TransactionView {
  return repetitions(root, all).at(-1) ?? root;
}

function unasked(_: Case, final: TransactionView): string | undefined {
  return has(final, 'unasked') ? `an answer from ${final.receiver} to no query that was seen` : undefined;
}

function wrongSource(trace: Case, final: TransactionView): string | undefined {
  if (final.path.stray < 0 || final.path.answer >= 0) return undefined;
  const { columns, text, capacity } = trace.store;
  const asked = text.at(columns.dst_addr[final.path.attempts[0] % capacity]);
  const source = text.at(columns.src_addr[final.path.stray % capacity]);
  const { address } = trace.naming;
  return source === asked
    ? `answered from another port of ${address(source)} than was asked`
    : `answered by ${address(source)} where ${address(asked)} was asked`;
}

function loop(trace: Case): string | undefined {
  let most: readonly TransactionView[] = [];
  for (const view of trace.all) {
    const again = askedFor(trace, view).filter(
      (other) =>
        other.name.toLowerCase() === view.name.toLowerCase() &&
        other.qtype === view.qtype &&
        other.receiver === view.receiver &&
        has(other, 'received'),
    );
    if (again.length > most.length) most = again;
  }
  if (most.length < 2) return undefined;
  return `forwarding loop: ${most[0].receiver} received the question of one lookup ${most.length} times`;
}

function searchPath({ all, root }: Case): string | undefined {
  if (!all.some((view) => view.relation === 'searched')) return undefined;
  const relations = ['', 'searched', 'asked-together', 'retried', 'retried-over-tcp'];
  const asked = all.filter(
    (view) => view === root || (relations.includes(view.relation) && view.asker === root.asker),
  );
  const found = asked.findLast((view) => view.rcode === 0)?.name.toLowerCase();
  const sum = (views: readonly TransactionView[]) => views.reduce((total, view) => total + view.attempts, 0);
  const wasted = asked.filter((view) => view.name.toLowerCase() !== found);
  const end = found === undefined ? ', and no name of it exists' : '';
  return `${sum(asked)} messages for one name, ${sum(wasted)} of them from the search path (ndots)${end}`;
}

function overTcp(_: Case, final: TransactionView): string | undefined {
  if (final.relation !== 'retried-over-tcp' || final.latencyNs === undefined) return undefined;
  return `truncated over UDP, asked again over TCP: answered by ${final.receiver} in ${duration(final.latencyNs)}`;
}

function truncated(_: Case, final: TransactionView): string | undefined {
  return has(final, 'truncated') && final.transport === 'UDP'
    ? `the answer of ${final.receiver} was truncated (TC), and not asked for again over TCP`
    : undefined;
}

function retried(trace: Case, final: TransactionView): string | undefined {
  const { root, traces } = trace;
  if (final.latencyNs === undefined) return undefined;
  const second = root.path.attempts[1] ?? repetitions(root, trace.all)[0]?.path.attempts[0];
  if (second === undefined) return undefined;
  const since = duration(traces.timeOf(second) - traces.timeOf(root.path.attempts[0]));
  const times = root.attempts + repetitions(root, trace.all).reduce((sum, view) => sum + view.attempts, 0);
  const often = times > 2 ? `, ${times} queries in all` : '';
  if (root.path.firstResponse >= 0 && traces.timeOf(root.path.firstResponse) < traces.timeOf(second)) {
    return `retried after ${since}: ${root.receiver} had failed${often}`;
  }
  const before = root.path.rows.filter((row) => traces.timeOf(row) < traces.timeOf(second));
  return `retried after ${since}: the first query was ${lastSeen(trace, before[before.length - 1])}${often}`;
}

/** Answered by a forwarder of which nothing readable was seen but that it talked to servers unreadably. */
function encrypted(trace: Case, final: TransactionView): string | undefined {
  if (final.latencyNs === undefined || askedOn(final, trace.all).length > 0) return undefined;
  const asked = askedEncrypted(final, ', which ');
  if (asked === '') return undefined;
  return `${outcome(trace, final)} by ${final.receiver} in ${duration(final.latencyNs)}${asked}`;
}

function cached(trace: Case, final: TransactionView): string | undefined {
  if (final.latencyNs === undefined || !has(final, 'received') || askedOn(final, trace.all).length > 0)
    return undefined;
  // It may have asked unreadably, and that is forgotten.
  if (!isEncryptedKnown(trace.store, final.path)) return undefined;
  const own =
    (trace.store.columns.flags[final.path.answer % trace.store.capacity] & DNS_FLAG.authoritative) !== 0;
  const renewed = trace.all.some(
    (view) => view.parent === final.transaction && view.relation === 'prefetched',
  );
  const source = own ? `by ${final.receiver} from its own data` : `from cache by ${final.receiver}`;
  return `${outcome(trace, final)} ${source} in ${duration(final.latencyNs)}${renewed ? ', which renews it' : ''}`;
}

/** By a resolver that asked more than the question itself: how much, of how many, and what took longest. */
function resolved(trace: Case, final: TransactionView): string | undefined {
  const asked = askedOn(final, trace.all);
  if (final.latencyNs === undefined || !asked.some(({ relation }) => relation === 'resolving'))
    return undefined;
  const leaf = leafOf(trace, final);
  const timeOf = (row: number) => trace.traces.timeOf(row);
  const by = leaf === final ? final.receiver : `${leaf.receiver} through ${final.receiver}`;
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
  const waited = `${duration(trace.breakdown.upstreamNs)} of them waiting for ${count}`;
  const what = `${longest.name.toLowerCase()} ${trace.naming.type(longest.qtype)}`;
  const most =
    queries > 1 && longest.latencyNs !== undefined
      ? `, longest ${duration(longest.latencyNs)} for ${what}`
      : '';
  return `${outcome(trace, final)} by ${by} in ${duration(final.latencyNs)}, ${waited}${most}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function forwarded(trace: Case, final: TransactionView): string | undefined {
  const leaf = leafOf(trace, final);
  if (final.latencyNs === undefined || leaf === final) return undefined;
  const upstream =
    leaf.latencyNs === undefined ? '' : `, ${duration(leaf.latencyNs)} of them for ${leaf.receiver}`;
  const way = `by ${leaf.receiver} through ${final.receiver}`;
  return `${outcome(trace, final)} ${way} in ${duration(final.latencyNs)}${upstream}${askedEncrypted(leaf, ', which ')}`;
}

function direct(trace: Case, final: TransactionView): string | undefined {
  if (final.latencyNs === undefined) return undefined;
  return `${outcome(trace, final)} by ${final.receiver} in ${duration(final.latencyNs)}`;
}

function outcome(trace: Case, final: TransactionView): string {
  return final.rcode === 3 ? `${trace.naming.rcode(3)} answered` : 'answered';
}
