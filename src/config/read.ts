// In: the text of a config file. Out: the settings in it, and what is wrong in it, by place; what is wrong counts for nothing.
import { fieldNames, findField } from '../fields/find.ts';
import { nearest } from '../fields/nearest.ts';
import { FilterError } from '../filter/error.ts';
import { parseFilter } from '../filter/parse.ts';
import { Document, type Entry, isNothing, type Value } from './document.ts';
import { readKeys } from './keys.ts';
import { isWidth, type LayoutColumn } from './memory.ts';
import {
  type KnownOption,
  type Mistake,
  NO_SETTINGS,
  type Place,
  type SavedFilter,
  type Settings,
  THEMES,
  type ThemeName,
  type Vocabulary,
} from './settings.ts';

const SECTIONS = ['keys', 'theme', 'columns', 'filters'];
const TOP: Place = { line: 1, column: 1 };
/** The column of the time of day is one of the screen only. */
const TIME = 'time';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Filters are checked as far as that goes without the program's tables of values: see checkValues. */
export function readSettings(text: string, known: Vocabulary): { settings: Settings; mistakes: Mistake[] } {
  const document = new Document(text);
  const settings: Mutable<Settings> = { ...NO_SETTINGS };
  const options = new Map<string, string>();
  for (const entry of document.entries(document.root, TOP, 'a config file')) {
    const option = known.options.find(({ name }) => name === entry.name);
    if (option) readOption(document, entry, option, options);
    else if (entry.name === 'keys') settings.keys = readKeys(document, entry, known);
    else if (entry.name === 'theme') settings.theme = readTheme(document, entry);
    else if (entry.name === 'columns') settings.columns = readColumns(document, entry);
    else if (entry.name === 'filters') settings.filters = readFilters(document, entry);
    else document.add(entry, `unknown key '${entry.name}'${near(entry.name, names(known))}`);
  }
  const mistakes = document.mistakes.sort((a, b) => a.line - b.line || a.column - b.column);
  return { settings: { ...settings, options }, mistakes };
}

const names = (known: Vocabulary) => [...SECTIONS, ...known.options.map(({ name }) => name)];

function near(name: string, candidates: readonly string[]): string {
  const one = nearest(name, candidates);
  return one ? `; did you mean ${one}?` : '';
}

function readOption(document: Document, entry: Entry, option: KnownOption, found: Map<string, string>): void {
  if (isNothing(entry.value)) return;
  const items = document.items(entry.value, entry, entry.name);
  const texts = items?.map((item) => document.text(item, entry, `a value of ${entry.name}`));
  if (!texts || texts.includes(undefined)) return;
  const value = texts.join(',');
  try {
    option.check(value);
    found.set(option.name, value);
  } catch (error) {
    document.wrong(entry.value, entry, (error as Error).message);
  }
}

function readTheme(document: Document, { value, ...at }: Entry): ThemeName {
  if (isNothing(value)) return NO_SETTINGS.theme;
  const text = document.text(value, at, 'theme');
  const theme = THEMES.find((name) => name === text);
  if (text !== undefined && !theme)
    document.wrong(value, at, `theme takes ${THEMES.join('|')}, not '${text}'`);
  return theme ?? NO_SETTINGS.theme;
}

function readColumns(document: Document, entry: Entry): LayoutColumn[] | undefined {
  const columns: LayoutColumn[] = [];
  for (const item of document.items(entry.value, entry, 'columns') ?? [])
    for (const column of columnsOf(document, item, entry)) {
      if (!columns.some(({ name }) => name === column.name)) columns.push(column);
      else document.wrong(item, entry, `column '${column.name}' is listed twice`);
    }
  return columns.length === 0 ? undefined : columns;
}

/** `name`, or `name: width`. */
function columnsOf(document: Document, item: Value, at: Place): LayoutColumn[] {
  if (item && 'items' in item)
    return document.entries(item, at, 'a column').flatMap((entry) => {
      const name = columnName(document, entry.name, entry);
      const width = widthOf(document, entry);
      return name === undefined ? [] : [width === undefined ? { name } : { name, width }];
    });
  const text = document.text(item, at, 'a column');
  const name = text === undefined ? undefined : columnName(document, text, document.place(item, at));
  return name === undefined ? [] : [{ name }];
}

function columnName(document: Document, text: string, at: Place): string | undefined {
  if (text.toLowerCase() === TIME) return TIME;
  const field = findField(text);
  if (!field) document.add(at, `unknown field '${text}'${near(text, [TIME, ...fieldNames()])}`);
  return field?.name;
}

function widthOf(document: Document, { value, name, ...at }: Entry): LayoutColumn['width'] {
  if (isNothing(value)) return undefined;
  const text = document.text(value, at, `the width of ${name}`);
  if (text === undefined) return undefined;
  const width = /^\d+$/.test(text) ? Number(text) : text;
  if (isWidth(width)) return width;
  return document.wrong(value, at, `the width of ${name} is fit, grow or a number of cells, not '${text}'`);
}

function readFilters(document: Document, section: Entry): Map<string, SavedFilter> {
  const filters = new Map<string, SavedFilter>();
  for (const { name, value, ...at } of document.entries(section.value, section, 'filters')) {
    const expression = document.text(value, at, `filter '${name}'`);
    if (expression === undefined) continue;
    const place = document.place(value, at);
    const fault = faultIn(() => parseFilter(expression));
    if (fault === undefined) filters.set(name, { expression, place });
    else document.add(place, `filter '${name}': ${fault}`);
  }
  return filters;
}

/** What a FilterError says; undefined where there is none. */
function faultIn(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
}

/**
 * The settings without the filters that `compile` refuses by a FilterError, and one mistake for each: a value that a
 * field cannot have is known only where the tables of values are.
 */
export function checkValues(
  settings: Settings,
  compile: (expression: string) => unknown,
): { settings: Settings; mistakes: Mistake[] } {
  const filters = new Map<string, SavedFilter>();
  const mistakes: Mistake[] = [];
  for (const [name, filter] of settings.filters) {
    const fault = faultIn(() => compile(filter.expression));
    if (fault === undefined) filters.set(name, filter);
    else mistakes.push({ ...filter.place, message: `filter '${name}': ${fault}` });
  }
  return { settings: { ...settings, filters }, mistakes };
}
