// In: a described trace without a good answer. Out: one sentence on where it ended and whose fault that is.
import { has, type TransactionView } from './describe-transaction.ts';
import { duration } from './naming.ts';
import { PKT } from './sighting.ts';
import { askedOn } from './tree.ts';
import { type Case, lastSeen } from './verdict-case.ts';
import { askedEncrypted } from './verdict-encrypted.ts';

/** For a lookup that has no answer, or not in time. */
export function silenceVerdict(trace: Case, final: TransactionView): string | undefined {
  const { path } = final;
  if (path.answer >= 0) return has(final, 'late') ? lateVerdict(trace, final) : undefined;
  if (path.attempts.length === 0) return undefined;
  if (path.firstResponse >= 0) {
    const last = path.rows[path.rows.length - 1];
    const way =
      final.state === 'timeout' ? `, never reached ${final.asker}` : `, on its way to ${final.asker}`;
    return `answered by ${final.receiver}, ${lastSeen(trace, last)}${way}`;
  }
  if (final.state === 'pending') {
    const since = trace.traces.nowNs - trace.traces.timeOf(path.attempts[0]);
    const leaf = silentLeaf(trace, final);
    const asked = askedEncrypted(leaf, '; it ');
    if (trace.traces.finished)
      return `no answer of ${leaf.receiver} in what was captured, which ends ${duration(since)} after the query${asked}`;
    return `waiting for ${leaf.receiver} since ${duration(since)}${asked}`;
  }
  return silentVerdict(trace, final);
}

function lateVerdict(trace: Case, final: TransactionView): string {
  const { traces } = trace;
  const elapsed = traces.timeOf(final.path.answer) - traces.timeOf(final.path.attempts.at(-1) ?? 0);
  const limit = duration(traces.queryTimeoutNs);
  return `answered by ${final.receiver} too late: ${duration(elapsed)} after the query, timeout ${limit}`;
}

/** Nothing came back: where the query, or what was asked for it, was last seen. */
function silentVerdict(trace: Case, final: TransactionView): string {
  const leaf = silentLeaf(trace, final);
  const limit = duration(trace.traces.queryTimeoutNs);
  if (leaf !== final) {
    const asked = askedOn(parentOf(trace, leaf, final), trace.all).filter(
      (view) => view.path.firstResponse < 0,
    );
    return `no answer: ${silentServers(asked)} for ${final.receiver}; ${lastSeen(trace, leaf.path.arrival)}`;
  }
  if (has(final, 'received'))
    return `${final.receiver} received the query and did not answer within ${limit}${askedEncrypted(final, '; it ')}`;
  const leaving = trace.store.columns.pkt_type[final.path.arrival % trace.store.capacity] === PKT.outgoing;
  const end = leaving ? `no answer came from ${final.receiver}` : `never reached ${final.receiver}`;
  return `${lastSeen(trace, final.path.arrival)}, ${end}`;
}

function parentOf(trace: Case, leaf: TransactionView, final: TransactionView): TransactionView {
  return trace.all.find((view) => askedOn(view, trace.all).includes(leaf)) ?? final;
}

/** Down from `view` along the last one that was not answered. */
function silentLeaf(trace: Case, view: TransactionView): TransactionView {
  const silent = askedOn(view, trace.all).findLast((child) => child.path.firstResponse < 0);
  return silent === undefined ? view : silentLeaf(trace, silent);
}

/** For a lookup answered with an error other than that the name does not exist. */
export function failureVerdict(trace: Case, final: TransactionView): string | undefined {
  if (final.rcode === undefined || final.rcode === 0 || final.rcode === 3) return undefined;
  const error = trace.naming.rcode(final.rcode);
  const maker = makerOf(trace, final);
  const passed = maker === final ? '' : `, passed on by ${final.receiver}`;
  // Whoever it asked unreadably may have made it.
  if (maker.encrypted.length > 0)
    return `${error} from ${maker.receiver}${askedEncrypted(maker, ', which ')}${passed}`;
  return `${error} made by ${maker.receiver}${reason(trace, maker)}${passed}`;
}

/** The transaction furthest down that was answered with the same error. */
function makerOf(trace: Case, view: TransactionView): TransactionView {
  const same = askedOn(view, trace.all).findLast((child) => child.rcode === view.rcode);
  return same === undefined ? view : makerOf(trace, same);
}

function reason(trace: Case, maker: TransactionView): string {
  const { columns, text, capacity } = trace.store;
  const extended = text.at(columns.edns_ede[maker.path.firstResponse % capacity]);
  const told = extended === '' ? '' : ` (${extended})`;
  const asked = askedOn(maker, trace.all);
  const causes = [timeouts(asked), ...refusals(trace, asked)].filter((cause) => cause !== '');
  return causes.length === 0 ? told : `${told} after ${causes.join(' and ')}`;
}

/** `2 timeouts of 192.168.49.1`. */
function timeouts(asked: readonly TransactionView[]): string {
  const silent = asked.filter((view) => view.path.firstResponse < 0);
  const count = silent.reduce((sum, view) => sum + view.attempts, 0);
  if (count === 0) return '';
  return `${count === 1 ? 'a timeout' : `${count} timeouts`} of ${receivers(silent)}`;
}

/** `REFUSED from 192.168.49.1 to 3 queries`, for each error. */
function refusals(trace: Case, asked: readonly TransactionView[]): string[] {
  const failed = asked.filter(({ rcode }) => rcode !== undefined && rcode !== 0 && rcode !== 3);
  return [...new Set(failed.map(({ rcode }) => rcode as number))].map((rcode) => {
    const same = failed.filter((view) => view.rcode === rcode);
    const count = same.length === 1 ? '' : ` to ${same.length} queries`;
    return `${trace.naming.rcode(rcode)} from ${receivers(same)}${count}`;
  });
}

function receivers(views: readonly TransactionView[]): string {
  return [...new Set(views.map((view) => view.receiver))].join(', ');
}

/** `192.168.49.1 did not answer 2 queries`. */
function silentServers(silent: readonly TransactionView[]): string {
  const queries = silent.reduce((sum, view) => sum + view.attempts, 0);
  return `${receivers(silent)} did not answer ${queries === 1 ? '1 query' : `${queries} queries`}`;
}
