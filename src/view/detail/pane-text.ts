// Which pane is open, for which row and how wide -> its title and lines, made once.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import { grouped, visible } from '../../fields/text.ts';
import type { PanePlace } from '../arrange.ts';
import { PANE_MARGIN } from '../chrome/pane.tsx';
import { helpLines } from '../help.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import { blocksOf } from './blocks.ts';
import { linesOf } from './lines.ts';

export interface PaneContent {
  title: string;
  lines: readonly string[];
}

const NONE: PaneContent = { title: '', lines: [] };

export class PaneText {
  private readonly context: FieldContext;
  private readonly fields: readonly Field[];
  private readonly theme: Theme;
  private key = '';
  private content = NONE;

  constructor(context: FieldContext, fields: readonly Field[], theme: Theme) {
    this.context = context;
    this.fields = fields;
    this.theme = theme;
  }

  /** The content of the help, or of an open row; the same object until something about it changes. An open row stays open when evicted. */
  of(state: State, pane: PanePlace): PaneContent {
    const row = state.detail?.row ?? 0;
    const width = pane.width - PANE_MARGIN;
    const key = `${pane.what} ${row} ${width}`;
    if (key !== this.key) {
      this.content =
        pane.what === 'help'
          ? { title: 'help', lines: helpLines(width, this.theme) }
          : this.detail(row, width);
      this.key = key;
    }
    return this.content;
  }

  private detail(row: number, width: number): PaneContent {
    const title = `event ${grouped(row + 1)}`;
    if (row < this.context.store.first)
      return { title, lines: ['This event has been evicted by newer ones.'] };
    const lines = linesOf(blocksOf(this.context, this.fields, row), width, this.theme);
    const summary = this.summary(row);
    return { title: summary === '' ? title : `${title}: ${summary}`, lines };
  }

  private summary(row: number): string {
    const parts = ['qr', 'qtype', 'name', 'anomalies'].map((name) =>
      this.fields.find((field) => field.name === name),
    );
    const texts = parts.map((field) => (field ? visible(field.text(this.context, row)) : ''));
    return texts.filter((text) => text !== '').join(' ');
  }
}
