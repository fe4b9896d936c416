// A described trace and a width -> its lines: what to say first, and the ladder, each hop's first line with its row.
import type { FieldContext } from '../../fields/context.ts';
import { isFromServer } from '../../fields/header.ts';
import { cut, visible, widthOf } from '../../fields/text.ts';
import type { TraceView } from '../../trace/describe.ts';
import { has, type TransactionView } from '../../trace/path/describe-transaction.ts';
import { hostOf, isMulticast } from '../../trace/path/naming.ts';
import { isSameName } from '../../trace/path/questions.ts';
import { isNoData } from '../../trace/verdict/case.ts';
import { wrapped } from '../detail/lines.ts';
import type { Role, Theme } from '../theme.ts';
import { askedIn, headLines, titleOf } from './heading.ts';
import { ladderOf, type Rung, type Timed } from './ladder.ts';
import { Points } from './points.ts';
import { fieldText, questionText, time, units } from './texts.ts';

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
  ladder: readonly Rung[];
  /** The lines of a rung; at least one. A lookup may have thousands, of which few are on show. */
  linesOf(rung: Rung): PathLine[];
}

/** Cells of the times: offset, delta, the mark of the costliest gap. */
const TIME = 8;
const MARGIN = 2 * TIME + 3;
const INDENT = 2;

/** What the lines of one path have in common. */
interface Page {
  context: FieldContext;
  /** The question that the title tells. */
  asked: TransactionView;
  points: Points;
  width: number;
  theme: Theme;
}

/** `chosen`: the transaction whose row was opened, 0 for the lookup as a whole. */
export function pathText(
  context: FieldContext,
  view: TraceView,
  chosen: number,
  width: number,
  theme: Theme,
): PathText {
  const rungs = ladderOf(view);
  const asked = askedIn(view, chosen);
  const page = { context, asked, width, theme, points: new Points(context, rungs, width) };
  return {
    title: titleOf(context, view, asked),
    head: headLines(view, width, theme),
    ladder: rungs,
    linesOf: (rung) => rungLines(rung, page),
  };
}

function rungLines(rung: Rung, page: Page): PathLine[] {
  if (rung.kind === 'hop') return hopLines(rung, page);
  if (rung.kind === 'encrypted') return encryptedLines(rung, page);
  const { transaction, depth } = rung;
  if (rung.kind === 'end') {
    const text = `${page.theme.glyphs.end} ${endText(transaction, page)}`;
    return indented(text, depth, transaction.state === 'timeout' ? 'bad' : 'held', page);
  }
  const { evidence, confidence } = transaction;
  return [
    ...indented(transactionText(transaction, page), depth, 'name', page),
    ...(confidence === 'certain'
      ? []
      : indented(`${confidence}: ${evidence.join(', ')}`, depth, 'label', page)),
  ];
}

/** Since the beginning, and since the line before. */
function timesOf({ offsetNs, deltaNs, costliest }: Timed, theme: Theme) {
  const delta = deltaNs === 0 ? '' : time(deltaNs, theme);
  return {
    offset: time(offsetNs, theme).padStart(TIME),
    gap: delta.padStart(TIME) + (costliest ? theme.glyphs.costliest : ' '),
  };
}

/** What is known of them are their ends, times and sizes. */
function encryptedLines(rung: Extract<Rung, { kind: 'encrypted' }>, page: Page): PathLine[] {
  const { leg, isSent, depth, costliest } = rung;
  const { theme } = page;
  const { glyphs, paint } = theme;
  const { offset, gap } = timesOf(rung, theme);
  const bytes = isSent ? leg.bytesSent : leg.bytesReceived;
  const end = `${leg.server} ${leg.transport}`;
  const what = isSent ? `encrypted to ${end}, unread` : `encrypted from ${end}`;
  const arrow = isSent ? glyphs.query : glyphs.response;
  const [first, ...more] = indented(`${arrow} ${what}  ${bytes} bytes`, depth, 'match', page);
  const times = `${paint('label', offset)} ${costliest ? paint('held', gap) : gap}`;
  const timed = { text: times + first.text.slice(2 * TIME + 2) };
  const why = isSent ? indented(`${leg.confidence}: ${leg.evidence.join(', ')}`, depth, 'label', page) : [];
  return [timed, ...more, ...why];
}

/** Text in the place of hops of this depth. */
function indented(text: string, depth: number, role: Role, { width, theme }: Page): PathLine[] {
  const start = MARGIN + depth * INDENT;
  return wrapped(text, width - start).map((line) => ({ text: ' '.repeat(start) + theme.paint(role, line) }));
}

/** Its question only where it is not the one that the title tells. */
function transactionText(transaction: TransactionView, { context, asked, theme }: Page): string {
  const { qtype, transport, client, server, relation, confidence, latencyNs, attempts } = transaction;
  const same = qtype === asked.qtype && isSameName(transaction, asked);
  const id = fieldText('id', context, transaction.path.rows[0]);
  const parts = [
    same ? id : `${id} ${questionText(transaction, context)}`.trimStart(),
    relation === '' ? '' : `${relation}, ${confidence}`,
    `${client} ${theme.glyphs.query} ${server} ${transport}`,
    attempts > 1 ? `${attempts} queries` : '',
    latencyNs === undefined ? '' : `in ${time(latencyNs, theme)}`,
  ];
  return parts.filter(Boolean).join('  ');
}

/** Stands for an ID that the message does not have. */
const NO_ID = '    ';

function hopLines(rung: Extract<Rung, { kind: 'hop' }>, page: Page): PathLine[] {
  const { hop, depth, transaction, costliest } = rung;
  const { context, points, width, theme } = page;
  const { offset, gap } = timesOf(rung, theme);
  const { glyphs, paint } = theme;
  const isResponse = isFromServer(context.store.columns, hop.row % context.store.capacity);
  const indent = ' '.repeat(depth * INDENT);
  const arrow = isResponse ? glyphs.response : glyphs.query;
  const room = width - MARGIN - indent.length - 2;
  const id = fieldText('id', context, hop.row) || NO_ID;
  const point = `${id} ${points.text(hop.row, glyphs.ellipsis)}`;
  const texts = [
    processText(context, hop.row),
    resultText(context, hop.row, transaction),
    fieldText('anomalies', context, hop.row),
    units(visible(hop.note), theme),
  ];
  const [tail, ...below] = fitted(texts.filter(Boolean), room - widthOf(point) - 1, room);
  const where = cut(`${point} ${tail}`, room, glyphs.ellipsis);
  return [
    {
      row: hop.row,
      plain: `${offset} ${gap} ${indent}${arrow} ${where}`,
      text: `${paint('label', offset)} ${costliest ? paint('held', gap) : gap} ${indent}${paint(isResponse ? 'good' : 'query', arrow)} ${where}`,
    },
    ...below.map((text) => ({ text: ' '.repeat(width - room) + paint('match', text) })),
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
  const parts = ['rcode', 'addresses'].map((name) => fieldText(name, context, row));
  if (isNoData(context.store, row)) parts.push('NODATA');
  return parts.filter(Boolean).join(' ');
}

function endText(transaction: TransactionView, { context, theme }: Page): string {
  const { state, receiver, server, path } = transaction;
  const who = visible(receiver);
  if (isMulticast(hostOf(server))) return 'answers go to all of the group, and are not followed';
  if (state === 'pending' && !context.traces?.finished) return `waiting for ${who} ${theme.glyphs.ellipsis}`;
  if (path.stray >= 0) return 'no answer from where it was asked';
  if (path.firstResponse >= 0) return 'the answer is seen no further';
  if (has(transaction, 'received')) return `received by ${who}, and not answered`;
  return `no answer from ${who}: seen no further`;
}
