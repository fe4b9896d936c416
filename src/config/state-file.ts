// In: the path of a small text file and a change to its text. Out: the file after the change, whole at every moment, with its owner.
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Invoker } from './invoker.ts';
import { fileIn, openFolder } from './owned-folder.ts';

const MODE = 0o600;
/** Who holds the lock needs a few milliseconds; this long means that it died. */
const STALE_MS = 3000;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

export class StateFile {
  readonly path: string;
  private readonly owner: Invoker | undefined;

  /** @param owner under sudo, the user whose file it is. */
  constructor(path: string, owner: Invoker | undefined) {
    this.path = path;
    this.owner = owner;
  }

  /** The text of the file, undefined where there is none. Makes no folder. Throws an Error where it cannot be read. */
  read(): string | undefined {
    try {
      return this.textOf(this.path)?.text;
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  /**
   * Replaces the text by what `change` makes of the present one. The new file is the lock at the same time, as in git:
   * two programs never change the file at once. False where another one is at it: try again in a moment. Throws an Error.
   */
  change(change: (text: string | undefined) => string): boolean {
    const folder = openFolder(dirname(this.path), this.owner);
    try {
      const file = fileIn(folder, basename(this.path));
      const lock = openLock(`${file}.lock`);
      if (lock === undefined) return false;
      try {
        this.fill(lock, file, change);
        renameSync(`${file}.lock`, file);
      } catch (error) {
        rmSync(`${file}.lock`, { force: true });
        throw error;
      } finally {
        closeSync(lock);
      }
      return true;
    } finally {
      closeSync(folder);
    }
  }

  private fill(lock: number, file: string, change: (text: string | undefined) => string): void {
    const before = this.textOf(file);
    writeFileSync(lock, change(before?.text));
    fchmodSync(lock, before?.mode ?? MODE);
    if (this.owner) fchownSync(lock, this.owner.uid, this.owner.gid);
  }

  /** Under sudo a file of another user, reached through a link, is not read for the one who ran it. */
  private textOf(path: string): { text: string; mode: number } | undefined {
    const file = openIfThere(path, this.owner ? constants.O_NOFOLLOW : 0);
    if (file === undefined) return undefined;
    try {
      const { uid, mode } = fstatSync(file);
      if (this.owner && uid !== this.owner.uid)
        throw new Error(`${this.path} does not belong to the user who ran sudo`);
      return { text: readFileSync(file, 'utf8'), mode: mode & 0o777 };
    } finally {
      closeSync(file);
    }
  }
}

function openIfThere(path: string, flags: number): number | undefined {
  try {
    // A pipe in the place of the file would hold up the program.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The lock, open for writing; undefined while another program has it. */
function openLock(path: string): number | undefined {
  try {
    return openSync(path, 'wx', MODE);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    removeStale(path);
    return undefined;
  }
}

/** The lock of a program that died while it had it. */
function removeStale(path: string): void {
  const lock = lstatSync(path, { throwIfNoEntry: false });
  if (lock && Math.abs(Date.now() - lock.mtimeMs) > STALE_MS) rmSync(path, { force: true });
}
