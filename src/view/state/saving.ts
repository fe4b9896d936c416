// State and what was done about marks and the prompt for a file -> the next state, and what there is to save.
import { plural } from '../../fields/text.ts';
import type { Action } from './action.ts';
import { positionOf } from './cursor.ts';
import { lineOf } from './line.ts';
import { contextBelow } from './open.ts';
import { NO_PROMPT, type Savable, type SavePrompt } from './save-prompt.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

/** Other actions change nothing. */
export function save(state: State, action: Action, world: World): State {
  switch (action.type) {
    case 'mark':
      return mark(state, world);
    case 'unmark-all':
      return { ...state, marks: new Set() };
    case 'save-prompt':
      return { ...state, context: 'save', save: prompt(state, action.name, world) };
    case 'save-move': {
      const last = state.save.choices.length - 1;
      const index = Math.min(Math.max(0, state.save.index + action.by), last);
      return { ...state, save: { ...state.save, index } };
    }
    case 'save-remark': {
      const { text: remark, replaces = '' } = action;
      return state.context === 'save'
        ? { ...state, save: { ...state.save, remark, replaces } }
        : { ...state, notice: remark };
    }
    case 'saved':
      return {
        ...state,
        notice: action.text,
        ...(state.context === 'save' && { context: contextBelow(state) }),
      };
    default:
      return state;
  }
}

function prompt(state: State, name: string, world: World): SavePrompt {
  return { ...NO_PROMPT, line: lineOf(name), choices: savable(state, world), end: world.end };
}

/** What can be saved now, the most particular first. */
function savable(state: State, world: World): Savable[] {
  const { marks, listing, filter } = state;
  const list: Savable[] = [];
  if (state.path)
    list.push({ what: 'path', label: `the path that is open: ${plural(world.hops.length, 'event')}` });
  if (marks.size > 0) list.push({ what: 'marked', label: `what is marked: ${plural(marks.size, 'event')}` });
  const count = plural(world.rows.count, listing.slice(0, -1));
  const matching = filter.applied === '' ? '' : ', which match the filter';
  const events = listing === 'events' ? '' : ', with all their events';
  list.push({ what: 'list', label: `the whole list: ${count}${matching}${events}` });
  return list;
}

/** Marks all events of the row under the cursor, or takes their marks away. */
function mark(state: State, { rows, height, eventsOf }: World): State {
  const { cursor } = positionOf(state, rows, height);
  if (cursor < 0) return state;
  const row = rows.at(cursor);
  const marks = new Set(state.marks);
  const marked = marks.has(row);
  for (const event of eventsOf(row)) {
    if (marked) marks.delete(event);
    else marks.add(event);
  }
  return { ...state, marks };
}
