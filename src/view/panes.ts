// The state and a place -> what the pane there says: the path of a lookup, an event, or the help.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import type { PanePlace } from './arrange.ts';
import { type PaneContent, PaneText } from './detail/pane-text.ts';
import type { Clock } from './frames.ts';
import { PathPane } from './path/path-pane.ts';
import type { State } from './state/state.ts';
import type { Theme } from './theme.ts';

export class Panes {
  private readonly text: PaneText;
  readonly path: PathPane;

  constructor(context: FieldContext, fields: readonly Field[], theme: Theme, clock: Clock) {
    this.text = new PaneText(context, fields, theme);
    this.path = new PathPane(context, theme, clock);
  }

  of(state: State, place: PanePlace | undefined): PaneContent {
    if (place?.what === 'path' && state.path) return this.path.content(state.path, place);
    return this.text.of(state, place);
  }
}
