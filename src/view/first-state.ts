// What the screen is given -> its state before the first key.
import { rememberedOrder } from './sort/remembered.ts';
import { initialState, type State } from './state/state.ts';
import type { ViewOptions } from './view-options.ts';

export function firstState({ terminal, filters, rows, layouts, tables, personal }: ViewOptions): State {
  const { columns, lines } = terminal.size();
  const chosen = layouts ?? {};
  const state: State = {
    ...initialState(columns, lines, filters),
    listing: rows ?? 'events',
    layouts: chosen,
    remembered: chosen,
    ...(tables && { tables, context: 'tables' }),
  };
  // What is wrong in the config file comes first; the order is that of the list.
  const order = tables ? '' : rememberedOrder(state, state.listing);
  return { ...state, notice: personal?.notice || order };
}
