// Bindings -> the same by what a user wants to do, and by where they work: the order of the help.
import type { Binding } from './binding.ts';

export interface Task {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Keys that work in the same place; `where` names it, '' for the list and what is opened from it. */
export interface Part {
  readonly where: string;
  readonly entries: readonly { readonly keys: readonly string[]; readonly meaning: string }[];
}

/** By the names of bindings; the first that matches has it. */
const TASKS: readonly (readonly [title: string, names: RegExp])[] = [
  ['Move', /^(up|down|page-|half-|first|last)/],
  ['Look into', /^(open|back|step-|list|zoom|pause|follow)/],
  ['Filter', /^(filter|cell-)/],
  ['Columns and order', /^(columns|sort-)/],
  ['Tables', /^(tables|presets)/],
  ['Record and copy', /^(save|mark|unmark|copy-)/],
  ['The screen, and leaving it', /^/],
];

/** `in the filter: keep it`, `in the filter, behind @: forget it`. */
const PLACE = /^(in [^:,]+)(?:, ([^:]+))?: (.*)$/;

/** Those that have keys and a description, each once. */
export function tasksOf(bindings: readonly Binding[]): Task[] {
  const told = bindings.filter(({ description, keys }) => description !== '' && keys.length > 0);
  return TASKS.map(([title], task) => ({
    title,
    parts: partsOf(told.filter(({ name }) => TASKS.findIndex(([, names]) => names.test(name)) === task)),
  })).filter(({ parts }) => parts.length > 0);
}

/** What works in the list comes first, the places in the order of the key table. */
function partsOf(bindings: readonly Binding[]): Part[] {
  const parts = new Map<string, Part['entries'][number][]>([['', []]]);
  for (const { keys, description } of bindings) {
    const [, where = '', when, rest = description] = PLACE.exec(description) ?? [];
    const entries = parts.get(where) ?? [];
    entries.push({ keys, meaning: when ? `${when}: ${rest}` : rest });
    parts.set(where, entries);
  }
  return [...parts].filter(([, { length }]) => length > 0).map(([where, entries]) => ({ where, entries }));
}
