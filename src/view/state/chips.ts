// Filters one beside the other, each on or off, and the editing of one of them -> the expression that the list is filtered by.
import { type Line, lineOf } from './line.ts';

/** A filter that was kept. All those that are on must match. */
export interface Chip {
  readonly text: string;
  readonly on: boolean;
}

export interface FilterError {
  message: string;
  /** Place of the error in the text, from 1. */
  column: number;
}

/** The open filter bar. */
export interface Editing {
  line: Line;
  /** Place of what is edited among the filters; one after the last for a new one. */
  at: number;
  /** The last text that compiled: what counts until another one does. */
  good: string;
  error: FilterError | undefined;
  /** Restored by esc. */
  before: readonly Chip[];
  /** How far back in the history, 0 for what was typed, which is kept meanwhile. */
  recalled: number;
  typed: string;
  /** Place of the completion that tab takes. */
  choice: number;
  /** The name to save the filter by, while it is asked for. */
  name: Line | undefined;
}

export interface FilterState {
  chips: readonly Chip[];
  /** The expression the list is filtered by, '' for none. */
  applied: string;
  /** Undefined while the bar is closed. */
  edit: Editing | undefined;
}

export function filtersOf(texts: readonly string[]): FilterState {
  return withChips(
    texts.map((text) => ({ text, on: true })),
    undefined,
  );
}

/** The state with what follows from filters and editing. */
export function withChips(chips: readonly Chip[], edit: Editing | undefined): FilterState {
  return { chips, edit, applied: combined(edit ? kept(chips, edit) : chips) };
}

/** The filters as they are when the text that compiled last is kept; an empty one goes. */
export function kept(chips: readonly Chip[], { at, good }: Editing): readonly Chip[] {
  const text = good.trim();
  return chips.toSpliced(at, 1, ...(text === '' ? [] : [{ text, on: true }]));
}

/** Opens the bar for one of the filters, or a new one behind the last. */
export function edited(chips: readonly Chip[], at: number, before: readonly Chip[] = chips): Editing {
  const text = chips[at]?.text ?? '';
  return {
    line: lineOf(text),
    at: Math.min(at, chips.length),
    good: text,
    error: undefined,
    before,
    recalled: 0,
    typed: text,
    choice: 0,
    name: undefined,
  };
}

/** One expression for all that are on. */
function combined(chips: readonly Chip[]): string {
  const texts = chips.filter(({ on }) => on).map(({ text }) => text);
  return texts.length > 1 ? texts.map((text) => `(${text})`).join(' && ') : (texts[0] ?? '');
}
