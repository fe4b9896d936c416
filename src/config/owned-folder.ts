// In: the path of a folder and whose it must be. Out: the folder, made where it is missing, open so that nobody can put another in its place.
import { closeSync, constants, fchownSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Invoker } from './invoker.ts';

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
const MODE = 0o700;

/** A file of an open folder, by a path that no link on the way to the folder can bend. */
export function fileIn(folder: number, name: string): string {
  return `/proc/self/fd/${folder}/${name}`;
}

/**
 * Opens a folder; the caller closes it. Under sudo it must belong to the user who ran it, whatever links led there, as
 * root would otherwise write for him where he may not. Throws an Error.
 */
export function openFolder(path: string, owner: Invoker | undefined): number {
  const folder = openExisting(path) ?? makeFolder(path, owner);
  if (owner && fstatSync(folder).uid !== owner.uid) {
    closeSync(folder);
    throw new Error(`${path} does not belong to the user who ran sudo`);
  }
  return folder;
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, O_RDONLY | O_DIRECTORY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path) return undefined;
    throw error;
  }
}

function makeFolder(path: string, owner: Invoker | undefined): number {
  const parent = openFolder(dirname(path), owner);
  try {
    const inside = fileIn(parent, basename(path));
    makeUnlessThere(inside);
    const folder = openSync(inside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (owner) fchownSync(folder, owner.uid, owner.gid);
    return folder;
  } finally {
    closeSync(parent);
  }
}

/** Another dnstop may have made it a moment ago. */
function makeUnlessThere(path: string): void {
  try {
    mkdirSync(path, MODE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
