// The state and a place -> the lines of the pane there: the path of a lookup, an event, the column picker, or the help.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import type { PanePlace } from '../arrange.ts';
import type { TextField } from '../chrome/text-field.tsx';
import type { Watched } from '../chrome/wording.ts';
import { PaneText } from '../detail/pane-text.ts';
import type { Clock } from '../frames.ts';
import { PathPane } from '../path/path-pane.ts';
import type { State } from '../state/state.ts';
import type { ColumnChoice } from '../table/choice.ts';
import type { TablePainter } from '../table/painter.ts';
import { presetLines } from '../tables/presets.ts';
import { TablesPane } from '../tables/tables-pane.ts';
import type { Theme } from '../theme.ts';
import { ColumnPicker } from './column-picker.ts';
import type { PaneView } from './pane-view.ts';
import { savePrompt } from './save-prompt.ts';
import { ScrolledPane } from './scrolled.ts';

export interface PaneParts {
  context: FieldContext;
  fields: readonly Field[];
  theme: Theme;
  clock: Clock;
  field: TextField;
  /** Of the list on show. */
  choice: () => ColumnChoice;
  table: Pick<TablePainter, 'room'>;
  watched: () => Watched;
  /** There is another table to show. */
  onCounted: () => void;
}

export class Panes {
  readonly path: PathPane;
  readonly tables: TablesPane;
  private readonly views: Record<PanePlace['what'], PaneView>;

  constructor(parts: PaneParts) {
    const { context, fields, theme, clock, field, choice, table, watched, onCounted } = parts;
    const text = new PaneText(context, fields, theme);
    this.path = new PathPane(context, theme, clock);
    this.tables = new TablesPane({ context, theme, clock, watched, onCounted });
    this.views = {
      help: new ScrolledPane(theme, {
        content: (state, place) => text.of(state, place),
        scroll: (state) => state.helpScroll,
      }),
      detail: new ScrolledPane(theme, {
        content: (state, place) => text.of(state, place),
        scroll: (state) => state.detail?.scroll ?? 0,
      }),
      path: new ScrolledPane(theme, {
        content: (state, place) => this.path.content(state.path!, place),
        scroll: () => 0, // it keeps the hop under the cursor in sight by itself
      }),
      save: new ScrolledPane(theme, {
        content: (state, place) => savePrompt(state, place, { theme, field }),
        scroll: () => 0,
      }),
      tables: this.tables,
      presets: {
        draw: ({ preset }, { width, height }) => presetLines(theme, preset, width, height),
        close: () => {},
      },
      columns: new ColumnPicker(theme, field, choice, table),
    };
  }

  draw(state: State, place: PanePlace): readonly string[] {
    return this.views[place.what].draw(state, place);
  }

  /** Lines the pane has to scroll through; 0 where it does not scroll. */
  length(state: State, place: PanePlace | undefined): number {
    return (place && this.views[place.what].length?.(state, place)) ?? 0;
  }

  close(): void {
    for (const view of Object.values(this.views)) view.close();
  }
}
