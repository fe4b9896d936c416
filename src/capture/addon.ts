// In: the addon built here, or else the one of the package. Out: its functions, checked to be those that this program was written for.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columnMismatch } from './columns.ts';
import type { MatcherOptions, NativeMatcher } from './native-matcher.ts';

export type SourceOptions =
  | { readonly file: string; readonly ports: readonly number[] }
  | { readonly ports: readonly number[]; readonly netns: readonly string[] };

/** See ARCHITECTURE.md, "Boundary between native code and TypeScript". */
export interface NativeSource {
  start(): void;
  drain(
    columns: Uint8Array,
    entries: Uint8Array,
    messages: Uint8Array,
    counts: Uint32Array,
    capacity: number,
    keptFrom: number,
  ): void;
  ended(): boolean;
  failure(): string;
  counters(): Record<string, number>;
  stop(): void;
}

export interface Addon {
  readonly Source: new (options: SourceOptions) => NativeSource;
  columns(): { name: string; type: string; meaning: string }[];
  /** Everything in a message as JSON text; `originalLength` is its length as sent. */
  describe(message: Uint8Array, originalLength: number): string;
  /** See ARCHITECTURE.md, "What following lookups costs". */
  readonly Matcher: new (
    options: MatcherOptions,
  ) => NativeMatcher;
  /** Names of types, classes, opcodes, rcodes and anomalies as JSON text. */
  mnemonics(): string;
}

const PLATFORM = `${process.platform}-${process.arch}`;
/** What scripts/build-native made on this machine goes before what came with the package. */
const PLACES = ['build/Release/dnstop.node', `build/prebuilt/${PLATFORM}/dnstop.node`];

/** Loads the addon of this package. Throws an Error of one line where it is missing, does not load or does not fit. */
export function loadAddon(): Addon {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  const build = `build it with: cd ${root} && npm run build:native`;
  const path = PLACES.map((place) => join(root, place)).find((place) => existsSync(place));
  if (!path) throw new Error(`there is no addon for ${PLATFORM}; ${build}`);
  const addon = loaded(path, build);
  const mismatch = columnMismatch(addon.columns());
  if (mismatch) throw new Error(`${path} does not fit this program (${mismatch}); ${build}`);
  return addon;
}

function loaded(path: string, build: string): Addon {
  try {
    return createRequire(import.meta.url)(path);
  } catch (error) {
    throw new Error(`${path} does not load (${(error as Error).message.split('\n')[0]}); ${build}`);
  }
}

/** The folder with package.json, from src/capture as from dist. */
function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('dnstop is not installed as a package: no package.json above it');
  return packageRoot(parent);
}
