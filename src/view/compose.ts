// The state, the rows at hand and the figures -> the lines of the whole screen.

import { cut, grouped } from '../fields/text.ts';
import { type Arrangement, arrange } from './arrange.ts';
import { Header, type HeaderProperties } from './chrome/header.tsx';
import { Notice } from './chrome/notice.tsx';
import { Region } from './chrome/region.ts';
import { Status } from './chrome/status.tsx';
import { positionText, tooSmallLines } from './chrome/wording.ts';
import type { FilterView } from './filter/bar.ts';
import { keyOf } from './keymap.ts';
import type { Panes } from './panes/panes.ts';
import { besides } from './screen.ts';
import { positionOf } from './state/cursor.ts';
import { layoutOf } from './state/picker.ts';
import type { Matches } from './state/rows.ts';
import type { State } from './state/state.ts';
import type { TablePainter } from './table/painter.ts';
import type { Theme } from './theme.ts';

/** Numbers that change all the time: read a few times a second, or when a key was pressed. */
export interface Counts {
  /** All matches since the last clear, also those held back by a pause; and how many events they were chosen from. */
  matching: number;
  total: number;
  /** Every kept event was examined. */
  complete: boolean;
  /** Rows on show and the place of the cursor among them. */
  shown: number;
  cursor: number;
  /** Matches that came in since the pause. */
  held: number;
}

/** What a frame shows that is not in the state. */
export interface Scene {
  rows: Matches;
  counts: Counts;
  header: Omit<HeaderProperties, 'theme' | 'width' | 'sorted' | 'sorting' | 'follow' | 'paused' | 'held'>;
  /** See Body of the table's painter. */
  revision?: (row: number) => string;
  /** What an empty table of some width says. */
  empty(width: number): string;
}

/** Composes frames. Holds an Ink root for each part of the chrome, and the painter of the table. */
export class Composer {
  private readonly theme: Theme;
  private readonly table: TablePainter;
  private readonly filter: FilterView;
  private readonly panes: Panes;
  private readonly header = new Region(Header);
  private readonly status = new Region(Status);
  private readonly notice = new Region(Notice);

  constructor(theme: Theme, table: TablePainter, filter: FilterView, panes: Panes) {
    this.theme = theme;
    this.table = table;
    this.filter = filter;
    this.panes = panes;
  }

  /** As many lines as the terminal has. */
  compose(state: State, scene: Scene): string[] {
    const place = arrange(state);
    if (place.tooSmall) return this.tooSmall(state);
    const middle = state.lines - 3 - place.filterLines;
    const table = this.tableLines(state, scene, place);
    const pane = place.pane ? sized(this.panes.draw(state, place.pane), place.pane.height) : [];
    const lines = place.pane?.beside
      ? sized(table, middle).map((line, index) => besides(line, place.table.width + 2, pane[index] ?? ''))
      : sized([...table, ...pane], middle);
    return [
      ...this.headerLines(state, scene),
      ...this.filterLines(state, scene, place),
      ...lines,
      ...sized(this.statusLines(state, scene), 1),
    ];
  }

  private tooSmall({ columns, lines }: State): string[] {
    const text = tooSmallLines(columns, lines).map((line) => cut(line, columns, this.theme.glyphs.ellipsis));
    return sized(text, lines);
  }

  close(): void {
    const { header, filter, status, notice, panes } = this;
    for (const part of [header, filter, status, notice, panes]) part.close();
  }

  private headerLines(state: State, scene: Scene): string[] {
    const { theme } = this;
    const { columns: width, follow } = state;
    const sorted = layoutOf(state)?.sort?.column ?? '';
    const paused = state.pausedAt !== undefined;
    const sorting = sorted !== '' && scene.rows.fromTop === false;
    const { held } = scene.counts;
    const properties = { ...scene.header, held, theme, width, sorted, sorting, follow, paused };
    return sized(this.header.draw(properties, width), 2);
  }

  private filterLines(state: State, { counts }: Scene, { filterLines }: Arrangement): string[] {
    if (filterLines === 0) return [];
    const { matching, total, complete } = counts;
    return sized(this.filter.draw(state, { matching, total, complete }), filterLines);
  }

  private tableLines(state: State, scene: Scene, { table, pane }: Arrangement): string[] {
    const { width, height } = table;
    if (pane && !pane.beside && height === 0) return [];
    if (scene.rows.count === 0) {
      this.table.unpainted();
      const lines = this.notice.draw({ text: scene.empty(width), width }, width);
      const above = Math.max(0, Math.floor((height + 1 - lines.length) / 2));
      return sized([...Array<string>(above).fill(''), ...lines], height + 1);
    }
    const body = this.table.paint({
      rows: scene.rows,
      ...positionOf(state, scene.rows, height),
      height,
      width,
      revision: scene.revision,
      marked: (row) => state.marks.has(row),
      cell: state.cell,
    });
    return [this.table.heading(), ...body];
  }

  private statusLines(state: State, scene: Scene): string[] {
    const { columns: width, context, notice } = state;
    const { cursor, shown } = scene.counts;
    const hidden = this.table.hiddenColumns().length;
    const marks = state.marks.size === 0 ? '' : `${grouped(state.marks.size)} marked  `;
    const back = state.cameFrom && context === 'table' ? `${keyOf('back')} to the table  ` : '';
    const position = state.tables.open
      ? this.panes.tables.position(state)
      : back + marks + positionText(state.listing, cursor, shown, hidden, width);
    return this.status.draw({ theme: this.theme, context, notice, position, width }, width);
  }
}

/** Exactly `count` lines. */
function sized(lines: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => lines[index] ?? '');
}
