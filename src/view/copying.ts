// The state and what of it to copy -> the text for the clipboard, and what to say about it.

import type { RowKind } from '../fields/row-fields.ts';
import type { Panes } from './panes/panes.ts';
import { positionOf } from './state/cursor.ts';
import type { State } from './state/state.ts';
import type { World } from './state/world.ts';
import type { TablePainter } from './table/painter.ts';

interface Sources {
  table: TablePainter;
  panes: Panes;
  json(row: number, rows: RowKind): string;
}

/** Undefined where there is nothing to copy. In an open pane it is the event shown there. */
export function copied(
  what: 'row' | 'json' | 'path',
  state: State,
  { rows, height }: World,
  { table, panes, json }: Sources,
): { text: string; notice: string } | undefined {
  if (what === 'path')
    return state.path && { text: panes.path.copied(state.path), notice: 'path copied as text' };
  const { cursor } = positionOf(state, rows, height);
  const opened = state.detail?.row ?? state.path?.hop;
  const row = opened ?? (cursor < 0 ? -1 : rows.at(cursor));
  if (row < 0) return undefined;
  if (what === 'row') return { text: table.rowAsText(row), notice: 'row copied' };
  const of = opened === undefined ? state.listing : 'events';
  return { text: json(row, of), notice: `${of.slice(0, -1)} copied as JSON` };
}
