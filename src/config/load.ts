// In: where the config file is. Out: its settings, and a line for each mistake in it.
import { existsSync, readFileSync } from 'node:fs';
import { asInvoker } from './invoker.ts';
import type { Places } from './places.ts';
import { type Mistake, NO_SETTINGS, type Settings, type Vocabulary } from './settings.ts';

export interface Loaded {
  readonly settings: Settings;
  /** Path of the file; undefined where there is none. */
  readonly path: string | undefined;
  /** `PATH:LINE:COLUMN: what is wrong`, or what kept the file from being read. */
  readonly complaints: readonly string[];
}

/**
 * Reads the user's file where there is one, with his rights; under sudo that is the user who ran it, and this must happen
 * before other threads need the rights of root. Never throws: what is wrong is told, and the program goes on.
 */
export async function loadSettings(places: Places, known: Vocabulary): Promise<Loaded> {
  const { config: path, invoker } = places;
  const none = { settings: NO_SETTINGS, path: undefined, complaints: [] };
  if (path === undefined) return none;
  try {
    const text = asInvoker(invoker, () => (existsSync(path) ? readFileSync(path, 'utf8') : undefined));
    return text === undefined ? none : await settingsOf(path, text, known);
  } catch (error) {
    return { settings: NO_SETTINGS, path, complaints: [`cannot read ${path}: ${(error as Error).message}`] };
  }
}

/** Reads a file the user named, with the rights of the program. Throws an Error where that is not possible. */
export async function loadNamed(path: string, known: Vocabulary): Promise<Loaded> {
  return settingsOf(path, readFileSync(path, 'utf8'), known);
}

/** What reads YAML is loaded only where there is some. */
async function settingsOf(path: string, text: string, known: Vocabulary): Promise<Loaded> {
  const { readSettings } = await import('./read.ts');
  const { settings, mistakes } = readSettings(text, known);
  return { settings, path, complaints: mistakes.map((mistake) => complaint(path, mistake)) };
}

export function complaint(path: string, { line, column, message }: Mistake): string {
  return `${path}:${line}:${column}: ${message}`;
}
