// The filters of the screen, wired: what checks, completes, remembers and draws them.
import type { Effects } from '../effects.ts';
import { filter } from '../state/filter-bar.ts';
import type { State } from '../state/state.ts';
import { FilterView, type FilterViewParts } from './bar.ts';
import { faultOf } from './check.ts';
import { Completer } from './completer.ts';
import { type FilterParts, filterEffects } from './effects.ts';
import { expressionOf, savedFilters } from './saved.ts';

type Parts = Omit<FilterParts & FilterViewParts, 'completer' | 'saved'>;

export class Filters {
  readonly view: FilterView;
  readonly effects: Effects;
  private readonly parts: Parts;
  private readonly completer: Completer;
  private checked: string | undefined;

  constructor(parts: Parts) {
    const saved = () => savedFilters(parts.memory);
    this.parts = parts;
    this.completer = new Completer({ ...parts, saved });
    const { completer } = this;
    this.view = new FilterView({ ...parts, completer });
    this.effects = filterEffects({ ...parts, saved, completer });
  }

  /** The state after what was typed is checked: a text that is wrong leaves the list as it is. */
  check(state: State): State {
    const { edit } = state.filter;
    const text = edit?.line.text;
    if (text === this.checked) return state;
    this.checked = text;
    if (text === undefined) this.completer.reset();
    if (!edit || text === undefined) return state;
    const { context, memory } = this.parts;
    const saved = savedFilters(memory);
    const error = faultOf(text, context, saved);
    return filter(state, { type: 'filter-checked', text: expressionOf(text, saved).trim(), error });
  }

  stop(): void {
    this.completer.reset();
  }
}
