// A key, a paste or what the mouse did, and the part of the screen that has the keyboard -> what is done there.
import type { TextField } from '../chrome/text-field.tsx';
import { actionOf } from '../keymap.ts';
import type { Action } from '../state/action.ts';
import { isEdit } from '../state/line.ts';
import type { State } from '../state/state.ts';
import { lineInUse } from '../state/typing.ts';
import type { Input, Key } from './key.ts';
import type { Pointed } from './pointed.ts';

const ESCAPE_KEY = { name: 'esc', text: '' };

export interface Taker {
  state(): State;
  /** Does what a key is bound to. */
  perform(action: Action): void;
  /** Changes the state. */
  dispatch(action: Action): void;
  field: TextField;
  point(what: Pointed): void;
  /** The terminal answers a question. */
  told(answer: string): void;
}

export function take(input: Input, to: Taker): void {
  if ('answer' in input) {
    to.told(input.answer);
    return;
  }
  const state = to.state();
  const types = lineInUse(state) !== undefined;
  if ('paste' in input) {
    if (types) to.dispatch({ type: 'insert', text: input.paste });
    return;
  }
  if (state.notice !== '') to.dispatch({ type: 'notice', text: '' });
  if ('pointed' in input) {
    to.point(input);
    return;
  }
  const action = actionOf(state.context, input.name);
  if (action) to.perform(action);
  else if (types && isEdit(input)) edit(input, to);
  else if (input.behindEscape) {
    // No such key here: an escape and a key pressed quickly, or held up together by a slow link.
    take(ESCAPE_KEY, to);
    take(input.behindEscape, to);
  }
}

function edit(key: Key, { state, field, dispatch }: Taker): void {
  const line = lineInUse(state());
  const text = line && field.type(line, key);
  dispatch(text === undefined ? { type: 'edit', key } : { type: 'typed', text });
}
