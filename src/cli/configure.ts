// In: the tables of the program. Out: what the user's config file says, fully checked.
import { complaint, type Loaded, loadNamed, loadSettings } from '../config/load.ts';
import { type Places, placesOf } from '../config/places.ts';
import { UsageError } from './usage-error.ts';
import { VOCABULARY } from './vocabulary.ts';

/** What the config file says, and what is wrong in it. */
export interface Configured extends Loaded {
  readonly places: Places;
}

export interface Surroundings {
  /** Compiles a filter where the values of all fields are known; throws FilterError. */
  compiler(): (expression: string) => unknown;
}

/** Settings, fully checked. @param named a file of --config. Throws UsageError where that cannot be read. */
export async function configure({ compiler }: Surroundings, named?: string): Promise<Configured> {
  const places = placesOf();
  const loaded = named === undefined ? await loadSettings(places, VOCABULARY) : await loadGiven(named);
  if (loaded.settings.filters.size === 0) return { ...loaded, places };
  const { checkValues } = await import('../config/read.ts');
  const { settings, mistakes } = checkValues(loaded.settings, compiler());
  const complaints = mistakes.map((mistake) => complaint(loaded.path!, mistake));
  return { ...loaded, settings, complaints: [...loaded.complaints, ...complaints], places };
}

async function loadGiven(path: string): Promise<Loaded> {
  try {
    return await loadNamed(path, VOCABULARY);
  } catch (error) {
    throw new UsageError(`--config: cannot read ${path}: ${(error as Error).message}`);
  }
}
