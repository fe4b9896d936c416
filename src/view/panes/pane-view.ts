// What a pane must be: the state and a place -> lines.
import type { PanePlace } from '../arrange.ts';
import type { State } from '../state/state.ts';

export interface PaneView {
  /** The lines of the place, title first; those that are missing stay empty. */
  draw(state: State, place: PanePlace): readonly string[];
  /** How many lines it has to scroll through, without its title; not there where it does not scroll. */
  length?(state: State, place: PanePlace): number;
  /** Frees what it holds. */
  close(): void;
}
