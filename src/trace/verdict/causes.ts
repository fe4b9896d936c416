// In: what a server asked others. Out: what was wrong with it, as a part of a sentence.
import type { TransactionView } from '../path/describe-transaction.ts';
import type { Case } from './case.ts';

/** `a timeout of 192.168.49.1 and REFUSED from 192.0.2.1`: what was wrong with what was asked; empty where nothing was. */
export function causes(trace: Case, asked: readonly TransactionView[]): string {
  const incomplete = asked.filter((view) => isIncomplete(trace, view));
  const fragments =
    incomplete.length === 0 ? '' : `an answer of ${receivers(incomplete)} of which fragments never arrived`;
  return [timeouts(asked), fragments, ...refusals(trace, asked)]
    .filter((cause) => cause !== '')
    .join(' and ');
}

/** `2 timeouts of 192.168.49.1`. */
function timeouts(asked: readonly TransactionView[]): string {
  const silent = asked.filter((view) => view.path.firstResponse < 0);
  const count = silent.reduce((sum, view) => sum + view.attempts, 0);
  if (count === 0) return '';
  const over = silent.every(({ relation }) => relation === 'retried-over-tcp') ? ' over TCP' : '';
  return `${count === 1 ? 'a timeout' : `${count} timeouts`} of ${receivers(silent)}${over}`;
}

/** `REFUSED from 192.168.49.1 to 3 queries`, for each error. */
function refusals(trace: Case, asked: readonly TransactionView[]): string[] {
  const failed = asked.filter(isFailed);
  return [...new Set(failed.map(({ rcode }) => rcode as number))].map((rcode) => {
    const same = failed.filter((view) => view.rcode === rcode);
    const count = same.length === 1 ? '' : ` to ${same.length} queries`;
    return `${trace.naming.rcode(rcode)} from ${receivers(same)}${count}`;
  });
}

/** Bit of fragment_missing in native/anomalies.def. */
export const FRAGMENT_MISSING = 1 << 11;

/** Whether a part of the answer is all that arrived where it was asked for. */
export function isIncomplete({ store }: Case, { path }: TransactionView): boolean {
  return path.answer >= 0 && (store.columns.anomalies[path.answer % store.capacity] & FRAGMENT_MISSING) !== 0;
}

/** Whether it was answered with an error other than that the name does not exist. */
export function isFailed({ rcode }: TransactionView): boolean {
  return rcode !== undefined && rcode !== 0 && rcode !== 3;
}

/** Who received these, each once. */
export function receivers(views: readonly TransactionView[], between = ', '): string {
  return [...new Set(views.map((view) => view.receiver))].join(between);
}
