// What is searched for in the column picker and the columns on show -> the pane that lists fields.
import type { PanePlace } from '../arrange.ts';
import { Picker, searchSpace } from '../chrome/picker.tsx';
import { Region } from '../chrome/region.ts';
import type { TextField } from '../chrome/text-field.tsx';
import { layoutOf } from '../state/picker.ts';
import type { State } from '../state/state.ts';
import type { ColumnChoice } from '../table/choice.ts';
import type { Theme } from '../theme.ts';
import type { PaneView } from './pane-view.ts';

export class ColumnPicker implements PaneView {
  private readonly theme: Theme;
  private readonly field: TextField;
  private readonly choice: () => ColumnChoice;
  private readonly region = new Region(Picker);

  constructor(theme: Theme, field: TextField, choice: () => ColumnChoice) {
    this.theme = theme;
    this.field = field;
    this.choice = choice;
  }

  draw(state: State, { width, height, beside }: PanePlace): readonly string[] {
    const { line, index, order } = state.picker;
    const choice = this.choice();
    const properties = {
      theme: this.theme,
      query: line.text,
      field: this.field.draw(line, 0, searchSpace(width)),
      found: choice.found(line.text, order),
      shown: choice.shown(layoutOf(state)),
      widths: widthsOf(state),
      index,
      height,
      width,
      beside,
    };
    return this.region.draw(properties, width);
  }

  close(): void {
    this.region.close();
  }
}

/** Widths that were given, by name, in a form that tells changes. */
function widthsOf(state: State): string {
  const given = layoutOf(state)?.columns.filter(({ width }) => width !== undefined && width !== 'fit') ?? [];
  return given.map(({ name, width }) => `${name}=${width}`).join(' ');
}
