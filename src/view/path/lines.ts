// A described trace and a width -> its lines: what to say first, and the ladder, each hop's first line with its row.
import type { FieldContext } from '../../fields/context.ts';
import { findField } from '../../fields/find.ts';
import { cut, padded, visible, widthOf } from '../../fields/text.ts';
import { traceNaming } from '../../fields/trace-naming.ts';
import type { TraceView } from '../../trace/describe.ts';
import type { TransactionView } from '../../trace/describe-transaction.ts';
import { duration } from '../../trace/naming.ts';
import { wrapped } from '../detail/lines.ts';
import type { Theme } from '../theme.ts';
import { ladderOf, type Rung } from './ladder.ts';

/** A finished line; the first one of a hop has the hop's row, and its text without style for the cursor. */
export interface PathLine {
  text: string;
  row?: number;
  plain?: string;
}

export interface PathText {
  title: string;
  /** Stays on top: the verdict, and where the time went. */
  head: string[];
  ladder: PathLine[];
}

/** Cells of the times: offset, delta, the mark of the costliest gap. */
const TIME = 8;
const MARGIN = 2 * TIME + 3;
const INDENT = 2;

export function pathText(context: FieldContext, view: TraceView, width: number, theme: Theme): PathText {
  const rungs = ladderOf(view);
  const points = new Points(context, rungs);
  const naming = traceNaming(context);
  return {
    title: `path: ${naming.type(view.root.qtype)} ${visible(view.root.name)}`,
    head: [...verdictLines(view, width, theme), ...wrapped(breakdownLine(view, theme), width)],
    ladder: rungs.flatMap((rung) => rungLines(rung, points, context, width, theme)),
  };
}

function verdictLines({ verdict }: TraceView, width: number, theme: Theme): string[] {
  const text = verdict === '' ? 'under way' : verdict;
  return wrapped(units(visible(text), theme), width).map((line) => theme.paint('name', line));
}

function breakdownLine({ breakdown }: TraceView, theme: Theme): string {
  const { networkNs, forwarderNs, upstreamNs } = breakdown;
  const total = networkNs + forwarderNs + upstreamNs;
  if (total === 0) return '';
  const part = (name: string, ns: number) =>
    `${name} ${time(ns, theme)} (${Math.round((100 * ns) / total)}%)`;
  return [part('network', networkNs), part('forwarder', forwarderNs), part('upstream', upstreamNs)].join(
    '   ',
  );
}

/** Where hops were seen, in columns as wide as what they hold. */
class Points {
  private readonly naming;
  private readonly context: FieldContext;
  private readonly widths: number[];

  constructor(context: FieldContext, rungs: readonly Rung[]) {
    this.context = context;
    this.naming = traceNaming(context);
    const all = rungs.flatMap((rung) => (rung.kind === 'hop' ? [this.parts(rung.hop.row)] : []));
    const widest = (part: number, most: number) =>
      Math.min(most, Math.max(0, ...all.map((parts) => widthOf(parts[part]))));
    this.widths = [widest(0, 24), widest(1, 12)];
  }

  /** `demo/mypod  eth0`, padded. */
  text(row: number, ellipsis: string): string {
    const parts = this.parts(row);
    return this.widths.map((width, part) => padded(parts[part], width, false, ellipsis)).join(' ');
  }

  private parts(row: number): [string, string] {
    const { store } = this.context;
    const iface = store.text.at(store.columns.iface[row % store.capacity]);
    return [visible(this.naming.place(row)), visible(iface)];
  }
}

function rungLines(
  rung: Rung,
  points: Points,
  context: FieldContext,
  width: number,
  theme: Theme,
): PathLine[] {
  const start = MARGIN + rung.depth * INDENT;
  const below = (text: string): PathLine[] =>
    wrapped(text, width - start).map((line) => ({ text: ' '.repeat(start) + theme.paint('label', line) }));
  if (rung.kind === 'hop') return hopLines(rung, points, context, width, theme);
  if (rung.kind === 'end') {
    const text = `${theme.glyphs.end} ${endText(rung.transaction, theme)}`;
    return wrapped(text, width - start).map((line) => ({
      text: ' '.repeat(start) + theme.paint(rung.transaction.state === 'timeout' ? 'bad' : 'held', line),
    }));
  }
  const { evidence, confidence } = rung.transaction;
  const [first, ...rest] = wrapped(transactionText(rung.transaction, context, theme), width - start);
  return [
    { text: ' '.repeat(start) + theme.paint('heading', first) },
    ...rest.flatMap(below),
    ...(confidence === 'certain' ? [] : below(`${confidence}: ${evidence.join(', ')}`)),
  ];
}

function transactionText(transaction: TransactionView, context: FieldContext, theme: Theme): string {
  const { id, qtype, name, transport, client, server, relation, confidence, latencyNs, attempts } =
    transaction;
  const parts = [
    `${hexId(id)} ${traceNaming(context).type(qtype)} ${visible(name)}`,
    `${client} ${theme.glyphs.query} ${server} ${transport}`,
    relation === '' ? '' : `${relation}, ${confidence}`,
    attempts > 1 ? `${attempts} queries` : '',
    latencyNs === undefined ? '' : `answered in ${time(latencyNs, theme)}`,
  ];
  return parts.filter(Boolean).join('  ');
}

const hexId = (id: number): string => id.toString(16).padStart(4, '0');

function hopLines(
  { hop, depth, transaction, costliest }: Extract<Rung, { kind: 'hop' }>,
  points: Points,
  context: FieldContext,
  width: number,
  theme: Theme,
): PathLine[] {
  const { glyphs } = theme;
  const isResponse = (context.store.columns.flags[hop.row % context.store.capacity] & 0x8000) !== 0;
  const offset = time(hop.offsetNs, theme).padStart(TIME);
  const delta = (hop.deltaNs === 0 ? '' : time(hop.deltaNs, theme)).padStart(TIME);
  const indent = ' '.repeat(depth * INDENT);
  const arrow = isResponse ? glyphs.response : glyphs.query;
  const point = `${hexId(transaction.id)} ${points.text(hop.row, glyphs.ellipsis)}`;
  const used = MARGIN + indent.length + 2 + point.length;
  const tails = [
    processText(context, hop.row),
    resultText(context, hop.row, transaction),
    units(visible(hop.note), theme),
  ];
  const [tail, ...below] = fitted(
    tails.filter(Boolean),
    width - used - 1,
    width - MARGIN - indent.length - 2,
  );
  const mark = costliest ? glyphs.costliest : ' ';
  const gap = `${delta}${mark}`;
  const plain = cut(`${offset} ${gap} ${indent}${arrow} ${point} ${tail}`, width, glyphs.ellipsis);
  const styled = [
    theme.paint('label', offset),
    costliest ? theme.paint('held', gap) : gap,
    `${indent}${theme.paint(isResponse ? 'good' : 'query', arrow)} ${cut(`${point} ${tail}`, width - MARGIN - indent.length - 2, glyphs.ellipsis)}`,
  ].join(' ');
  return [
    { text: styled, plain, row: hop.row },
    ...below.map((text) => ({ text: ' '.repeat(MARGIN + indent.length + 2) + theme.paint('match', text) })),
  ];
}

/** Texts side by side as long as they fit behind a hop; the others in lines below it. */
function fitted(texts: readonly string[], room: number, below: number): string[] {
  let tail = '';
  const rest: string[] = [];
  for (const text of texts) {
    const longer = tail === '' ? text : `${tail}  ${text}`;
    if (rest.length === 0 && widthOf(longer) <= room) tail = longer;
    else rest.push(...wrapped(text, below));
  }
  return [tail, ...rest];
}

function processText({ store }: FieldContext, row: number): string {
  const { comm, pid } = store.processes.at(store.columns.process[row % store.capacity]);
  return comm === '' ? '' : `${visible(comm)}[${pid}]`;
}

/** On the first response and on the one that reached the asker: how it went. */
function resultText(context: FieldContext, row: number, { path }: TransactionView): string {
  if (row !== path.firstResponse && row !== path.answer && row !== path.stray) return '';
  const parts = ['rcode', 'addresses'].map((name) => visible(findField(name)!.text(context, row)));
  return parts.filter(Boolean).join(' ');
}

function endText({ state, receiver, path }: TransactionView, theme: Theme): string {
  const who = visible(receiver);
  if (state === 'pending') return `waiting for ${who} ${theme.glyphs.ellipsis}`;
  if (path.stray >= 0) return 'no answer from where it was asked';
  if (path.firstResponse >= 0) return 'the answer is seen no further';
  return `no answer of ${who}: seen no further`;
}

function time(ns: number, theme: Theme): string {
  return ns === 0 ? '0' : units(duration(ns), theme);
}

/** Without UTF-8 µs is us. */
function units(text: string, { glyphs }: Theme): string {
  return glyphs.ellipsis === '…' ? text : text.replaceAll('µs', 'us');
}
