// The state of the tables and a table -> the lines that take the place of the list.
import type { FieldContext } from '../../fields/context.ts';
import { cut, grouped, padded, plural, widthOf } from '../../fields/text.ts';
import type { TableResult, TableRow } from '../../tables/row.ts';
import { keyText } from '../../tables/text.ts';
import type { PanePlace } from '../arrange.ts';
import { sourceName, type Watched } from '../chrome/wording.ts';
import type { Clock } from '../frames.ts';
import type { PaneView } from '../panes/pane-view.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import { GAP, layOutTable, type PlacedColumn, type TableLayout } from './columns.ts';
import { Counting, type Shown } from './counting.ts';
import { type Listed, listedOf } from './listed.ts';
import { PRESET_LINES, presetLines } from './presets.ts';
import { tabLine } from './tabs.ts';
import { emptyLines, summaryText } from './wording.ts';

const GUTTER = 2;
/** Tabs, the sentence about the table, titles. */
const HEAD_LINES = 3;

export interface TablesParts {
  context: FieldContext;
  theme: Theme;
  clock: Clock;
  watched(): Watched;
  /** There is another table to show. */
  onCounted(): void;
}

export class TablesPane implements PaneView {
  private readonly context: FieldContext;
  private readonly theme: Theme;
  private readonly watched: () => Watched;
  private readonly counting: Counting;
  private top = 0;
  /** Most queries of a row: the longest bar. */
  private largest = 1;

  constructor({ context, theme, watched, clock, onCounted }: TablesParts) {
    this.context = context;
    this.theme = theme;
    this.watched = watched;
    this.counting = new Counting(context, clock, onCounted);
  }

  /** To be told of each change of the state. */
  follow(state: State): void {
    this.counting.follow(state);
  }

  /** Keys of the rows, in their order. */
  keys(): readonly string[] {
    return this.counting.shown?.result.rows.map(({ key }) => key) ?? [];
  }

  /** Rows on a page. */
  page(state: State, { height }: PanePlace): number {
    return Math.max(1, this.bodyLines(state, height));
  }

  /** How to list what the row under the cursor counts; undefined where there is none, or no filter says it. */
  listed({ tables }: State): Listed | undefined {
    const { shown } = this.counting;
    const row = shown?.result.rows[this.cursor(tables.key)];
    return shown && row && listedOf(this.context, shown, row);
  }

  /** Where the cursor is, for the line at the bottom. */
  position({ tables }: State): string {
    const { rows, otherKeys } = this.counting.shown?.result ?? { rows: [], otherKeys: 0 };
    if (rows.length === 0) return '';
    return `${grouped(this.cursor(tables.key) + 1)} of ${grouped(rows.length + otherKeys)}`;
  }

  draw(state: State, { width, height }: PanePlace): readonly string[] {
    const { shown } = this.counting;
    const current = this.counting.current ? shown : undefined;
    const lines = [tabLine(this.theme, state.tables.tab, width), this.about(state, current, width)];
    const body = this.bodyLines(state, height);
    if (!shown || shown.result.rows.length === 0) {
      lines.push(...centered(this.empty(state, current), width, body + 1));
    } else {
      lines.push(...this.table(state, shown, width, body));
    }
    const presets = state.context === 'presets' ? this.presets(state, width, height) : [];
    while (lines.length < height - presets.length) lines.push('');
    return [...lines, ...presets];
  }

  close(): void {
    this.counting.stop();
  }

  /** Of a file nothing is said before all of it has been read and counted. */
  private empty(state: State, shown: Shown | undefined): string[] {
    const watched = this.watched();
    if (watched.kind === 'live') return emptyLines(state, shown, this.theme);
    if (!watched.ended) return [`Reading ${sourceName(watched)} …`];
    const isOfAll = shown?.end === this.context.store.end;
    return emptyLines(state, isOfAll ? shown : undefined, this.theme);
  }

  private presets({ preset }: State, width: number, height: number): string[] {
    return presetLines(this.theme, preset, width, this.presetHeight(height));
  }

  private presetHeight(height: number): number {
    return Math.min(PRESET_LINES, Math.max(2, height - HEAD_LINES - 2));
  }

  private bodyLines({ context }: State, height: number): number {
    const presets = context === 'presets' ? this.presetHeight(height) : 0;
    return Math.max(0, height - HEAD_LINES - presets);
  }

  /** Place of a key among the rows; the first where it is not, or not yet, among them. */
  private cursor(key: string | undefined): number {
    if (key === undefined) return 0;
    return Math.max(0, this.counting.shown?.result.rows.findIndex((row) => row.key === key) ?? 0);
  }

  private about(state: State, shown: Shown | undefined, width: number): string {
    const { ellipsis } = this.theme.glyphs;
    return this.theme.paint(
      'label',
      cut(` ${summaryText(state, shown, this.theme, width - 1)}`, width, ellipsis),
    );
  }

  private table({ tables }: State, shown: Shown, width: number, body: number): string[] {
    const { result, query } = shown;
    const { rows, others, otherKeys } = result;
    const cursor = this.cursor(tables.key);
    this.largest = rows.reduce((most, { queries }) => Math.max(most, queries), 1);
    this.scroll(cursor, result, body);
    const onShow = rows.slice(this.top, this.top + body);
    const texts = onShow.map(({ key }) => keyText(this.context, query.dimension, key));
    const wanted = Math.max(0, ...texts.map(widthOf));
    const layout = layOutTable(width - GUTTER, wanted, query.order.by);
    const lines = onShow.map((row, line) =>
      this.line(row, texts[line], layout, shown, this.top + line === cursor),
    );
    if (others && lines.length < body)
      lines.push(this.line(others, `(${plural(otherKeys, 'other')})`, layout, shown, false));
    return [this.titles(layout, shown), ...lines];
  }

  /** The cursor stays in sight, with the row of all others behind the last; behind that there is nothing. */
  private scroll(cursor: number, { rows, others }: TableResult, body: number): void {
    const count = rows.length + (others ? 1 : 0);
    const lowest = (cursor === rows.length - 1 ? count : cursor + 1) - body;
    this.top = Math.max(0, Math.min(Math.max(this.top, lowest), cursor, count - body));
  }

  private titles({ value, placed }: TableLayout, { query }: Shown): string {
    const { theme } = this;
    const { by, inverted } = query.order;
    const sign = inverted ? theme.glyphs.up : theme.glyphs.down;
    const titled = (title: string, sorted: boolean, width: number, right: boolean) => {
      const text = cut(sorted ? `${title}${sign}` : title, width, theme.glyphs.ellipsis);
      const space = ' '.repeat(Math.max(0, width - widthOf(text)));
      const shown = theme.paint('heading', text);
      return right ? space + shown : shown + space;
    };
    const cells = placed.map(({ column, width }) =>
      titled(column.title, column.sort === by, width, column.right),
    );
    const first = titled(query.dimension.title.toUpperCase(), by === 'value', value, false);
    return ' '.repeat(GUTTER) + [first, ...cells].join(' '.repeat(GAP));
  }

  private line(row: TableRow, text: string, layout: TableLayout, shown: Shown, cursor: boolean): string {
    const { theme } = this;
    const { ellipsis, pointer } = theme.glyphs;
    const value = padded(text, layout.value, false, ellipsis);
    const cells = layout.placed.map((placed) => this.cell(row, placed, shown, !cursor));
    const line = [value, ...cells].join(' '.repeat(GAP));
    // One style from edge to edge: a style inside would end the reverse.
    return cursor ? theme.paint('cursor', `${pointer} ${line}`) : ' '.repeat(GUTTER) + line;
  }

  private cell(row: TableRow, { column, width }: PlacedColumn, { result }: Shown, styled: boolean): string {
    const { glyphs } = this.theme;
    const total = result.total.queries;
    const text = column.text({ row, total, largest: this.largest, glyphs, width });
    const cell = padded(text, width, column.right, glyphs.ellipsis);
    return styled && text.trim() !== '' ? this.theme.paint(column.role(row), cell) : cell;
  }
}

/** Lines in the middle of a place. */
function centered(lines: readonly string[], width: number, height: number): string[] {
  const above = Math.max(0, Math.floor((height - lines.length) / 2));
  const left = (line: string) => ' '.repeat(Math.max(0, Math.floor((width - widthOf(plainText(line))) / 2)));
  return [...Array<string>(above).fill(''), ...lines.map((line) => left(line) + line)].slice(0, height);
}

const plainText = (styled: string) => styled.replace(/\x1b\[[0-9;]*m/g, '');
