// Rows on show, columns and a place on the screen -> one string of terminal text per line, widths exact.

import type { TableLayout } from '../../config/memory.ts';
import { cut, padded, visible, widthOf } from '../../fields/text.ts';
import type { Matches } from '../state/rows.ts';
import type { Theme } from '../theme.ts';
import { type Cell, fittingOf, wholeOf } from './cell.ts';
import type { TableColumn } from './column.ts';
import { GUTTER, type Layout, layOut } from './layout.ts';
import { type Room, roomIn, UNKNOWN_ROOM } from './room.ts';

/** Stands before a row of a message that is damaged. */
const DAMAGED = '!';

/** Which column rows are sorted by, and how. */
export type Sort = NonNullable<TableLayout['sort']>;

export interface Body {
  rows: Matches;
  top: number;
  /** Place of the cursor in rows, -1 for none. */
  cursor: number;
  height: number;
  width: number;
  /** Another text whenever a row has something else to show; not there where rows never do. */
  revision?: (row: number) => string;
  /** Column of the cell under the cursor. */
  cell?: string;
  /** Whether a row has a mark. */
  marked?(row: number): boolean;
}

/**
 * Paints the table. Keeps the text of the rows on show, so that a row is read and formatted once, however often it is
 * painted, until its revision changes: an event has none. Columns only ever grow while they are on show, so that they do not jump about.
 */
export class TablePainter {
  private readonly theme: Theme;
  private columns: TableColumn[] = [];
  private damage: (row: number) => string = () => '';
  private sort: Sort | undefined;
  private seen = new Map<string, number>();
  private width = 0;
  private layout: Layout = { placed: [], hidden: [], gap: 1 };
  private texts = new Map<number, readonly Cell[]>();
  private damaged = new Set<number>();
  private lines = new Map<number, string>();
  private revisions = new Map<number, string>();
  private known: { readonly of: Layout; readonly width: number; readonly room: Room } | undefined;

  constructor(theme: Theme) {
    this.theme = theme;
  }

  /**
   * @param sort by which column rows are sorted, where not in order of time.
   * @param damage what is wrong with a row, '' for nothing: the row has a sign before its first column then.
   */
  setColumns(columns: TableColumn[], sort?: Sort, damage: (row: number) => string = () => ''): void {
    this.columns = columns;
    this.sort = sort;
    this.damage = damage;
    this.damaged.clear();
    this.seen.clear();
    this.texts.clear();
    this.width = 0;
  }

  /** Names of the columns on show, from the left. */
  shownColumns(): string[] {
    return this.layout.placed.map(({ column }) => column.field.name);
  }

  /** Name of the column that has a cell of a line, from 0, or the space behind it. */
  columnAt(cell: number): string | undefined {
    let behind = GUTTER;
    if (cell < behind) return undefined;
    const found = this.layout.placed.find(({ width }) => {
      behind += width + this.layout.gap;
      return cell < behind;
    });
    return found?.column.field.name;
  }

  /** There is no table on the screen: how much room its columns have is not known. */
  unpainted(): void {
    this.width = 0;
  }

  /** Columns for which there is no space at the moment. */
  hiddenColumns(): TableColumn[] {
    return this.width === 0 ? [] : this.layout.hidden;
  }

  /** In a table of `width` cells. Nothing is known while no table is on the screen. */
  room(width: number): Room {
    if (this.width === 0) return UNKNOWN_ROOM;
    if (this.known?.of !== this.layout || this.known.width !== width)
      this.known = { of: this.layout, width, room: roomIn(width, this.columns, this.seen) };
    return this.known.room;
  }

  /** Cells a column takes now; those it would be of use in, where it is not on show. */
  widthOf(name: string): number {
    const placed = this.layout.placed.find(({ column }) => column.field.name === name);
    return placed?.width ?? this.columns.find(({ field }) => field.name === name)?.shape.min ?? 0;
  }

  private sign(): string {
    const { up, down } = this.theme.glyphs;
    return this.sort?.descending ? down : up;
  }

  /** The titles, valid after paint(). */
  heading(): string {
    const { theme, layout } = this;
    const titles = layout.placed.map(({ column, width }) => {
      const sign = this.sort?.column === column.field.name ? this.sign() : '';
      const title = cut(column.title, width - sign.length, theme.glyphs.ellipsis) + sign;
      const space = ' '.repeat(width - title.length);
      const shown = theme.paint('heading', title);
      return column.shape.right ? space + shown : shown + space;
    });
    return ' '.repeat(GUTTER) + titles.join(' '.repeat(layout.gap));
  }

  /** The lines of the body; empty lines after the last row. */
  paint(body: Body): string[] {
    const bottom = Math.min(body.top + body.height, body.rows.count);
    const shown: number[] = [];
    for (let index = body.top; index < bottom; index++) shown.push(body.rows.at(index));
    if (body.revision) this.forgetChanged(shown, body.revision);
    this.read(shown, body.width);
    const lines = shown.map((row, line) =>
      body.top + line === body.cursor
        ? this.cursorLine(row, body.marked?.(row), body.cell)
        : this.line(row, body.marked?.(row)),
    );
    while (lines.length < body.height) lines.push('');
    return lines;
  }

  /** The values of a row separated by tabs, for the clipboard. */
  rowAsText(row: number): string {
    return this.layout.placed.map(({ column }) => visible(column.field.text(row))).join('\t');
  }

  private forgetChanged(rows: number[], revision: (row: number) => string): void {
    const revisions = new Map<number, string>();
    for (const row of rows) {
      const now = revision(row);
      revisions.set(row, now);
      if (now === this.revisions.get(row)) continue;
      this.texts.delete(row);
      this.lines.delete(row);
    }
    this.revisions = revisions;
  }

  private read(rows: number[], width: number): void {
    const texts = new Map<number, readonly Cell[]>();
    const damaged = new Set<number>();
    let wider = width !== this.width;
    for (const row of rows) {
      let values = this.texts.get(row);
      if (values ? this.damaged.has(row) : row >= 0 && this.damage(row) !== '') damaged.add(row);
      if (!values) {
        values = this.columns.map((column) => (row < 0 ? '' : cellOf(column, row)));
        if (this.measure(values)) wider = true;
      }
      texts.set(row, values);
    }
    this.texts = texts;
    this.damaged = damaged;
    if (!wider) return;
    this.width = width;
    this.layout = layOut(this.columns, this.seen, width);
    this.lines.clear();
  }

  private measure(values: readonly Cell[]): boolean {
    let wider = false;
    this.columns.forEach(({ field, shape }, index) => {
      const width = Math.min(widthOf(wholeOf(values[index])), shape.max);
      if (width === 0 || width <= (this.seen.get(field.name) ?? 0)) return;
      this.seen.set(field.name, width);
      wider = true;
    });
    return wider;
  }

  private line(row: number, marked?: boolean): string {
    let line = this.lines.get(row);
    if (line === undefined) {
      line = this.cells(row, true);
      // The lines of rows long gone are dropped now and then rather than one by one.
      if (this.lines.size > 4 * this.texts.size + 64) this.lines.clear();
      this.lines.set(row, line);
    }
    const { theme } = this;
    const sign = this.signOf(row, marked);
    const shown = sign === ' ' ? sign : theme.paint(marked ? 'match' : 'warning', sign);
    return ` ${shown}${line}`;
  }

  /** In the gutter: a row that was marked, or one of which something is wrong. */
  private signOf(row: number, marked: boolean | undefined): string {
    if (marked) return this.theme.glyphs.mark;
    return this.damaged.has(row) ? DAMAGED : ' ';
  }

  /** One style from edge to edge, but for the cell under the cursor: a style inside ends the reverse. */
  private cursorLine(row: number, marked?: boolean, cell?: string): string {
    const { theme } = this;
    const { pointer } = theme.glyphs;
    const text = padded(`${pointer}${this.signOf(row, marked)}${this.cells(row, false)}`, this.width);
    const [before, within, after] = this.parted(text, row, cell);
    return theme.paint('cursor', before) + theme.paint('cell', within) + theme.paint('cursor', after);
  }

  /** The line before a cell, the cell, and what is behind it. */
  private parted(line: string, row: number, cell: string | undefined): [string, string, string] {
    const { placed, gap } = this.layout;
    const at = placed.findIndex(({ column }) => column.field.name === cell);
    const before = at < 0 ? undefined : this.cells(row, false, at);
    if (before === undefined) return [line, '', ''];
    const from = GUTTER + before.length + (at === 0 ? 0 : gap);
    const to = GUTTER + this.cells(row, false, at + 1).length;
    return [line.slice(0, from), line.slice(from, to), line.slice(to)];
  }

  /** The cells of the first `count` columns. */
  private cells(row: number, styled: boolean, count = Number.POSITIVE_INFINITY): string {
    const values = this.texts.get(row)!;
    const { ellipsis } = this.theme.glyphs;
    let line = '';
    let place = 0;
    for (const [index, column] of this.columns.entries()) {
      const { placed, gap } = this.layout;
      if (place >= count) break;
      if (placed[place]?.column !== column) continue;
      const { width } = placed[place++];
      const text = fittingOf(values[index], width);
      const cell = padded(text, width, column.shape.right, ellipsis);
      const role = styled && text !== '' ? column.shape.role?.(text) : undefined;
      line += (place === 1 ? '' : ' '.repeat(gap)) + (role ? this.theme.paint(role, cell) : cell);
    }
    return line;
  }
}

function cellOf({ field }: TableColumn, row: number): Cell {
  return field.forms ? field.forms(row).map(visible) : visible(field.text(row));
}
