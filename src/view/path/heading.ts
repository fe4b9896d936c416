// A described trace and the transaction that was chosen -> the title of its path, and what stays above the hops.
import type { FieldContext } from '../../fields/context.ts';
import { visible } from '../../fields/text.ts';
import type { TraceView } from '../../trace/describe.ts';
import type { TransactionView } from '../../trace/path/describe-transaction.ts';
import { decisive, isSameName, questionsOf } from '../../trace/path/questions.ts';
import { wrapped } from '../detail/lines.ts';
import type { Theme } from '../theme.ts';
import { fieldText, questionText, time, units } from './texts.ts';

/** Of the time of a lookup. */
const WORTH_TELLING = 0.005;

/**
 * Of the questions of the lookup's asker the one that a transaction is for: its own, or the one that it was asked on for. For
 * 0, where none was chosen, the one that decided the lookup.
 */
export function askedIn({ root, transactions }: TraceView, chosen: number): TransactionView {
  const questions = questionsOf(root, transactions);
  let view = transactions.find(({ transaction }) => transaction === chosen);
  // A parent comes before its children.
  for (let steps = transactions.length; view !== undefined && steps > 0; steps--) {
    const own = questions.find(({ queries }) => queries.includes(view!));
    if (own !== undefined) return own.first;
    view = transactions.find(({ transaction }) => transaction === view!.parent);
  }
  return decisive(questions).first;
}

/** `path: AAAA api.example.com. with A and 3 other names`: the question, and what else was asked for the lookup. */
export function titleOf(context: FieldContext, view: TraceView, asked: TransactionView): string {
  const others = questionsOf(view.root, view.transactions).map(({ first }) => first);
  const typeOf = ({ path }: TransactionView) => fieldText('qtype', context, path.rows[0]);
  const types = others.filter((other) => other !== asked && isSameName(other, asked)).map(typeOf);
  const names = new Set(others.map(({ name }) => name.toLowerCase())).size - 1;
  const beside = [
    [...new Set(types)].filter(Boolean).join(', '),
    names === 0 ? '' : `${names} other ${names === 1 ? 'name' : 'names'}`,
  ];
  const more = beside.filter(Boolean).join(' and ');
  return `path: ${questionText(asked, context)}${more === '' ? '' : ` with ${more}`}`;
}

/** The verdict, and where the time went. */
export function headLines(view: TraceView, width: number, theme: Theme): string[] {
  return [...verdictLines(view, width, theme), ...breakdownLines(view, width, theme)];
}

function verdictLines({ verdict }: TraceView, width: number, theme: Theme): string[] {
  const text = verdict === '' ? 'under way' : verdict;
  return wrapped(units(visible(text), theme), width).map((line) => theme.paint('name', line));
}

function breakdownLines(view: TraceView, width: number, theme: Theme): string[] {
  const text = breakdownLine(view, theme);
  return text === '' ? [] : wrapped(text, width);
}

/** Where the time went; what was not seen apart is not said apart, nor what the client took where it is next to nothing. */
function breakdownLine({ breakdown, isOfOnePoint }: TraceView, theme: Theme): string {
  const { networkNs, forwarderNs, upstreamNs, clientNs } = breakdown;
  const waited = networkNs + forwarderNs + upstreamNs;
  if (waited === 0) return '';
  const total = waited + clientNs;
  const part = (name: string, ns: number) => `${name} ${time(ns, theme)} (${percent(ns, total)})`;
  const forwarder = part('forwarder', forwarderNs);
  const client = clientNs / total < WORTH_TELLING ? '' : `   ${part('client', clientNs)}`;
  if (!isOfOnePoint)
    return `${part('network', networkNs)}   ${forwarder}   ${part('upstream', upstreamNs)}${client}`;
  if (upstreamNs === 0) return `${forwarder}${client}   seen from one point: no network time`;
  if (forwarderNs === 0)
    return `server and network together: ${time(upstreamNs, theme)}${client}, seen from one point`;
  return `${forwarder}   ${part('servers and network together', upstreamNs)}${client}   seen from one point`;
}

function percent(ns: number, total: number): string {
  const rounded = Math.round((100 * ns) / total);
  return rounded === 0 && ns > 0 ? '<1%' : `${rounded}%`;
}
