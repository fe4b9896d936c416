// The state and what of it to copy -> the text on the clipboard, or in a file, and what is said about it.
import type { RowKind } from '../fields/row-fields.ts';
import type { Clipboard } from './clipboard/clipboard.ts';
import type { Effects } from './effects.ts';
import type { Panes } from './panes/panes.ts';
import type { Action } from './state/action.ts';
import { positionOf } from './state/cursor.ts';
import type { State } from './state/state.ts';
import type { World } from './state/world.ts';
import type { TablePainter } from './table/painter.ts';

interface Sources {
  table: TablePainter;
  panes: Panes;
  json(row: number, rows: RowKind): string;
  state(): State;
  world(): World;
}

interface Parts extends Sources {
  clipboard: Pick<Clipboard, 'copy'>;
  /** To the terminal. */
  send(sequence: string): void;
  dispatch(action: Action): void;
}

export function copyEffects({ clipboard, send, dispatch, ...sources }: Parts): Effects {
  return {
    copy: ({ what }) => {
      const chosen = toCopy(what, sources);
      if (!chosen) return;
      const { sequence, said } = clipboard.copy(chosen.text);
      if (sequence !== '') send(sequence);
      dispatch({ type: 'notice', text: `${chosen.name} ${said}` });
    },
  };
}

/** Undefined where there is nothing to copy. In an open pane it is the event shown there. */
function toCopy(
  what: 'row' | 'json' | 'path',
  { table, panes, json, state: stateNow, world }: Sources,
): { text: string; name: string } | undefined {
  const state = stateNow();
  if (what === 'path') return state.path && { text: panes.path.copied(state.path), name: 'path' };
  const { rows, height } = world();
  const { cursor } = positionOf(state, rows, height);
  const opened = state.detail?.row ?? state.path?.hop;
  const row = opened ?? (cursor < 0 ? -1 : rows.at(cursor));
  if (row < 0) return undefined;
  if (what === 'row') return { text: table.rowAsText(row), name: 'row' };
  const of = opened === undefined ? state.listing : 'events';
  return { text: json(row, of), name: `${of.slice(0, -1)} as JSON` };
}
