// State -> the state with the next kind of rows in the list, the cursor where it was.
import type { RowKind } from '../../fields/row-fields.ts';
import { rememberedOrder } from '../sort/remembered.ts';
import { positionOf } from './cursor.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

const NEXT: Record<RowKind, RowKind> = { events: 'transactions', transactions: 'traces', traces: 'events' };

export function listNext(state: State, world: World): State {
  const listing = NEXT[state.listing];
  const { rows, height } = world;
  const { cursor } = positionOf(state, rows, height);
  const at = cursor < 0 ? state.anchor : rows.at(cursor);
  return {
    ...state,
    listing,
    anchor: world.rowIn(listing, at),
    notice: rememberedOrder(state, listing),
  };
}
