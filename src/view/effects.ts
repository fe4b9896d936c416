// Actions that reach outside the state of the screen -> what they do there. All others are the reducer's.
import type { Action } from './state/action.ts';

/** What a key does that does not only change the state, by the type of its action. */
export type Effects = { [Type in Action['type']]?: (action: Extract<Action, { type: Type }>) => void };

/** Whether the action was one of these; then it is done. */
export function performed(effects: Effects, action: Action): boolean {
  const effect = effects[action.type] as ((action: Action) => void) | undefined;
  effect?.(action);
  return effect !== undefined;
}
