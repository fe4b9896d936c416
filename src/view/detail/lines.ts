// Blocks of labels, records and lines -> lines of finished text no wider than the pane.
import type { ResourceRecord } from '../../fields/detail.ts';
import { padded, visible, widthOf } from '../../fields/text.ts';
import type { Theme } from '../theme.ts';
import type { Block, Item } from './block.ts';

export function linesOf(blocks: readonly Block[], width: number, theme: Theme): string[] {
  return blocks.flatMap((block, index) => [
    ...(index === 0 ? [] : ['']),
    theme.paint('heading', block.title),
    ...(block.items ? (block.flow ? flowLines : itemLines)(block.items, width, theme) : []),
    ...(block.records ? recordLines(block.records, width, theme) : []),
    ...(block.lines ?? []).flatMap((line) => wrapped(visible(line), width)),
  ]);
}

function itemLines(items: readonly Item[], width: number, theme: Theme): string[] {
  const labelWidth = Math.min(26, Math.max(...items.map((item) => item.label.length)));
  return items.flatMap(({ label, value, role }) => {
    const lines = wrapped(visible(value), width - labelWidth - 2);
    return lines.map((line, index) => {
      const start = index === 0 ? padded(label, labelWidth) : ' '.repeat(labelWidth);
      return `${theme.paint('label', start)}  ${role ? theme.paint(role, line) : line}`;
    });
  });
}

/** Items side by side, a line as full as the width allows. */
function flowLines(items: readonly Item[], width: number, theme: Theme): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { label, value, role } of items) {
    const text = visible(value);
    const needs = label.length + 1 + widthOf(text);
    if (used > 0 && used + 3 + needs > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    if (needs > width) {
      lines.push(...itemLines([{ label, value, role }], width, theme));
      continue;
    }
    line += `${used > 0 ? '   ' : ''}${theme.paint('label', label)} ${role ? theme.paint(role, text) : text}`;
    used += needs + (used > 0 ? 3 : 0);
  }
  return used > 0 ? [...lines, line] : lines;
}

/** Records as zone files have them: name, TTL, class, type, data; data that is too long goes on below itself. */
function recordLines(records: readonly ResourceRecord[], width: number, theme: Theme): string[] {
  if (records.length === 0) return [theme.paint('label', 'none')];
  const widest = (texts: string[]) => Math.max(...texts.map(widthOf));
  const nameWidth = Math.min(
    Math.max(12, Math.floor(width * 0.4)),
    widest(records.map((record) => visible(record.name))),
  );
  const ttlWidth = widest(records.map((record) => String(record.ttl)));
  const kindWidth = widest(records.map((record) => `${record.class} ${record.type}`));
  const dataWidth = Math.max(10, width - nameWidth - ttlWidth - kindWidth - 6);
  return records.flatMap((record) => {
    const names = wrapped(visible(record.name), nameWidth);
    const data = wrapped(visible(record.data), dataWidth);
    return Array.from({ length: Math.max(names.length, data.length) }, (_, line) => {
      const ttl = padded(line === 0 ? String(record.ttl) : '', ttlWidth, true);
      const kind = padded(line === 0 ? `${record.class} ${record.type}` : '', kindWidth);
      return `${padded(names[line] ?? '', nameWidth)}  ${theme.paint('label', ttl)}  ${theme.paint('query', kind)}  ${data[line] ?? ''}`;
    });
  });
}

/** Text in lines of at most `width` cells, broken at spaces where there are any, but not before a unit of time. */
export function wrapped(text: string, width: number): string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let rest = text;
  while (widthOf(rest) > room) {
    const part = prefix(rest, room);
    const space = part.lastIndexOf(' ');
    const taken = space > room / 2 ? part.slice(0, lastBreak(rest, space) + 1) : part;
    lines.push(taken.trimEnd());
    rest = rest.slice(taken.length);
  }
  lines.push(rest);
  return lines;
}

const NUMBER_END = /\d$/;
const UNIT_START = /^(ns|[uµm]?s)\b/;

/** That space, or the one before it where it stands between a number and its unit. */
function lastBreak(text: string, space: number): number {
  const isWithin = NUMBER_END.test(text.slice(0, space)) && UNIT_START.test(text.slice(space + 1));
  const before = isWithin ? text.lastIndexOf(' ', space - 1) : -1;
  return before > 0 ? before : space;
}

/** The longest beginning that takes at most `width` cells; one character at least. */
function prefix(text: string, width: number): string {
  let part = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width && part !== '') break;
    part += character;
  }
  return part;
}
