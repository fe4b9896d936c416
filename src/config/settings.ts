// In: nothing. Out: what a config file may say, and what counts where it says nothing.
import type { LayoutColumn } from './memory.ts';

/** What the terminal's background and colours are like; auto finds out. */
export const THEMES = ['auto', 'dark', 'light', '16', 'none'] as const;
export type ThemeName = (typeof THEMES)[number];

export interface Settings {
  /** Keys by the name of what they do: they replace the usual ones; none take them away. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly theme: ThemeName;
  /** Columns of the table where the user chose no others on the screen; undefined: those that suit the machine. */
  readonly columns: readonly LayoutColumn[] | undefined;
  /** Saved filters: expressions by name. */
  readonly filters: ReadonlyMap<string, SavedFilter>;
  /** Values of command line options where they are not given, by long name, as text. */
  readonly options: ReadonlyMap<string, string>;
}

export interface SavedFilter {
  readonly expression: string;
  /** Where it stands in the file. */
  readonly place: Place;
}

/** Both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong in a file, in one line without the place. */
export interface Mistake extends Place {
  readonly message: string;
}

export const NO_SETTINGS: Settings = {
  keys: new Map(),
  theme: 'auto',
  columns: undefined,
  filters: new Map(),
  options: new Map(),
};

/** What the program knows that a file may name. */
export interface Vocabulary {
  readonly actions: readonly KnownAction[];
  readonly options: readonly KnownOption[];
  /** Whether a key has this name. */
  isKey(name: string): boolean;
}

export interface KnownAction {
  readonly name: string;
  readonly description: string;
  /** The usual ones. */
  readonly keys: readonly string[];
  /** Parts of the screen where it works: a key has one meaning in each. */
  readonly contexts: readonly string[];
  /** It works in a part where text is typed, which needs the plain characters. */
  readonly typing: boolean;
}

export interface KnownOption {
  readonly name: string;
  readonly meaning: string;
  readonly initial: string | undefined;
  /** Throws an Error that says what the option takes. */
  check(value: string): void;
}
