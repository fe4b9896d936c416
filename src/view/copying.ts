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
  const event = opened === undefined ? undefined : openedName(state, panes);
  if (what === 'row') return { text: table.rowAsText(row), name: rowName(state.listing, event) };
  if (event !== undefined) return { text: json(row, 'events'), name: `${event} as JSON` };
  return { text: json(row, state.listing), name: `${state.listing.slice(0, -1)} as JSON` };
}

/** The event that is open, or the hop under the cursor of the open path. */
function openedName({ path }: State, panes: Panes): string {
  if (!path) return 'event';
  const hops = panes.path.hopsOf(path);
  return `hop ${hops.indexOf(path.hop) + 1} of ${hops.length}`;
}

/** The row of an event in a list of transactions, or traces, is that of its own one. */
function rowName(listing: RowKind, event: string | undefined): string {
  if (event === undefined) return 'row';
  return listing === 'events' ? `row of ${event}` : `row of the ${listing.slice(0, -1)} of ${event}`;
}
