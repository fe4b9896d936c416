// In: a question answered with an error. Out: one sentence on who made the error, and of what.
import { has, type TransactionView } from '../path/describe-transaction.ts';
import { isSameName, type Question } from '../path/questions.ts';
import { askedOn } from '../path/tree.ts';
import { type Case, inTime, isAnswer } from './case.ts';
import { causes, isFailed } from './causes.ts';
import { askedEncrypted } from './encrypted.ts';

/** For a question answered with an error other than that the name does not exist. */
export function failureVerdict(trace: Case, { final, queries }: Question): string | undefined {
  if (!isFailed(final)) return undefined;
  const error = trace.naming.rcode(final.rcode as number);
  const maker = makerOf(trace, final);
  const passed = maker === final ? '' : `, passed on by ${final.receiver}`;
  // Whoever it asked unreadably may have made it.
  if (maker.encrypted.length > 0)
    return `${error} from ${maker.receiver}${askedEncrypted(maker, ', which ')}${passed}`;
  const asked = askedOn(maker, trace.all);
  const why = reason(trace, maker, asked);
  const count = queries.reduce((sum, { attempts }) => sum + attempts, 0);
  const often = count > 1 ? ` (asked ${count} times)` : '';
  // Whom a server elsewhere asked cannot be seen: the error may be another's.
  if (!has(maker, 'received') && asked.length === 0)
    return `${error} answered by ${maker.receiver}${why}${maker === final ? inTime(final) : passed}${often}`;
  const alone = asked.length === 0 ? ', which was seen asking nobody' : '';
  return `${error} made by ${maker.receiver}${why}${alone}${passed}${asked.length > 0 ? `,${inTime(final)}` : ''}${often}`;
}

/** The transaction furthest down that was answered with the same error. */
function makerOf(trace: Case, view: TransactionView): TransactionView {
  const same = askedOn(view, trace.all).findLast((child) => child.rcode === view.rcode);
  return same === undefined ? view : makerOf(trace, same);
}

/**
 * What the error says of itself (RFC 8914), and what was wrong with what its maker asked. It may not like a good answer, as
 * when that does not validate (RFC 4035 5.5), or never get it, behind a firewall of its own.
 */
function reason(trace: Case, maker: TransactionView, asked: readonly TransactionView[]): string {
  const { columns, text, capacity } = trace.store;
  const extended = text.at(columns.edns_ede[maker.path.firstResponse % capacity]);
  const told = extended === '' ? '' : ` (${extended})`;
  const after = causes(trace, asked);
  if (after !== '') return `${told} after ${after}`;
  const good = asked.findLast(
    (view) =>
      view.path.answer >= 0 && isSameName(view, maker) && view.qtype === maker.qtype && isAnswer(trace, view),
  );
  return good === undefined ? told : `${told}, though ${good.receiver} had answered it`;
}
