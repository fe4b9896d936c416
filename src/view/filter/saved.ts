// What the user saved, and the presets -> filters by name, and what a text that begins with @ stands for.
import type { Personal } from '../../config/personal.ts';
import type { NamedFilter } from '../../filter/complete.ts';
import { PRESETS } from '../../filter/presets.ts';

/** Where filters are remembered. */
export type FilterMemory = Pick<Personal, 'filters' | 'remembered'>;

/** The user's own first, then presets whose name he did not take. */
export function savedFilters(memory: FilterMemory | undefined): readonly NamedFilter[] {
  const own = [...(memory?.filters ?? [])].map(([name, expression]) => ({ name, expression, meaning: '' }));
  return [...own, ...PRESETS.filter(({ name }) => !own.some((saved) => saved.name === name))];
}

/** The expression of `@name`; any other text is one itself. */
export function expressionOf(text: string, saved: readonly NamedFilter[]): string {
  const name = /^\s*@([\w.-]+)\s*$/.exec(text)?.[1];
  return saved.find((filter) => filter.name === name)?.expression ?? text;
}

/** How a filter is shown where there is little space: by the name it is saved under, if it is. */
export function shortText(text: string, saved: readonly NamedFilter[]): string {
  const named = saved.find(({ expression }) => expression === text);
  return named ? `@${named.name}` : text;
}
