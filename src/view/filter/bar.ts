// The state and what a filter comes to -> the lines of the filters: those kept, the bar, and what may stand at its caret.
import { visible } from '../../fields/text.ts';
import { FilterBar, fieldPlace, PROMPT_CELLS } from '../chrome/filter-bar.tsx';
import { Region } from '../chrome/region.ts';
import type { TextField } from '../chrome/text-field.tsx';
import type { Editing } from '../state/chips.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import { chipLine } from './chip-line.ts';
import type { Completer } from './completer.ts';
import { completionLines } from './completion-list.ts';
import { type Count, countText, insteadText } from './count-text.ts';
import { namingText } from './effects.ts';
import { filterRoom } from './room.ts';
import { type FilterMemory, savedFilters, shortText } from './saved.ts';

export interface FilterViewParts {
  theme: Theme;
  field: TextField;
  completer: Completer;
  memory: FilterMemory | undefined;
}

/** What the filters take of the screen. */
export class FilterView {
  private readonly parts: FilterViewParts;
  private readonly region = new Region(FilterBar);

  constructor(parts: FilterViewParts) {
    this.parts = parts;
  }

  /** As many lines as filterLines(state) says, or fewer. */
  draw(state: State, count: Count): string[] {
    const { chips, bar, list } = filterRoom(state);
    const { edit } = state.filter;
    if (!edit || bar === 0) return chips === 0 ? [] : this.kept(state, count);
    return [
      ...(chips === 0 ? [] : [this.beside(state, edit.at)]),
      ...this.bar(state, edit, count),
      ...(edit.name ? [] : this.list(edit, list, state.columns)),
    ];
  }

  close(): void {
    this.region.close();
  }

  private kept(state: State, counted: Count): string[] {
    const { columns: width } = state;
    const count = countText(state, counted);
    const { space } = fieldPlace({ text: '', caret: 0 }, count.length, width);
    const properties = { text: this.chips(state, space), field: '', from: 0, error: '', errorColumn: 0 };
    const { theme } = this.parts;
    return this.region.draw({ theme, hint: '', width, ...properties, count, instead: '' }, width);
  }

  /** The filters that hold beside the one being edited. */
  private beside(state: State, edited: number): string {
    const label = 'beside '.padEnd(PROMPT_CELLS);
    return this.parts.theme.paint('label', label) + this.chips(state, state.columns - PROMPT_CELLS, edited);
  }

  private chips({ filter }: State, width: number, edited?: number): string {
    const { theme, memory } = this.parts;
    const saved = savedFilters(memory);
    const short = (text: string) => shortText(text, saved);
    return chipLine({ theme, chips: filter.chips, edited, short, width });
  }

  private bar(state: State, edit: Editing, counted: Count): string[] {
    const { theme, field } = this.parts;
    const { columns: width } = state;
    const line = edit.name ?? edit.line;
    const count = countText(state, counted);
    const instead = insteadText(state);
    const { from, space } = fieldPlace(line, instead.length + count.length, width);
    return this.region.draw(
      {
        theme,
        prompt: edit.name ? 'name' : 'filter',
        text: line.text,
        field: field.draw(line, from, space),
        from,
        error: edit.name ? '' : (edit.error?.message ?? ''),
        errorColumn: edit.error?.column ?? 0,
        hint: this.hint(edit),
        width,
        count,
        instead,
      },
      width,
    );
  }

  private hint({ line, name }: Editing): string {
    const { completer, memory } = this.parts;
    if (name) return namingText(name.text, memory);
    const { expected } = completer.at(line);
    const example = 'for example: qr==R,rcode!=Success   latency_ns>50ms';
    return visible(line.text.trim() === '' ? `${expected}   ${example}` : expected);
  }

  private list({ line, choice }: Editing, height: number, width: number): string[] {
    if (height === 0) return [];
    const { theme, completer } = this.parts;
    return completionLines({ theme, items: completer.at(line).items, choice, height, width });
  }
}
