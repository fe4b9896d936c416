// The part of the screen with the keyboard -> the line of text being typed there, read and replaced.
import { type Line, lineOf } from './line.ts';
import type { Context, State } from './state.ts';

interface Typed {
  line(state: State): Line;
  with(state: State, line: Line): State;
}

/** The parts of the screen in which letters are text. */
const TYPED: { [Part in Context]?: Typed } = {
  filter: {
    line: ({ filter: { edit } }) => edit?.name ?? edit?.line ?? lineOf(''),
    with: withFilterLine,
  },
  columns: {
    line: ({ picker }) => picker.line,
    with: (state, line) => ({ ...state, picker: { ...state.picker, line, index: 0 } }),
  },
  save: {
    line: ({ save }) => save.line,
    // Another name is another file.
    with: (state, line) => ({ ...state, save: { ...state.save, line, remark: '', replaces: '' } }),
  },
};

function withFilterLine(state: State, line: Line): State {
  const { edit } = state.filter;
  if (!edit) return state;
  if (edit.name) return { ...state, filter: { ...state.filter, edit: { ...edit, name: line } } };
  // A caret that moved has not typed anything: the history goes on from where it is.
  const isTyped = line.text !== edit.line.text;
  const begun = isTyped ? { recalled: 0, typed: line.text } : {};
  return { ...state, filter: { ...state.filter, edit: { ...edit, ...begun, line, choice: 0 } } };
}

/** The line that has the keyboard; undefined where keys are commands. */
export function lineInUse(state: State): Line | undefined {
  return TYPED[state.context]?.line(state);
}

/** The state with what `change` makes of the line in use, or with a text in its place. */
export function typed(state: State, change: ((line: Line) => Line) | string): State {
  const part = TYPED[state.context];
  if (!part) return state;
  return part.with(state, typeof change === 'string' ? lineOf(change) : change(part.line(state)));
}
